package gosc

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"

	"github.com/rumpl/gosc/internal/ctxerr"
	"github.com/rumpl/gosc/internal/netfail"
)

// maxErrorBytes limits the body of an error reply. API errors are far smaller, but
// the error page of a proxy may not be.
const maxErrorBytes = 1 << 20

// pooledBytes is the largest buffer that is kept for later calls.
const pooledBytes = 1 << 20

var bufferPool = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// reply is the result of one attempt. The buffer of the body comes from a pool: it
// is valid until release.
type reply struct {
	resp *http.Response // its own body is read and closed
	body []byte
	buf  *bytes.Buffer // holds body
}

// response returns the reply for users, nil if there is none.
func (r *reply) response() *http.Response {
	if r == nil {
		return nil
	}
	return r.resp
}

func (r *reply) release() {
	if r == nil || r.buf == nil {
		return
	}
	if r.buf.Cap() <= pooledBytes {
		bufferPool.Put(r.buf)
	}
	r.buf, r.body = nil, nil
}

// readReply reads the body up to the limit and closes it. Reading to the very
// end is what lets the connection be used again.
func (req *request) readReply(ctx context.Context, resp *http.Response) (*reply, error) {
	r, limit := &req.reply, req.options.maxBytes
	*r = reply{resp: resp}
	body := resp.Body
	resp.Body = http.NoBody
	defer body.Close()

	if resp.StatusCode < 200 { // another protocol follows, which may never end
		return r, nil
	}
	failed := resp.StatusCode/100 != 2
	if failed {
		limit = min(limit, maxErrorBytes)
	}
	r.buf = bufferPool.Get().(*bytes.Buffer)
	r.buf.Reset()
	if n := resp.ContentLength; n > 0 && n <= limit {
		r.buf.Grow(int(min(n, pooledBytes)) + bytes.MinRead) // MinRead: otherwise ReadFrom grows once more to detect the end
	}
	req.limited = io.LimitedReader{R: body, N: limit + 1}
	_, err := r.buf.ReadFrom(&req.limited)
	req.limited.R = nil
	r.body = r.buf.Bytes()
	tooLarge := int64(len(r.body)) > limit
	if tooLarge {
		r.body = r.body[:limit]
	}
	switch {
	case failed && (err == nil || ctx.Err() == nil):
		return r, nil // the status says more than an incomplete error page
	case tooLarge:
		return r, fmt.Errorf("%w: more than %d bytes", ErrResponseTooLarge, limit)
	case err != nil:
		return r, &brokenReplyError{netfail.WithoutQuote(err)}
	}
	return r, nil
}

// brokenReplyError is the error for a reply whose body did not arrive completely.
type brokenReplyError struct{ err error }

func (e *brokenReplyError) Error() string { return "the reply broke off: " + e.err.Error() }
func (e *brokenReplyError) Unwrap() error { return e.err }

// Is reports whether target is ErrMalformedResponse, unless the client itself ended
// the attempt.
func (e *brokenReplyError) Is(target error) bool {
	return target == ErrMalformedResponse && !ctxerr.IsTimeout(e.err) && !errors.Is(e.err, context.Canceled)
}
