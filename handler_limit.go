package gosc

import (
	"context"
	"errors"
	"time"
)

// limitAttempt applies Configuration.Timeout.
func limitAttempt(next handler) handler {
	return limit(next, "the attempt", func(o *callOptions) time.Duration { return o.attempt })
}

// limitOperation applies WithTimeout.
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
		req.giveUp = cancel
		r, err := next(inner, req)
		if err != nil && errors.Is(inner.Err(), context.DeadlineExceeded) && ctx.Err() == nil {
			err = newTimeoutError(what, d, err)
		}
		return r, err
	}
}

// limitStall ends an attempt when no byte of the body was sent for as long as an
// attempt of any other call may take. A large body may take longer than that.
func limitStall(next handler) handler {
	return func(ctx context.Context, req *request) (*reply, error) {
		d := req.options.attempt
		if d <= 0 {
			return next(ctx, req)
		}
		const what = "a step of the upload"
		inner, cancel := context.WithCancelCause(ctx)
		defer cancel(nil)
		req.giveUp = func() { cancel(nil) }
		timer := time.AfterFunc(d, func() { cancel(newTimeoutError(what, d, nil)) })
		defer timer.Stop()
		progress := req.body.lent.Progress
		req.body.lent.Progress = func(sent, total int64) {
			timer.Reset(d)
			if progress != nil {
				progress(sent, total)
			}
		}
		defer func() { req.body.lent.Progress = progress }()
		r, err := next(inner, req)
		if err != nil && errors.Is(context.Cause(inner), context.DeadlineExceeded) && ctx.Err() == nil {
			err = newTimeoutError(what, d, err)
		}
		return r, err
	}
}
