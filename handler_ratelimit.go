package gosc

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/rumpl/gosc/internal/ctxerr"
)

// rateSpacing is the time between the calls that a gate lets through after it was
// shut. If all went at once, they would run into the limit again.
const rateSpacing = 10 * time.Millisecond

// maxShut is how long a gate is shut at most: the server is asked again then, in case
// what it said was a mistake.
const maxShut = time.Hour

// rateGate is shut while the server accepts no calls: after a 429 with Retry-After
// all calls of the client wait, not only the one that got it. Then they proceed in
// the order in which they arrived.
type rateGate struct {
	mu    sync.Mutex
	until time.Time // shut
	next  time.Time // turn of the next call
}

func (g *rateGate) shut(d time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if until := time.Now().Add(min(d, maxShut)); until.After(g.until) {
		g.until = until
	}
}

// turn returns how long the gate is shut and how long the call must wait for its
// turn. The call is queued only if mayWait allows that.
func (g *rateGate) turn(mayWait func(shut, wait time.Duration) bool) (shut, wait time.Duration, queued bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.until.IsZero() && g.next.IsZero() {
		return 0, 0, false // it was never shut: most clients need not even look at the clock
	}
	now := time.Now()
	turn := now
	for _, later := range []time.Time{g.until, g.next} {
		if later.After(turn) {
			turn = later
		}
	}
	shut, wait = g.until.Sub(now), turn.Sub(now)
	if wait > 0 && mayWait(shut, wait) {
		g.next = turn.Add(rateSpacing)
		queued = true
	}
	return shut, wait, queued
}

// waitForRateLimit delays an attempt until its turn. If the policy or the deadline of
// the call does not allow the wait, the call fails at once. Calls without retries
// neither wait nor shut the gate: their callers want an immediate answer.
func waitForRateLimit(next handler) handler {
	return func(ctx context.Context, req *request) (*reply, error) {
		policy := req.options.retry
		if policy.MaxAttempts == 1 {
			return next(ctx, req)
		}
		gate := &req.caller.gate
		shut, wait, queued := gate.turn(func(shut, wait time.Duration) bool {
			return shut <= policy.MaxBackoff && req.hasTimeFor(ctx, wait)
		})
		switch {
		case queued:
			if err := ctxerr.Sleep(ctx, wait); err != nil {
				return nil, &interruptedError{"waiting as long as an earlier 429 asked for", err, ErrRateLimited}
			}
		case wait > 0:
			return nil, &rateLimitError{max(shut, wait)}
		}
		r, err := next(ctx, req)
		if retryAfter := rateLimitOf(err); retryAfter > 0 {
			gate.shut(retryAfter)
		}
		return r, err
	}
}

// hasTimeFor reports whether an attempt that begins after a wait begins in time.
func (r *request) hasTimeFor(ctx context.Context, wait time.Duration) bool {
	begin := time.Now().Add(wait)
	if begin.After(r.deadline) {
		return false
	}
	end, limited := ctx.Deadline()
	return !limited || begin.Before(end)
}

// rateLimitError is the error of a call that was not sent because an earlier one met
// the rate limit.
type rateLimitError struct{ wait time.Duration }

func (e *rateLimitError) Error() string {
	return fmt.Sprintf("%v: the server accepts no calls for another %s", ErrRateLimited, e.wait.Round(time.Millisecond))
}

func (e *rateLimitError) Unwrap() error { return ErrRateLimited }

// rateLimitOf returns the Retry-After of a 429.
func rateLimitOf(err error) time.Duration {
	if apiErr, ok := errors.AsType[GenericOpenAPIError](err); ok && apiErr.StatusCode == http.StatusTooManyRequests {
		return apiErr.RetryAfter
	}
	return 0
}
