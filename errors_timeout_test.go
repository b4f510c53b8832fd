package gosc

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/rumpl/gosc/internal/ctxerr"
)

func TestTimeoutError(t *testing.T) {
	cause := errors.New("connection reset")
	for text, err := range map[string]error{
		"the attempt did not end within 1s":                   newTimeoutError("the attempt", time.Second, nil),
		"the attempt did not end within 1s: connection reset": newTimeoutError("the attempt", time.Second, cause),
	} {
		assert.EqualError(t, err, text)
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.True(t, ctxerr.IsTimeout(err))
	}
	assert.ErrorIs(t, newTimeoutError("x", 1, cause), cause)
	assert.NotErrorIs(t, newTimeoutError("x", 1, nil), cause)
}
