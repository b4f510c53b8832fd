package apps

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// callTries: an instance may end between two calls; nothing was sent to it yet
// then, so the next one gets the call.
const callTries = 3

// serveFunction answers a request with a call of the function.
func (v *revision) serveFunction(w http.ResponseWriter, r *http.Request) error {
	if v.spec.Rules == V1beta1 && neverAsked(r.URL.Path) {
		writeMessage(w, http.StatusNotFound, "not found")
		return nil
	}
	limit := v.manager.opts.MaxRequest
	if r.Body == nil { // a request that was made, not received
		r.Body = http.NoBody
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, limit+1))
	switch {
	case err != nil:
		writeMessage(w, http.StatusBadRequest, "the request's body could not be read")
		return nil
	case int64(len(body)) > limit:
		status := http.StatusRequestEntityTooLarge
		if v.spec.Rules == V1beta1 {
			status = http.StatusInternalServerError
		}
		writeMessage(w, status, fmt.Sprintf("the request is larger than %d bytes", limit))
		return nil
	}
	r.Body = io.NopCloser(bytes.NewReader(body)) // for a Go program, or a second try
	if v.spec.InProcess != nil {
		return v.serveInProcess(w, r)
	}
	call, err := payload(v.newCall(r, body))
	if err != nil {
		return err
	}
	for range callTries {
		s, err := v.acquire(r.Context())
		if err != nil {
			return err
		}
		inst := s.worker.(*instance)
		if !inst.events {
			v.proxy(w, r, s)
			return nil
		}
		answer, err := v.callInBackground(r.Context(), s, call)
		if errors.Is(err, errNotSent) {
			continue
		}
		if err != nil {
			return err
		}
		answer.write(w, r.Method)
		return nil
	}
	return errNotSent
}

// neverAsked reports whether the platform answers a path without calling the function.
func neverAsked(path string) bool { return path == "/favicon.ico" || path == "/robots.txt" }

// errNotSent: the instance had ended before the call reached it.
var errNotSent = errors.New("the function's process ended before it could be called")

// callInBackground completes a call even if the caller does not wait for it, as the
// platform does.
func (v *revision) callInBackground(ctx context.Context, s *slot, call []byte) (reply, error) {
	type result struct {
		reply reply
		err   error
	}
	done := make(chan result, 1)
	go func() {
		answer, broken, err := v.call(context.WithoutCancel(ctx), s.worker.(*instance), call)
		v.pool.release(s, broken)
		done <- result{answer, err}
	}()
	select {
	case r := <-done:
		return r.reply, r.err
	case <-ctx.Done():
		return reply{}, ctx.Err()
	}
}

// call makes one call; broken says that the instance must not be used again.
func (v *revision) call(ctx context.Context, inst *instance, call []byte) (answer reply, broken bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, v.spec.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+inst.address()+"/", bytes.NewReader(call))
	if err != nil {
		return reply{}, false, err
	}
	req.Header["Content-Type"] = []string{typeJSON}
	req.Header[keyHeader] = []string{inst.key}
	res, err := inst.transport.RoundTrip(req)
	if err != nil {
		return v.lost(ctx, inst, err)
	}
	defer res.Body.Close()
	limit := v.manager.opts.MaxReply
	body, err := io.ReadAll(io.LimitReader(res.Body, limit+1))
	if err != nil {
		return v.lost(ctx, inst, err)
	}
	if int64(len(body)) > limit {
		return reply{}, false, &answerError{http.StatusBadGateway, fmt.Sprintf("the function's reply is larger than %d bytes", limit)}
	}
	if res.StatusCode != http.StatusOK {
		header := http.Header{"Content-Type": res.Header["Content-Type"]}
		return reply{status: res.StatusCode, header: header, body: body}, false, nil
	}
	answer, err = parseReply(body, v.spec.Rules)
	if err != nil {
		return reply{}, false, &answerError{http.StatusBadGateway, err.Error()}
	}
	return answer, false, nil
}

// lost explains why a call got no answer.
func (v *revision) lost(ctx context.Context, inst *instance, err error) (reply, bool, error) {
	var op *net.OpError
	switch {
	case ctx.Err() != nil:
		message := fmt.Sprintf("the function did not answer within its timeout of %v", v.spec.Timeout)
		v.app.system(message + "; its process is ended")
		return reply{}, true, &answerError{http.StatusGatewayTimeout, message}
	case errors.As(err, &op) && op.Op == "dial":
		return reply{}, true, errNotSent
	}
	message := "the function's process closed the connection without an answer"
	select {
	case <-inst.process.Done():
		message = "the function's process ended during the call: " + inst.status()
	case <-time.After(v.manager.opts.CrashGrace):
	}
	return reply{}, true, &answerError{http.StatusInternalServerError, message}
}
