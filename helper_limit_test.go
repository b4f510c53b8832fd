package gosc

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWithTimeoutLimitsTheWholeUpload(t *testing.T) {
	client := storage(t, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(503) })
	client.GetConfig().Retry = RetryPolicy{MaxAttempts: 100, MinBackoff: 50 * time.Millisecond}
	err := client.FunctionsApi.UploadFunctionCode(t.Context(), "", "fn-1", strings.NewReader("zip"), WithTimeout(50*time.Millisecond))
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

func TestAHelperNeedsAContext(t *testing.T) {
	_, _, err := NewCaller(nil).limitHelper(noContext, "DoThings", nil)
	require.EqualError(t, err, "gosc: DoThings: ctx is nil")
	ctx, cancel, err := NewCaller(nil).limitHelper(t.Context(), "DoThings", nil)
	require.NoError(t, err)
	defer cancel()
	_, limited := ctx.Deadline()
	assert.False(t, limited)
}
