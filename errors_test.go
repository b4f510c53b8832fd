package gosc

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheTextOfAnAPIError(t *testing.T) {
	e := GenericOpenAPIError{
		StatusCode: 400, Type: "invalid_arguments", Message: "bad\nURL https://s3/x?X-Amz-Signature=ab12", RequestID: "req-1", Attempts: 2,
		op: Operation{ID: "GetThing"}, Details: make([]ErrorDetail, maxShownDetails+2),
	}
	for i := range e.Details {
		e.Details[i].ArgumentName = fmt.Sprintf("a%d", i)
	}
	text := e.Error()
	assert.True(t, strings.HasPrefix(text, "gosc: GetThing: 400 Bad Request: invalid_arguments: bad URL https://s3/x?X-Amz-Signature=REDACTED a0 ()"), text)
	assert.Contains(t, text, "a4 (): and 2 more (request id req-1, 2 attempts)")
	assert.NotContains(t, text, "a5")
}

func TestAnAPIErrorIsFoundAsValueAndAsPointer(t *testing.T) {
	err := fmt.Errorf("context: %w", GenericOpenAPIError{StatusCode: 404})
	var value GenericOpenAPIError
	require.ErrorAs(t, err, &value)
	var pointer *GenericOpenAPIError
	require.ErrorAs(t, err, &pointer)
	assert.Equal(t, 404, pointer.StatusCode)
	assert.False(t, errors.Is(err, nil))
	assert.False(t, errors.Is(GenericOpenAPIError{StatusCode: 404, cause: ErrMalformedResponse}, ErrNotFound), "what could not be read is not what it says")
}

func TestErrorDetails(t *testing.T) {
	assert.Equal(t, "schedule (format) five fields", ErrorDetail{ArgumentName: "schedule", Reason: "format", HelpMessage: "five fields"}.String())
	assert.Equal(t, "write namespace", ErrorDetail{Action: "write", Resource: "namespace"}.String())
	assert.Equal(t, "functions 20 of 21", ErrorDetail{Resource: "functions", Current: 20, Quota: 21}.String())
}
