package gosc

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/internal/redact"
)

func TestFinishError(t *testing.T) {
	req := &request{op: Operation{ID: "GetThing", Method: "GET", PathTemplate: "/x"}, attempts: 3, secrets: redact.Secrets{"hunter2hunter2"}}
	cause := errors.New("connection with hunter2hunter2 was reset")
	apiErr := GenericOpenAPIError{StatusCode: 503, op: req.op}
	got := &reply{resp: &http.Response{StatusCode: 200, Header: http.Header{}}}

	err := req.finishError(nil, cause)
	assert.EqualError(t, err, "gosc: GetThing (GET /x): connection with REDACTED was reset (3 attempts)")
	require.ErrorIs(t, err, cause)
	var reqErr *RequestError
	require.ErrorAs(t, err, &reqErr)
	assert.False(t, reqErr.Timeout())
	require.ErrorAs(t, req.finishError(nil, newTimeoutError("the attempt", 1, cause)), &reqErr)
	assert.True(t, reqErr.Timeout())

	assert.EqualError(t, req.finishError(got, apiErr), "gosc: GetThing (GET /x): 503 Service Unavailable (3 attempts)")
	err = req.finishError(got, cause)
	assert.EqualError(t, err, "gosc: GetThing (GET /x): 200 OK: connection with REDACTED was reset (3 attempts)")
	require.ErrorIs(t, err, cause)

	err = req.finishError(got, &interruptedError{"waiting", context.Canceled, apiErr})
	require.ErrorAs(t, err, &reqErr, "an interrupted wait is no reply")
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorAs(t, err, &apiErr, "but has the last one with it")

	argErr := &ArgumentError{Operation: "GetThing", Argument: "a", Reason: "is bad"}
	assert.Equal(t, argErr, req.finishError(nil, &interruptedError{"waiting", context.Canceled, argErr}))
}
