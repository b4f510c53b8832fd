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

// After a Retry-After that is too long to wait for, other calls fail like the first
// one, without asking the server, until the time is over.
func TestALongRateLimitFailsTheOtherCalls(t *testing.T) {
	for retryAfter, limit := range map[string]time.Duration{"300": 5 * time.Minute, "31536000": maxShut} {
		requests := 0
		answer := limited(retryAfter)
		bubble(t, func(n int) *http.Response { requests++; return answer(n) }, func(t *testing.T, c *Caller) {
			_, _, err := getThing(t.Context(), c, "", "x")
			require.ErrorIs(t, err, ErrRateLimited)
			begin := time.Now()
			for _, after := range []time.Duration{0, 10 * time.Second} {
				time.Sleep(after)
				_, _, err = getThing(t.Context(), c, "", "y")
				require.ErrorIs(t, err, ErrRateLimited)
				var reqErr *RequestError
				require.ErrorAs(t, err, &reqErr)
				assert.Equal(t, limit-time.Since(begin), reqErr.RetryAfter)
				assert.ErrorContains(t, err, "the server accepts no calls for another "+reqErr.RetryAfter.String())
			}
			assert.Equal(t, 1, requests)
			assert.Equal(t, 10*time.Second, time.Since(begin), "they fail at once")

			time.Sleep(limit - 10*time.Second - 20*time.Second)
			_, _, err = getThing(t.Context(), c, "", "y")
			require.NoError(t, err, "the rest is not too long to wait for")
			assert.Equal(t, limit, time.Since(begin))
		})
	}
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
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		begin := time.Now()
		_, _, err := getThing(ctx, c, "", "y")
		require.ErrorIs(t, err, context.Canceled)
		require.ErrorIs(t, err, ErrRateLimited)
		assert.Equal(t, time.Second, time.Since(begin))
	})
}

// A call whose deadline is before the end of the limit fails at once.
func TestNoCallWaitsForTheGateInVain(t *testing.T) {
	bubble(t, limited("20"), func(t *testing.T, c *Caller) {
		begin := time.Now()
		for _, id := range []string{"x", "y"} {
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			_, _, err := getThing(ctx, c, "", id)
			require.ErrorIs(t, err, ErrRateLimited)
			assert.Zero(t, time.Since(begin))
		}
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
