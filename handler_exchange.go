package gosc

import (
	"context"
	"crypto/tls"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"

	"github.com/rumpl/gosc/internal/netfail"
	"github.com/rumpl/gosc/internal/noredirect"
)

// exchange is the innermost link: it authorizes the request, sends it once and
// reads the reply to its end. When it returns, nobody reads the request's body any
// more.
func (c *Caller) exchange(ctx context.Context, req *request) (*reply, error) {
	if err := c.authorize(ctx, req); err != nil {
		return nil, err
	}
	defer req.body.takeBack()
	out, trace, err := req.httpRequest(ctx)
	if err != nil {
		return nil, err
	}
	resp, err := c.api.Do(out)
	if err != nil {
		return nil, trace.classify(netfail.WithoutURL(err))
	}
	noredirect.Restore(resp)
	r, err := readReply(ctx, resp, req.options.maxBytes)
	resp.Request = withoutCredentials(resp.Request)
	return r, err
}

// withoutCredentials returns the request as users find it in the reply.
func withoutCredentials(req *http.Request) *http.Request {
	if req == nil {
		return nil
	}
	shown := *req
	shown.Header = req.Header.Clone()
	shown.Header.Del(headerAuthToken)
	shown.Header.Del(headerAuthorization)
	return &shown
}

// httpRequest returns the request of one attempt.
func (r *request) httpRequest(ctx context.Context) (*http.Request, *sendTrace, error) {
	trace := &sendTrace{}
	out := (&http.Request{
		Method: r.op.Method, URL: r.url, Host: r.url.Host, Header: r.signed,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}).WithContext(httptrace.WithClientTrace(ctx, trace.hooks()))
	if r.body.open == nil {
		return out, trace, nil
	}
	body, err := r.body.open()
	if err != nil {
		return nil, nil, &unsentError{err}
	}
	out.Body, out.ContentLength = body, r.body.size
	if r.body.repeatable {
		out.GetBody = r.body.open
	}
	return out, trace, nil
}

// sendTrace finds out whether anything of a request may have left.
type sendTrace struct{ connected, wrote, handshakeFailed atomic.Bool }

func (t *sendTrace) hooks() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GotConn:      func(httptrace.GotConnInfo) { t.connected.Store(true) },
		WroteHeaders: func() { t.wrote.Store(true) },
		TLSHandshakeDone: func(_ tls.ConnectionState, err error) {
			if err != nil {
				t.handshakeFailed.Store(true)
			}
		},
	}
}

// classify marks an error as unsent, but only on evidence: a RoundTripper of the
// user's may not call the hooks.
func (t *sendTrace) classify(err error) error {
	neverConnected := netfail.IsDial(err) || (t.handshakeFailed.Load() && !t.connected.Load())
	if neverConnected || (t.connected.Load() && !t.wrote.Load()) {
		return &unsentError{err}
	}
	return err
}

// unsentError is a failure before the first byte left: it is safe to try again
// whatever the method.
type unsentError struct{ error }

func (e *unsentError) Unwrap() error { return e.error }
