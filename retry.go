package gosc

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"
)

// RetryPolicy says how a call that failed is repeated. Zero fields mean the
// defaults.
//
// GET, PUT, PATCH and DELETE are repeated on 429, 502, 503, 504 and broken
// connections (this API's PATCH sets absolute values); POST on 429, on 503 with
// Retry-After, or when nothing was sent. Nothing else is.
type RetryPolicy struct {
	MaxAttempts int           // in all, the first included; default 4, 1 turns retries off
	MinBackoff  time.Duration // upper bound of the first wait, doubled by each; default 250 ms
	MaxBackoff  time.Duration // upper bound of any wait, Retry-After included; default 30 s
	MaxElapsed  time.Duration // no attempt begins later than this after the first; default 2 min
}

var defaultRetryPolicy = RetryPolicy{
	MaxAttempts: 4,
	MinBackoff:  250 * time.Millisecond,
	MaxBackoff:  30 * time.Second,
	MaxElapsed:  2 * time.Minute,
}

func (p RetryPolicy) withDefaults() RetryPolicy {
	if p.MaxAttempts <= 0 {
		p.MaxAttempts = defaultRetryPolicy.MaxAttempts
	}
	if p.MinBackoff <= 0 {
		p.MinBackoff = defaultRetryPolicy.MinBackoff
	}
	if p.MaxBackoff <= 0 {
		p.MaxBackoff = max(defaultRetryPolicy.MaxBackoff, p.MinBackoff)
	}
	if p.MaxElapsed <= 0 {
		p.MaxElapsed = defaultRetryPolicy.MaxElapsed
	}
	return p
}

// backoff is the wait after the n-th failed attempt: full jitter under an
// exponential bound, or what the server asked for, capped.
func (p RetryPolicy) backoff(n int, retryAfter time.Duration) time.Duration {
	if retryAfter > 0 {
		return min(retryAfter, p.MaxBackoff)
	}
	bound := p.MinBackoff
	for range n - 1 {
		if bound >= p.MaxBackoff/2 {
			bound = p.MaxBackoff
			break
		}
		bound *= 2
	}
	return rand.N(min(bound, p.MaxBackoff)) + 1
}

func retry(next handler) handler {
	return func(ctx context.Context, req *request) (*reply, error) {
		policy := req.options.retry
		req.deadline = time.Now().Add(policy.MaxElapsed)
		var last error
		for n := 1; ; n++ {
			req.attempts++
			r, err := next(ctx, req)
			if last != nil && r == nil && ctx.Err() != nil {
				err = &interruptedError{"trying again", withContextError(ctx, err), last}
			}
			if err == nil || n >= policy.MaxAttempts || ctx.Err() != nil || !req.mayRepeat(err) {
				return r, err
			}
			wait := policy.backoff(n, retryAfterOf(err))
			if time.Now().Add(wait).After(req.deadline) {
				return r, err
			}
			if ctxErr := sleep(ctx, wait); ctxErr != nil {
				return r, &interruptedError{"waiting to try again", ctxErr, err}
			}
			r.release()
			last = err
		}
	}
}

// mayRepeat tells whether the failure is one that another attempt can cure, and
// whether the attempt cannot do harm.
func (r *request) mayRepeat(err error) bool {
	if r.body.open != nil && !r.body.repeatable {
		return false
	}
	if _, unsent := errors.AsType[*unsentError](err); unsent {
		return !isPermanent(err)
	}
	if apiErr, ok := errors.AsType[GenericOpenAPIError](err); ok {
		return r.mayRepeatStatus(apiErr)
	}
	return r.idempotent() && isBroken(err)
}

func (r *request) mayRepeatStatus(err GenericOpenAPIError) bool {
	switch err.StatusCode {
	case http.StatusTooManyRequests:
		return true
	case http.StatusServiceUnavailable:
		return (r.idempotent() || err.mayRetry) && !errors.Is(err, ErrOutOfStock)
	case http.StatusBadGateway, http.StatusGatewayTimeout:
		return r.idempotent()
	}
	return false
}

func (r *request) idempotent() bool {
	if r.options.idempotent != nil {
		return *r.options.idempotent
	}
	return r.op.Method != http.MethodPost
}

func retryAfterOf(err error) time.Duration {
	if apiErr, ok := errors.AsType[GenericOpenAPIError](err); ok {
		return apiErr.RetryAfter
	}
	return 0
}

// interruptedError is a wait that ended with its context, together with the
// failure that was waited out.
type interruptedError struct {
	doing string
	ctx   error
	last  error
}

func (e *interruptedError) Error() string {
	return fmt.Sprintf("%s while %s, after: %s", e.ctx, e.doing, e.last)
}
func (e *interruptedError) Unwrap() []error { return []error{e.ctx, e.last} }
