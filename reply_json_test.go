package gosc

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/jsoncodec"
)

func TestRepliesThatCannotBeUsedKeepTheStatus(t *testing.T) {
	for _, tc := range []struct {
		name, body, kind, text string
		is                     error
	}{
		{"empty", "", "application/json", "the body is empty", ErrMalformedResponse},
		{"white space", " \n", "application/json", "the body is empty", ErrMalformedResponse},
		{"null", "null", "application/json", "the body is null", ErrMalformedResponse},
		{"html", "<html>hunter2</html>", "text/html", "text/html of 20 bytes", ErrMalformedResponse},
		{"cut short", `{"id":"x`, "application/json", "application/json of 8 bytes", ErrMalformedResponse},
		{"trailing garbage", `{"id":"x"}}`, "application/json", "of 11 bytes", ErrMalformedResponse},
		{"other type", `{"id":7}`, "application/json", "of 8 bytes", ErrMalformedResponse},
		{"too large", `{"id":"` + strings.Repeat("x", 2000) + `"}`, "application/json", "more than 1000 bytes", ErrResponseTooLarge},
	} {
		t.Run(tc.name, func(t *testing.T) {
			caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", tc.kind)
				w.Header().Set("X-Request-Id", "req-1")
				_, _ = w.Write([]byte(tc.body))
			})
			caller.Config().MaxResponseBytes = 1000
			var raw APIResponse
			got, resp, err := getThing(t.Context(), caller, "", "x", WithAPIResponse(&raw))
			require.ErrorIs(t, err, tc.is)
			assert.Zero(t, got)
			var e GenericOpenAPIError
			require.ErrorAs(t, err, &e)
			assert.Equal(t, 200, e.StatusCode)
			assert.Equal(t, 200, resp.StatusCode)
			assert.Contains(t, err.Error(), tc.text)
			assert.Contains(t, err.Error(), "req-1")
			assert.NotContains(t, err.Error(), "hunter2", "a reply may hold a secret, so it is never quoted")
			assert.True(t, strings.HasPrefix(tc.body, string(raw.Payload)))
		})
	}
}

func TestNullReply(t *testing.T) {
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(" null\n"))
	})
	for _, mayBeNull := range []bool{false, true} {
		call := caller.NewCall("Get", http.MethodGet, "/x")
		if mayBeNull {
			call.NullReply()
		}
		got, _, err := DoModel(t.Context(), call, nil, func(v *[]string, d *jsoncodec.Decoder) { jsoncodec.DecodeSlice(v, d, jsoncodec.DecodeString) })
		assert.Nil(t, got)
		if mayBeNull {
			require.NoError(t, err)
		} else {
			require.ErrorIs(t, err, ErrMalformedResponse)
		}
	}
}
