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

// limitStall ends an attempt in which no byte of the body moves for as long as an
// attempt of any other call may take. A large body may take longer than that.
func limitStall(next handler) handler {
	return func(ctx context.Context, req *request) (*reply, error) {
		d := req.options.attempt
		if d <= 0 {
			return next(ctx, req)
		}
		late := &timeoutError{"a step of the upload", d}
		inner, cancel := context.WithCancelCause(ctx)
		defer cancel(nil)
		timer := time.AfterFunc(d, func() { cancel(late) })
		defer timer.Stop()
		progress := req.body.shared.progress
		req.body.shared.progress = func(sent, total int64) {
			timer.Reset(d)
			if progress != nil {
				progress(sent, total)
			}
		}
		defer func() { req.body.shared.progress = progress }()
		r, err := next(inner, req)
		if err != nil && inner.Err() != nil && ctx.Err() == nil {
			err = &limitedError{late, err}
		}
		return r, err
	}
}

// limitHelper applies WithTimeout to a helper that makes several calls.
func (c *caller) limitHelper(ctx context.Context, name string, opts []CallOption) (context.Context, context.CancelFunc, error) {
	if ctx == nil {
		return nil, nil, &ArgumentError{Operation: name, Argument: "ctx", Reason: "is nil"}
	}
	d := newCallOptions(c.cfg, opts).timeout
	if d <= 0 {
		return ctx, func() {}, nil
	}
	ctx, cancel := context.WithTimeout(ctx, d)
	return ctx, cancel, nil
}

// limitedError is a timeout together with what was under way.
type limitedError struct {
	timeout *timeoutError
	cause   error
}

func (e *limitedError) Error() string   { return e.timeout.Error() + ": " + e.cause.Error() }
func (e *limitedError) Unwrap() []error { return []error{e.timeout, e.cause} }
func (e *limitedError) Timeout() bool   { return true }
