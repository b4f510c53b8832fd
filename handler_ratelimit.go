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
	if until := time.Now().Add(d); until.After(g.until) {
		g.until = until
	}
}

// turn returns how long a call must wait. The call is queued only if the wait is at
// most limit.
func (g *rateGate) turn(limit time.Duration) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	turn := now
	for _, later := range []time.Time{g.until, g.next} {
		if later.After(turn) {
			turn = later
		}
	}
	wait := turn.Sub(now)
	if wait > 0 && wait <= limit {
		g.next = turn.Add(rateSpacing)
	}
	return wait
}

// waitForRateLimit delays an attempt until its turn. Calls without retries neither
// wait nor shut the gate: their callers want an immediate answer.
func waitForRateLimit(next handler) handler {
	return func(ctx context.Context, req *request) (*reply, error) {
		policy := req.options.retry
		if policy.MaxAttempts == 1 {
			return next(ctx, req)
		}
		gate := &req.caller.gate
		if wait := min(gate.turn(time.Until(req.deadline)), policy.MaxBackoff); wait > 0 {
			if time.Now().Add(wait).After(req.deadline) {
				return nil, fmt.Errorf("%w: the server accepts no calls for another %s", ErrRateLimited, wait.Round(time.Millisecond))
			}
			if err := ctxerr.Sleep(ctx, wait); err != nil {
				return nil, &interruptedError{"waiting as long as an earlier 429 asked for", err, ErrRateLimited}
			}
		}
		r, err := next(ctx, req)
		if retryAfter := rateLimitOf(err); retryAfter > 0 {
			gate.shut(min(retryAfter, policy.MaxBackoff))
		}
		return r, err
	}
}

// rateLimitOf returns the Retry-After of a 429.
func rateLimitOf(err error) time.Duration {
	if apiErr, ok := errors.AsType[GenericOpenAPIError](err); ok && apiErr.StatusCode == http.StatusTooManyRequests {
		return apiErr.RetryAfter
	}
	return 0
}
