package gosc

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestThisMachineIsNeverReachedThroughAProxy(t *testing.T) {
	proxied := 0
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		proxied++
		w.WriteHeader(http.StatusTeapot)
	}))
	defer proxy.Close()
	proxyURL, err := url.Parse(proxy.URL)
	require.NoError(t, err)
	for host, viaProxy := range map[string]bool{
		"http://LOCALHOST:1": false, "http://localhost.:1": false, "http://x.localhost:1": false, "http://127.0.0.2:1": false,
		"http://[::1]:1": false, "http://example.com": true, "http://localhost.example.com": true,
	} {
		t.Run(host, func(t *testing.T) {
			proxied = 0
			cfg := NewConfiguration()
			cfg.BasePath, cfg.APIKey, cfg.AllowHTTP = host, "11111111-1111-4111-8111-111111111111", true
			cfg.Retry.MaxAttempts = 1
			cfg.HTTPClient = &http.Client{Transport: &http.Transport{Proxy: http.ProxyURL(proxyURL)}}
			caller := NewCaller(cfg)
			defer caller.CloseIdleConnections()
			_, _, err := getThing(t.Context(), caller, "", "x")
			require.Error(t, err)
			assert.Equal(t, viaProxy, proxied == 1)
		})
	}
}

func TestConnectionsArePinged(t *testing.T) {
	for name, client := range map[string]*http.Client{"own": newHTTPClient(), "zero": {}, "brought": {Transport: &http.Transport{}}} {
		guarded, ok := guardTransport(client).Transport.(*http.Transport)
		require.True(t, ok, name)
		assert.Equal(t, http2PingAfter, guarded.HTTP2.SendPingTimeout, name)
		assert.Equal(t, http2PingTimeout, guarded.HTTP2.PingTimeout, name)
	}
	own := &http.Transport{HTTP2: &http.HTTP2Config{SendPingTimeout: time.Minute}}
	assert.Equal(t, time.Minute, guardTransport(&http.Client{Transport: own}).Transport.(*http.Transport).HTTP2.SendPingTimeout)
	var custom roundTrip
	assert.NotPanics(t, func() { guardTransport(&http.Client{Transport: custom}) })
}
