package gosc

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestArgumentError(t *testing.T) {
	err := ofOperation("GetThing", &ArgumentError{Argument: "thing_id", Reason: "is empty", cause: ErrInsecureTransport})
	assert.EqualError(t, err, "gosc: GetThing: thing_id is empty")
	assert.ErrorIs(t, err, ErrInvalidArguments)
	assert.ErrorIs(t, err, ErrInsecureTransport)
	other := errors.New("other")
	assert.Equal(t, other, ofOperation("GetThing", other))
}
