package gosc

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func limited(retryAfter string) func(int) *http.Response {
	return func(n int) *http.Response {
		if n == 1 {
			return canned(429, http.Header{"Retry-After": {retryAfter}}, "")
		}
		return canned(200, nil, `{"id":"x"}`)
	}
}

// shutGate makes a call that meets the limit and gives up before it ends.
func shutGate(t *testing.T, c *Caller, opts ...CallOption) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	_, _, err := getThing(ctx, c, "", "x", opts...)
	require.ErrorIs(t, err, ErrRateLimited)
}

func TestRateLimitHoldsBackTheOtherCalls(t *testing.T) {
	bubble(t, func(n int) *http.Response {
		if n == 1 {
			return canned(429, http.Header{"Retry-After": {"5"}}, "")
		}
		return canned(200, nil, `{"id":"x"}`)
	}, func(t *testing.T, c *Caller) {
		begin := time.Now()
		first := make(chan error)
		go func() { _, _, err := getThing(t.Context(), c, "", "x"); first <- err }()
		time.Sleep(time.Second)
		_, _, err := getThing(t.Context(), c, "", "y")
		require.NoError(t, err)
		assert.InDelta(t, 5, time.Since(begin).Seconds(), 0.02, "the second call waited for the gate")
		require.NoError(t, <-first)
	})
}

func TestTheGateIsCapped(t *testing.T) {
	bubble(t, limited("31536000"), func(t *testing.T, c *Caller) {
		shutGate(t, c)
		begin := time.Now()
		_, _, err := getThing(t.Context(), c, "", "y")
		require.NoError(t, err)
		assert.InDelta(t, 30, time.Since(begin).Seconds(), 0.01)
	})
}

func TestCallsThatDoNotRetryDoNotWait(t *testing.T) {
	once := WithRetry(RetryPolicy{MaxAttempts: 1})
	bubble(t, limited("20"), func(t *testing.T, c *Caller) {
		shutGate(t, c)
		begin := time.Now()
		_, _, err := getThing(t.Context(), c, "", "y", once)
		require.NoError(t, err)
		assert.Zero(t, time.Since(begin))
	})
	bubble(t, limited("20"), func(t *testing.T, c *Caller) {
		shutGate(t, c, once)
		begin := time.Now()
		_, _, err := getThing(t.Context(), c, "", "y")
		require.NoError(t, err)
		assert.Zero(t, time.Since(begin), "nor do they shut the gate")
	})
}

func TestTheGateKeepsToMaxElapsed(t *testing.T) {
	bubble(t, limited("20"), func(t *testing.T, c *Caller) {
		shutGate(t, c)
		begin := time.Now()
		_, _, err := getThing(t.Context(), c, "", "y", WithRetry(RetryPolicy{MaxElapsed: 10 * time.Second}))
		require.ErrorIs(t, err, ErrRateLimited)
		assert.Zero(t, time.Since(begin))
	})
}

func TestWaitingForTheGateEndsWithTheContext(t *testing.T) {
	bubble(t, limited("20"), func(t *testing.T, c *Caller) {
		shutGate(t, c)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		begin := time.Now()
		_, _, err := getThing(ctx, c, "", "y")
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.ErrorIs(t, err, ErrRateLimited)
		assert.Equal(t, time.Second, time.Since(begin))
	})
}

func TestCallersComeBackOneByOneInOrder(t *testing.T) {
	const callers = 200
	var mu sync.Mutex
	var came []time.Time
	bubble(t, func(n int) *http.Response {
		if n <= callers {
			time.Sleep(time.Millisecond) // so that all are on their way when the first reply comes
			return canned(429, http.Header{"Retry-After": {"5"}}, "")
		}
		mu.Lock()
		defer mu.Unlock()
		came = append(came, time.Now())
		return canned(200, nil, `{"id":"x"}`)
	}, func(t *testing.T, c *Caller) {
		begin := time.Now()
		var wg sync.WaitGroup
		var order []int
		for i := range callers {
			wg.Go(func() {
				time.Sleep(time.Duration(i) * time.Microsecond)
				_, _, err := getThing(t.Context(), c, "", "x")
				assert.NoError(t, err)
				mu.Lock()
				defer mu.Unlock()
				order = append(order, i)
			})
		}
		wg.Wait()
		assert.IsIncreasing(t, order)
		for i, at := range came {
			assert.InDelta(t, 5+float64(i)*rateSpacing.Seconds(), at.Sub(begin).Seconds(), 0.02)
		}
		_, _, err := getThing(t.Context(), c, "", "x")
		require.NoError(t, err)
	})
}
