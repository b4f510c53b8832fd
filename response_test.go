package gosc

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAPIResponseSaysWhatIsWrong(t *testing.T) {
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) { writeReply(w, 404, `{"message":"gone"}`) })
	var raw APIResponse
	_, _, err := getThing(t.Context(), caller, "", "x", WithAPIResponse(&raw))
	require.Error(t, err)
	assert.Equal(t, err.Error(), raw.Message)
	assert.Equal(t, `{"message":"gone"}`, string(raw.Payload))
	_, _, err = getThing(t.Context(), caller, "", "", WithAPIResponse(&raw))
	require.Error(t, err)
	assert.Equal(t, APIResponse{Message: err.Error(), Operation: "GetThing", Method: "GET"}, raw, "nothing of the call before is left")
	assert.Equal(t, &APIResponse{Message: "m"}, NewAPIResponseWithError("m"))
}
