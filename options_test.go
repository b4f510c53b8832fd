package gosc

import (
	"math"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestCallOptions(t *testing.T) {
	var raw APIResponse
	cfg := &Configuration{Timeout: time.Hour, MaxResponseBytes: 7, Retry: RetryPolicy{MaxAttempts: 9}}
	got := newCallOptions(cfg, nil)
	assert.Equal(t, time.Hour, got.attempt)
	assert.EqualValues(t, 7, got.maxBytes)
	assert.Equal(t, 9, got.retry.MaxAttempts)
	assert.Equal(t, defaultRetryPolicy.MaxElapsed, got.retry.MaxElapsed, "the rest of a policy is the default")

	got = newCallOptions(cfg, []CallOption{
		WithHeader("x-a", "1"), WithHeader("X-A", "2"), WithRetry(RetryPolicy{MaxAttempts: 1}), WithTimeout(time.Second),
		WithMaxResponseBytes(8), WithIdempotent(true), WithTransientStateWait(time.Minute), WithAPIResponse(&raw),
	})
	assert.Equal(t, http.Header{"X-A": {"2"}}, got.header)
	assert.Equal(t, 1, got.retry.MaxAttempts)
	assert.Equal(t, time.Second, got.timeout)
	assert.EqualValues(t, 8, got.maxBytes)
	assert.True(t, *got.idempotent)
	assert.Equal(t, time.Minute, got.transientWait)
	assert.Same(t, &raw, got.apiResponse)
}

func TestCallOptionsOfTheZeroConfiguration(t *testing.T) {
	got := newCallOptions(&Configuration{}, []CallOption{nil, WithMaxResponseBytes(math.MaxInt64)})
	assert.Equal(t, defaultTimeout, got.attempt)
	assert.Equal(t, defaultRetryPolicy, got.retry)
	assert.EqualValues(t, math.MaxInt64-1, got.maxBytes, "one more byte can still be counted")
	assert.EqualValues(t, defaultMaxResponseBytes, newCallOptions(&Configuration{}, nil).maxBytes)
}
