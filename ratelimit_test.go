package gosc

import (
	"context"
	"net/http"
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

func TestJitterVaries(t *testing.T) {
	seen := map[time.Duration]bool{}
	for range 50 {
		seen[defaultRetryPolicy.backoff(1, 0)] = true
	}
	assert.Greater(t, len(seen), 25)
}

func TestTheLastCauseIsKeptWhenAnAttemptIsCut(t *testing.T) {
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Seen") == "" {
			writeReply(w, 503, `{"message":"overloaded"}`)
		}
	})
	calls := 0
	real := caller.Config().HTTPClient.Transport
	caller.Config().HTTPClient = &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		if calls++; calls == 1 {
			return real.RoundTrip(r)
		}
		<-r.Context().Done()
		return nil, r.Context().Err()
	})}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	_, _, err := getThing(ctx, caller, "", "x")
	require.ErrorIs(t, err, context.DeadlineExceeded)
	assert.ErrorContains(t, err, "overloaded")
	real.(*http.Transport).CloseIdleConnections()
}

func TestRetryAfterOfZeroLetsAPostBeRepeated(t *testing.T) {
	for _, value := range []string{"0", time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat)} {
		bubble(t, func(n int) *http.Response {
			if n == 1 {
				return canned(503, http.Header{"Retry-After": {value}}, "")
			}
			return canned(200, nil, `{"id":"x"}`)
		}, func(t *testing.T, c *Caller) {
			_, _, err := createThing(t.Context(), c, thing{ID: "x"})
			require.NoError(t, err)
		})
	}
}
