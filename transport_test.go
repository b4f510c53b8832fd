package gosc

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"sync/atomic"
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
	made := newHTTPClient()
	assert.Same(t, made, guardTransport(made), "there is nothing to change")
	own := &http.Transport{HTTP2: &http.HTTP2Config{SendPingTimeout: time.Minute}}
	assert.Equal(t, time.Minute, guardTransport(&http.Client{Transport: own}).Transport.(*http.Transport).HTTP2.SendPingTimeout)
	var custom roundTrip
	assert.NotPanics(t, func() { guardTransport(&http.Client{Transport: custom}) })
}

// A connection that dies silently, as after sleep, a NAT or a failover, must not
// take all later calls with it. The proxy below stops passing on bytes without
// closing anything.
func TestASilentConnectionIsGivenUp(t *testing.T) {
	for _, http2 := range []bool{false, true} {
		t.Run(fmt.Sprintf("http2=%t", http2), func(t *testing.T) {
			srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { writeReply(w, 200, `{"id":"x"}`) }))
			srv.EnableHTTP2 = http2
			srv.StartTLS()
			defer srv.Close()
			relay := newSilentRelay(t, srv.Listener.Addr().String())

			transport := srv.Client().Transport.(*http.Transport).Clone()
			transport.ResponseHeaderTimeout = 300 * time.Millisecond
			transport.HTTP2 = &http.HTTP2Config{SendPingTimeout: 100 * time.Millisecond, PingTimeout: 100 * time.Millisecond}
			cfg := NewConfiguration()
			cfg.BasePath = "https://" + relay.listener.Addr().String()
			cfg.HTTPClient = &http.Client{Transport: transport}
			cfg.Retry = RetryPolicy{MaxAttempts: 3, MinBackoff: time.Millisecond, MaxBackoff: time.Millisecond}
			caller := NewCaller(cfg)
			defer caller.CloseIdleConnections()
			for range 3 {
				_, resp, err := getThing(t.Context(), caller, "", "x")
				require.NoError(t, err)
				assert.Equal(t, http2, resp.ProtoMajor == 2)
				relay.silence()
			}
			assert.EqualValues(t, 3, relay.accepted.Load(), "a silent connection is not used again")
		})
	}
}

// silentRelay passes bytes on until it is silenced; connections made later work.
type silentRelay struct {
	listener net.Listener
	accepted atomic.Int32
	mu       sync.Mutex
	silent   []*atomic.Bool
}

func newSilentRelay(t *testing.T, target string) *silentRelay {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	r := &silentRelay{listener: listener}
	var wg sync.WaitGroup
	var mu sync.Mutex
	var open []net.Conn
	wg.Go(func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("tcp", target)
			if err != nil {
				near.Close()
				continue
			}
			r.accepted.Add(1)
			silent := &atomic.Bool{}
			r.mu.Lock()
			r.silent = append(r.silent, silent)
			r.mu.Unlock()
			mu.Lock()
			open = append(open, near, far)
			mu.Unlock()
			for _, pair := range [][2]net.Conn{{near, far}, {far, near}} {
				wg.Go(func() { relayUntilSilent(pair[0], pair[1], silent) })
			}
		}
	})
	t.Cleanup(func() {
		listener.Close()
		mu.Lock()
		for _, conn := range open {
			conn.Close()
		}
		mu.Unlock()
		wg.Wait()
	})
	return r
}

func (r *silentRelay) silence() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, silent := range r.silent {
		silent.Store(true)
	}
}

func relayUntilSilent(from, to net.Conn, silent *atomic.Bool) {
	buf := make([]byte, 32<<10)
	for {
		n, err := from.Read(buf)
		if err != nil {
			return
		}
		if !silent.Load() {
			if _, err := to.Write(buf[:n]); err != nil {
				return
			}
		}
	}
}
