package gosc

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
)

// send is the innermost link: one exchange with the server. The body of the
// reply is still open.
func (c *caller) send(ctx context.Context, req *request) (*reply, error) {
	header := req.header.Clone()
	if err := c.authorize(ctx, req, header); err != nil {
		return nil, err
	}
	return c.exchange(ctx, req, header)
}

// exchange sends one request with these headers.
func (c *caller) exchange(ctx context.Context, req *request, header http.Header) (*reply, error) {
	out, trace, err := req.httpRequest(ctx, header)
	if err != nil {
		return nil, err
	}
	resp, err := c.api.Do(out)
	if err != nil {
		return nil, trace.classify(withoutURL(err))
	}
	restoreLocation(resp)
	resp.Request = withoutCredentials(resp.Request)
	return &reply{resp: resp}, nil
}

// withoutCredentials is the request as users find it in the reply.
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

// httpRequest makes the request of one attempt.
func (r *request) httpRequest(ctx context.Context, header http.Header) (*http.Request, *sendTrace, error) {
	trace := &sendTrace{}
	out := (&http.Request{
		Method: r.op.Method, URL: r.url, Host: r.url.Host, Header: header,
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

// unsentError is a failure before the first byte left: it is safe to try again
// whatever the method.
type unsentError struct{ error }

func (e *unsentError) Unwrap() error { return e.error }

// classify marks an error as unsent, on evidence only: a RoundTripper of the
// user's may not call the hooks.
func (t *sendTrace) classify(err error) error {
	neverConnected := isDialError(err) || (t.handshakeFailed.Load() && !t.connected.Load())
	if neverConnected || (t.connected.Load() && !t.wrote.Load()) {
		return &unsentError{err}
	}
	return err
}

// withoutURL takes the URL off an error of net/http: it may hold a presigned
// signature or a password.
func withoutURL(err error) error {
	for {
		urlErr, ok := errors.AsType[*url.Error](err)
		if !ok {
			return err
		}
		err = urlErr.Err
	}
}
