package gosc

import (
	"context"
	"fmt"
	"time"
)

// timeoutError is what a call ends with when a limit of the client's own, not
// the context's, ran out.
type timeoutError struct {
	what string
	d    time.Duration
}

func (e *timeoutError) Error() string { return fmt.Sprintf("%s did not end within %s", e.what, e.d) }
func (e *timeoutError) Timeout() bool { return true }
func (e *timeoutError) Unwrap() error { return context.DeadlineExceeded }

func limitAttempt(next handler) handler {
	return limit(next, "the attempt", func(o *callOptions) time.Duration { return o.attempt })
}

func limitOperation(next handler) handler {
	return limit(next, "the operation", func(o *callOptions) time.Duration { return o.timeout })
}

func limit(next handler, what string, of func(*callOptions) time.Duration) handler {
	return func(ctx context.Context, req *request) (*reply, error) {
		d := of(&req.options)
		if d <= 0 {
			return next(ctx, req)
		}
		inner, cancel := context.WithTimeout(ctx, d)
		defer cancel()
		r, err := next(inner, req)
		if err != nil && inner.Err() != nil && ctx.Err() == nil {
			err = &limitedError{&timeoutError{what, d}, err}
		}
		return r, err
	}
}

// limitedError is a timeout together with what was under way.
type limitedError struct {
	timeout *timeoutError
	cause   error
}

func (e *limitedError) Error() string   { return e.timeout.Error() + ": " + e.cause.Error() }
func (e *limitedError) Unwrap() []error { return []error{e.timeout, e.cause} }
func (e *limitedError) Timeout() bool   { return true }
