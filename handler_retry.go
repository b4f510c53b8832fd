package gosc

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/rumpl/gosc/internal/ctxerr"
	"github.com/rumpl/gosc/internal/lend"
	"github.com/rumpl/gosc/internal/netfail"
)

// RetryPolicy is how failed calls are repeated. Zero fields mean the defaults.
//
// GET, PUT, PATCH and DELETE are repeated on 429, 502, 503, 504 and broken
// connections (this API's PATCH sets absolute values); POST on 429, on 503 with
// Retry-After, or when nothing was sent. Nothing else is.
//
// Retry-After is honoured. If the server asks for more than MaxBackoff, or for more
// than MaxElapsed or the deadline of the context allows, the call fails at once with
// [ErrRateLimited], and [GenericOpenAPIError.RetryAfter] is the time to wait. The
// other calls of the client, including later ones, are bound by a 429 with
// Retry-After as well: until the time is over, or an hour if that is shorter, they
// wait, or fail at once with [ErrRateLimited] and [RequestError.RetryAfter].
type RetryPolicy struct {
	MaxAttempts int           // including the first; default 4, 1 turns retries off
	MinBackoff  time.Duration // upper bound of the first wait, doubled by each; default 250 ms
	MaxBackoff  time.Duration // upper bound of any wait, including Retry-After; default 30 s
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

// backoff returns the wait after the n-th failed attempt: full jitter under an
// exponential bound, or what the server asked for and a little more, so that callers
// with the same Retry-After do not retry at the same time.
func (p RetryPolicy) backoff(n int, retryAfter time.Duration) time.Duration {
	if retryAfter > 0 {
		return retryAfter + rand.N(min(retryAfter, time.Second)/8+1)
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

// retry repeats failed attempts as the policy allows.
func retry(next handler) handler {
	return func(ctx context.Context, req *request) (*reply, error) {
		policy := req.options.retry
		begin := time.Now()
		req.deadline = begin.Add(policy.MaxElapsed)
		transient := transientWait{limit: req.options.transientWait, begin: begin}
		var last error
		for n := 1; ; n++ {
			req.attempts++
			req.giveUp = nil // what ends an earlier attempt, or the whole operation, does not end only this one
			r, err := next(ctx, req)
			if _, limited := errors.AsType[*rateLimitError](err); limited && last != nil {
				return nil, last // it says as much, in the server's words
			}
			if last != nil && r == nil && ctx.Err() != nil {
				err = &interruptedError{"trying again", ctxerr.Explain(ctx, err), last}
			}
			if err == nil || (ctx.Err() != nil && !isReply(err)) {
				return r, err // an error reply that would be repeated says below that ctx has ended
			}
			doing := "waiting to retry"
			wait, again := transient.next(err)
			if again {
				doing = "waiting out the transient state"
				n = 0 // a refusal is not a failure: the policy starts again
				req.deadline = time.Now().Add(wait + policy.MaxElapsed)
			} else if wait, again = policy.next(ctx, req, n, err); !again {
				return r, err
			}
			if ctxErr := ctxerr.Sleep(ctx, wait); ctxErr != nil {
				return r, &interruptedError{doing, ctxErr, err}
			}
			r.release()
			last = err
		}
	}
}

// next returns the wait after the n-th failed attempt, and reports whether there
// should be another one.
func (p RetryPolicy) next(ctx context.Context, req *request, n int, err error) (time.Duration, bool) {
	if n >= p.MaxAttempts || !req.mayRepeat(err) {
		return 0, false
	}
	retryAfter := retryAfterOf(err)
	if retryAfter > p.MaxBackoff || (retryAfter > 0 && !req.hasTimeFor(ctx, retryAfter)) {
		return 0, false // the server refuses earlier attempts
	}
	if rateLimitOf(err) > 0 {
		return 0, true // the gate holds it back, as it does all other calls
	}
	wait := p.backoff(n, retryAfter)
	return wait, !time.Now().Add(wait).After(req.deadline)
}

const (
	minTransientBackoff = 500 * time.Millisecond
	maxTransientBackoff = 5 * time.Second
)

// transientWait implements WithTransientStateWait. A call that was refused because the
// resource is being changed did nothing, so POST is repeated as well.
type transientWait struct {
	limit time.Duration
	begin time.Time
	last  time.Duration
}

func (t *transientWait) next(err error) (time.Duration, bool) {
	left := t.limit - time.Since(t.begin)
	if t.limit <= 0 || left <= 0 || !errors.Is(err, ErrTransientState) {
		return 0, false
	}
	t.last = min(max(2*t.last, minTransientBackoff), maxTransientBackoff)
	return min(t.last, left), true
}

// mayRepeat reports whether another attempt may succeed and is safe.
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

// isReply reports whether err is a reply of the server.
func isReply(err error) bool {
	_, ok := errors.AsType[GenericOpenAPIError](err)
	return ok
}

func retryAfterOf(err error) time.Duration {
	if apiErr, ok := errors.AsType[GenericOpenAPIError](err); ok {
		return apiErr.RetryAfter
	}
	return 0
}

// isBroken reports whether err is a failure of the connection, which another
// connection may not have.
func isBroken(err error) bool {
	return !errors.Is(err, context.Canceled) && !errors.Is(err, ErrResponseTooLarge) && !errors.Is(err, ErrRateLimited) && !isPermanent(err)
}

// isPermanent reports whether a failure to send would occur again.
func isPermanent(err error) bool {
	if _, ok := errors.AsType[*ArgumentError](err); ok {
		return true
	}
	if _, ok := errors.AsType[*credentialError](err); ok {
		return true
	}
	if _, ok := errors.AsType[*lend.ReadError](err); ok {
		return true
	}
	return netfail.IsPermanent(err)
}
