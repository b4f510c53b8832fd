package gosc

import (
	"bytes"
	"log/slog"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestHeadersOfTheUsersOwnAreSecret(t *testing.T) {
	const secret = "hunter2-hunter2"
	var logged bytes.Buffer
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
		// The server quotes the request in its reply.
		writeReply(w, 403, `{"message":"denied for `+r.Header.Get("X-Gateway-Auth")+` `+r.Header.Get("Cookie")+` `+r.Header.Get("X-Tenant")+`"}`)
	})
	cfg := caller.Config()
	cfg.Debug, cfg.Logger = true, slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	cfg.DefaultHeader["x-gateway-auth"] = "Key " + secret
	_, resp, err := getThing(t.Context(), caller, "", "x", WithHeader("Cookie", "a=1; session="+secret), WithHeader("X-Tenant", "tenant-of-"+secret))
	var apiErr GenericOpenAPIError
	require.ErrorAs(t, err, &apiErr)
	assert.NotContains(t, err.Error(), secret)
	assert.NotContains(t, string(apiErr.Body()), secret)
	assert.NotContains(t, logged.String(), secret)
	assert.Empty(t, resp.Request.Header.Get("X-Gateway-Auth"))
	assert.Empty(t, resp.Request.Header.Get("Cookie"))
	assert.NotEmpty(t, resp.Request.Header.Get("X-Tenant"), "only what is a credential by its name is taken away")
}

func TestCredentialsOfTheUsersOwnDoNotTravelInTheClear(t *testing.T) {
	for _, name := range []string{"Cookie", "X-Gateway-Auth", "proxy-authorization", "X-Api-Key", "X-Session-Token"} {
		cfg := NewConfiguration()
		cfg.BasePath = "http://api.example.com"
		cfg.DefaultHeader[name] = "hunter2"
		_, _, err := getThing(t.Context(), NewCaller(cfg), "", "x")
		require.ErrorIs(t, err, ErrInsecureTransport, name)
		require.ErrorContains(t, err, http.CanonicalHeaderKey(name))
		assert.NotContains(t, err.Error(), "hunter2")
	}
	assert.False(t, isCredential("X-Correlation-Id"))
	assert.False(t, isCredential("Accept-Language"))
}
