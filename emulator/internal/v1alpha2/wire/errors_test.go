package wire

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/state"
)

func TestErrorBodies(t *testing.T) {
	const id = "2c1d7a40-8f5b-4f6e-b9a3-51d0c2a9e7f4"
	tests := []struct {
		err    *Error
		status int
		body   string
	}{
		{NotFound("function", id), 404,
			`{"message":"resource is not found","resource":"function","resource_id":"` + id + `","type":"not_found"}`},
		{InvalidArguments(Detail{"schedule", "invalid cron schedule", platform.ReasonFormat}), 400,
			`{"details":[{"argument_name":"schedule","help_message":"invalid cron schedule","reason":"format"}],"message":"invalid argument(s)","type":"invalid_arguments"}`},
		{TransientState("function", id, state.StatusPending), 409,
			`{"current_state":"pending","message":"resource is in a transient state","resource":"function","resource_id":"` + id + `","type":"transient_state"}`},
		{Denied("not_found"), 401,
			`{"message":"authentication is denied","method":"api_key","reason":"not_found","type":"denied_authentication"}`},
		{Conflict("taken"), 409, `{"message":"taken","type":"conflict"}`},
		{Plain(404, "no such route"), 404, `{"message":"no such route"}`},
	}
	for _, test := range tests {
		body, err := json.Marshal(test.err)
		require.NoError(t, err)
		assert.Equal(t, test.body, string(body))
		assert.Equal(t, test.status, test.err.StatusCode)
	}
}
