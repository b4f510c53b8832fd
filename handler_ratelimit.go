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

// rateGate is shut while the server wants no calls: after a 429 with
// Retry-After all calls of the client wait, not only the one that got it.
type rateGate struct {
	mu    sync.Mutex
	until time.Time
}

func (g *rateGate) shut(d time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if until := time.Now().Add(d); until.After(g.until) {
		g.until = until
	}
}

func (g *rateGate) remaining() time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return time.Until(g.until)
}

// waitForRateLimit holds an attempt back until the gate opens. Calls that do not
// retry neither wait nor shut the gate: they want an answer now.
func waitForRateLimit(next handler) handler {
	return func(ctx context.Context, req *request) (*reply, error) {
		policy := req.options.retry
		if policy.MaxAttempts == 1 {
			return next(ctx, req)
		}
		gate := &req.caller.gate
		if wait := min(gate.remaining(), policy.MaxBackoff); wait > 0 {
			if time.Now().Add(wait).After(req.deadline) {
				return nil, fmt.Errorf("%w: the server wants no calls for another %s", ErrRateLimited, wait.Round(time.Millisecond))
			}
			if err := ctxerr.Sleep(ctx, wait); err != nil {
				return nil, &interruptedError{"waiting for the rate limit", err, ErrRateLimited}
			}
		}
		r, err := next(ctx, req)
		if apiErr, ok := errors.AsType[GenericOpenAPIError](err); ok &&
			apiErr.StatusCode == http.StatusTooManyRequests && apiErr.RetryAfter > 0 {
			gate.shut(min(apiErr.RetryAfter, policy.MaxBackoff))
		}
		return r, err
	}
}
