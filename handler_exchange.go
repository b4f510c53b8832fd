package gosc

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"

	"github.com/rumpl/gosc/internal/netfail"
	"github.com/rumpl/gosc/internal/noredirect"
)

// exchange is the innermost link: it authorizes the request, sends it once and
// reads the reply to its end. When it returns, the request's body is no longer
// being read.
func (c *Caller) exchange(ctx context.Context, req *request) (*reply, error) {
	if err := c.authorize(ctx, req); err != nil {
		return nil, err
	}
	defer req.body.takeBack()
	if req.giveUp == nil {
		inner, cancel := context.WithCancel(ctx)
		defer func() { cancel(); req.giveUp = nil }()
		ctx, req.giveUp = inner, cancel
	}
	out, err := req.newAttempt(ctx)
	if err != nil {
		return nil, err
	}
	resp, err := c.roundTrip(&out.request)
	if err != nil {
		return nil, out.classify(netfail.ExplainEOF(netfail.WithoutQuote(netfail.WithoutURL(err))))
	}
	r, err := req.readReply(ctx, resp)
	if !req.presigned {
		req.hideCredentials(resp, &out.request)
	}
	return r, err
}

// roundTrip sends the request. A client without a cookie jar adds nothing to its
// transport: http.Client.Do would only copy the headers for redirects, which are not
// followed.
func (c *Caller) roundTrip(req *http.Request) (*http.Response, error) {
	if c.direct == nil {
		resp, err := c.api.Do(req)
		if err == nil {
			noredirect.Restore(resp)
		}
		return resp, err
	}
	resp, err := c.direct.RoundTrip(req)
	switch {
	case err != nil:
		return nil, netfail.Explain(err)
	case resp == nil:
		return nil, errNoReply
	case resp.Body == nil:
		resp.Body = http.NoBody
	}
	return resp, nil
}

var errNoReply = errors.New("the RoundTripper returned neither a reply nor an error")

// hideCredentials removes the credentials from the request that users find in the
// reply. Once the reply's body is closed, the client may change its own request; a
// request made by a RoundTripper is copied instead.
func (req *request) hideCredentials(resp *http.Response, sent *http.Request) {
	if resp.Request == nil {
		return
	}
	if resp.Request != sent {
		shown := *resp.Request
		shown.Header = shown.Header.Clone()
		resp.Request = &shown
	}
	delete(resp.Request.Header, headerAuthToken)
	delete(resp.Request.Header, headerAuthorization)
	req.deleteOwnCredentials(resp.Request.Header)
}

// attempt holds what one attempt hands to the transport, in a single allocation of
// 512 bytes, the last size without a header for the garbage collector. It
// is also the context of its request, and records whether any byte may have been
// sent. A transport may read it after the call has ended, so it is not reused.
type attempt struct {
	context.Context
	id, pathTemplate string // of the operation
	request          http.Request
	url              url.URL

	seen   atomic.Uint32 // connected, wroteHeaders, handshakeFailed, handshakeEnded
	opened atomic.Int32  // connections
	giveUp func()        // ends the attempt
}

// What an attempt has seen of its way to the server.
const (
	connected uint32 = 1 << iota
	wroteHeaders
	handshakeFailed
	handshakeEnded // well
)

func (a *attempt) has(progress uint32) bool { return a.seen.Load()&progress != 0 }

// Value adds the operation to the context, for OperationFromContext.
func (a *attempt) Value(key any) any {
	if key == (operationKey{}) {
		return Operation{a.id, a.request.Method, a.pathTemplate}
	}
	return a.Context.Value(key)
}

// maxNewConnections is how many connections an attempt may open. By itself, net/http
// would go on opening connections to a server that closes each of them before it
// answers.
const maxNewConnections = 3

// errConnectionsRefused is the error for a server that accepts connections but
// answers no request.
var errConnectionsRefused = errors.New("the server closed each of several new connections before it answered")

func (a *attempt) gotConn(info httptrace.GotConnInfo) {
	a.seen.Or(connected)
	if !info.Reused && !a.has(handshakeEnded) {
		a.countNew()
	}
}

func (a *attempt) headersWritten() { a.seen.Or(wroteHeaders) }
func (a *attempt) handshakeDone(_ tls.ConnectionState, err error) {
	if err != nil {
		a.seen.Or(handshakeFailed)
		return
	}
	a.seen.Or(handshakeEnded)
	a.countNew()
}

// countNew counts a connection that was opened for the attempt: where there are TLS
// handshakes, by those, since a connection that the server refuses at once is never
// given to the attempt. A DialTLSContext of the user's shows none.
func (a *attempt) countNew() {
	if a.opened.Add(1) > maxNewConnections {
		a.giveUp()
	}
}

// refused reports whether the attempt was given up because the server accepts
// connections but answers no request.
func (a *attempt) refused() bool { return a.opened.Load() > maxNewConnections }

// newAttempt returns the request of one attempt.
func (r *request) newAttempt(ctx context.Context) (*attempt, error) {
	a := &attempt{Context: ctx, id: r.op.ID, pathTemplate: r.op.PathTemplate, url: *r.url, giveUp: r.giveUp}
	trace := &httptrace.ClientTrace{GotConn: a.gotConn, WroteHeaders: a.headersWritten, TLSHandshakeDone: a.handshakeDone}
	a.request = *(&http.Request{
		Method: r.op.Method, URL: &a.url, Host: a.url.Host, Header: r.header,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}).WithContext(httptrace.WithClientTrace(a, trace))
	if r.body.open == nil {
		return a, nil
	}
	body, err := r.body.open()
	if err != nil {
		return nil, &unsentError{err}
	}
	a.request.Body, a.request.ContentLength = body, r.body.size
	if r.body.repeatable {
		a.request.GetBody = r.body.open
	}
	return a, nil
}

// classify marks an error as unsent only if the hooks prove it: the user's own
// RoundTripper may not call them.
func (a *attempt) classify(err error) error {
	if a.refused() {
		return errConnectionsRefused
	}
	neverConnected := netfail.IsDial(err) || (a.has(handshakeFailed) && !a.has(connected))
	if neverConnected || (a.has(connected) && !a.has(wroteHeaders)) {
		return &unsentError{err}
	}
	return err
}

// unsentError is a failure before the first byte was sent. Retrying is safe whatever
// the method.
type unsentError struct{ error }

func (e *unsentError) Unwrap() error { return e.error }
