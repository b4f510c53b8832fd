package apps

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"
	"sync"
)

// inProcess is an instance without a process: the handler of the Spec serves
// its requests.
type inProcess struct {
	exited chan struct{}
	once   sync.Once
}

func newInProcess() *inProcess { return &inProcess{exited: make(chan struct{})} }

// Exited is closed by Stop.
func (i *inProcess) Exited() <-chan struct{} { return i.exited }

// Stop has nothing to wait for: the pool stops an instance only when it is idle.
func (i *inProcess) Stop(bool) { i.once.Do(func() { close(i.exited) }) }

// serveInProcess lets the Spec's handler answer the request.
func (v *revision) serveInProcess(w http.ResponseWriter, r *http.Request) error {
	s, err := v.acquire(r.Context())
	if err != nil {
		return err
	}
	defer v.pool.release(s, false)
	ctx, cancel := context.WithTimeout(r.Context(), v.spec.Timeout)
	defer cancel()
	defer context.AfterFunc(v.pool.ctx, cancel)()
	recorded := &recorder{ResponseWriter: w}
	panicked := v.handle(recorded, r.WithContext(ctx))
	switch {
	case recorded.status != 0 || recorded.hijacked:
		if panicked {
			panic(http.ErrAbortHandler) // the reply is not complete
		}
		return nil
	case panicked && v.spec.Kind == Container:
		return &answerError{http.StatusBadGateway, "the container closed the connection without an answer"}
	case panicked:
		return &answerError{http.StatusInternalServerError, "the function panicked"}
	case expired(ctx, r.Context()):
		message := fmt.Sprintf("the %s did not answer within its timeout of %v", v.spec.Kind, v.spec.Timeout)
		v.app.system(message)
		return &answerError{http.StatusGatewayTimeout, message}
	}
	w.WriteHeader(http.StatusOK) // as net/http does for a handler that writes nothing
	return nil
}

// handle calls the handler and logs its panic, as a process would print it.
func (v *revision) handle(w *recorder, r *http.Request) (panicked bool) {
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		panicked = true
		if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			return
		}
		for line := range strings.Lines(fmt.Sprintf("panic: %v\n%s", p, debug.Stack())) {
			v.app.opts.Log("stderr", strings.TrimSuffix(line, "\n"))
		}
	}()
	v.spec.InProcess.ServeHTTP(directWriter{w}, r)
	return false
}
