package gosc

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"sync"
)

// maxErrorBytes limits the body of an error reply. No API error comes near it,
// but the error page of a proxy can.
const maxErrorBytes = 1 << 20

// pooledBytes is the largest buffer that is kept for the next call.
const pooledBytes = 1 << 20

var bufferPool = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// bodyError is a reply whose body did not arrive whole.
type bodyError struct{ err error }

func (e *bodyError) Error() string { return "the reply broke off: " + e.err.Error() }
func (e *bodyError) Unwrap() error { return e.err }

// readReply reads the body up to the limit and closes it. Reading to the very
// end is what lets the connection be used again.
func readReply(next handler) handler {
	return func(ctx context.Context, req *request) (*reply, error) {
		r, err := next(ctx, req)
		if err != nil {
			return r, err
		}
		body := r.resp.Body
		r.resp.Body = http.NoBody
		defer body.Close()

		if r.resp.StatusCode < 200 { // another protocol begins, which may never end
			r.body = nil
			return r, nil
		}
		failed := r.resp.StatusCode/100 != 2
		limit := req.options.maxBytes
		if failed {
			limit = min(limit, maxErrorBytes)
		}
		buf := bufferPool.Get().(*bytes.Buffer)
		buf.Reset()
		if n := r.resp.ContentLength; n > 0 && n <= limit {
			buf.Grow(int(min(n, pooledBytes)) + bytes.MinRead) // MinRead: else ReadFrom grows once more to see the end
		}
		_, err = buf.ReadFrom(io.LimitReader(body, limit+1))
		r.give = func() {
			if buf.Cap() <= pooledBytes {
				bufferPool.Put(buf)
			}
		}
		r.body = buf.Bytes()
		tooLarge := int64(len(r.body)) > limit
		if tooLarge {
			r.body = r.body[:limit]
		}
		switch {
		case failed && (err == nil || ctx.Err() == nil):
			return r, nil // the status says more than a cut error page
		case tooLarge:
			return r, fmt.Errorf("%w: more than %d bytes", ErrResponseTooLarge, limit)
		case err != nil:
			return r, &bodyError{err}
		}
		return r, nil
	}
}
