package gosc

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestHeadersByPrecedence(t *testing.T) {
	var got http.Header
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) { got = r.Header; writeReply(w, 200, "{}") })
	cfg := caller.Config()
	cfg.UserAgent = "mine/1"
	cfg.AddDefaultHeader("Accept", "text/x-default")
	cfg.AddDefaultHeader("X-Default", "1")
	_, _, err := getThing(t.Context(), caller, "", "x", WithHeader("x-call", "2"), nil)
	require.NoError(t, err)
	assert.Equal(t, "application/json", got.Get("Accept"), "the operation's own wins over the default")
	assert.Equal(t, "1", got.Get("X-Default"))
	assert.Equal(t, "2", got.Get("X-Call"))
	assert.Equal(t, "mine/1", got.Get("User-Agent"))
	_, _, err = getThing(t.Context(), caller, "", "x", WithHeader("Accept", "text/x-call"))
	require.NoError(t, err)
	assert.Equal(t, "text/x-call", got.Get("Accept"))

	for _, header := range [][2]string{{"X-Bad", "a\r\nX-Injected: 1"}, {"X Bad", "a"}, {"", "a"}, {"X:Bad", "a"}} {
		_, _, err := getThing(t.Context(), caller, "", "x", WithHeader(header[0], header[1]))
		require.ErrorIs(t, err, ErrInvalidArguments, header)
	}
}
