package ctxerr

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSleep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		require.NoError(t, Sleep(t.Context(), time.Minute))
		assert.Equal(t, time.Minute, time.Since(begin))

		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		begin = time.Now()
		require.ErrorIs(t, Sleep(ctx, time.Minute), context.DeadlineExceeded)
		assert.Equal(t, time.Second, time.Since(begin), "it ends with the context")
		require.ErrorIs(t, Sleep(ctx, 0), context.DeadlineExceeded, "and does not begin after it")
	})
}

func TestEndedAndExplain(t *testing.T) {
	cause := errors.New("shutting down")
	ctx, cancel := context.WithCancelCause(t.Context())
	other := errors.New("connection reset")
	assert.Equal(t, cause, Explain(ctx, cause), "the context has not ended")
	cancel(cause)
	for _, err := range []error{Ended(ctx), Explain(ctx, fmt.Errorf("send: %w", cause))} {
		require.ErrorIs(t, err, context.Canceled)
		require.ErrorIs(t, err, cause)
		assert.ErrorContains(t, err, "context canceled: ")
	}
	assert.Equal(t, other, Explain(ctx, other), "an error that has nothing to do with it")

	plain, cancelPlain := context.WithCancel(t.Context())
	cancelPlain()
	assert.Equal(t, context.Canceled, Ended(plain), "nothing is said twice")
}

func TestIsTimeout(t *testing.T) {
	assert.True(t, IsTimeout(fmt.Errorf("x: %w", context.DeadlineExceeded)))
	assert.True(t, IsTimeout(&net.OpError{Op: "read", Err: os.ErrDeadlineExceeded}))
	assert.False(t, IsTimeout(&net.OpError{Op: "read", Err: errors.New("reset")}))
	assert.False(t, IsTimeout(context.Canceled))
	assert.False(t, IsTimeout(nil))
}
