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

// limitExchange applies the Timeout of Configuration.HTTPClient, if it has one. By
// itself, http.Client would start a goroutine for each call: it does not know that the
// RoundTripper around its transport, which keeps it from following redirects, heeds the
// context.
func (c *Caller) limitExchange(next handler) handler {
	if c.timeout <= 0 {
		return next
	}
	return limit(next, "the request", func(*callOptions) time.Duration { return c.timeout })
}

// limit adds a time limit, unless the context ends earlier anyway.
func limit(next handler, what string, of func(*callOptions) time.Duration) handler {
	return func(ctx context.Context, req *request) (*reply, error) {
		d := of(&req.options)
		if end, ok := ctx.Deadline(); d <= 0 || ok && time.Until(end) <= d {
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
