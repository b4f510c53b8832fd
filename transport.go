package gosc

import (
	"net"
	"net/http"
	"net/url"
	"reflect"
	"time"

	"github.com/rumpl/gosc/internal/loopback"
	"github.com/rumpl/gosc/internal/netfail"
)

const responseHeaderTimeout = 30 * time.Second

// newHTTPClient returns the default HTTP client of a Configuration. It has no overall
// timeout, which would also cut long uploads: calls are limited by
// Configuration.Timeout and their context.
func newHTTPClient() *http.Client {
	dialer := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}
	return &http.Client{Transport: &http.Transport{
		Proxy:                 proxyFromEnvironment,
		DialContext:           dialer.DialContext,
		ForceAttemptHTTP2:     true,
		MaxIdleConns:          100,
		MaxIdleConnsPerHost:   64, // usually there is one host with many concurrent calls
		IdleConnTimeout:       90 * time.Second,
		TLSHandshakeTimeout:   10 * time.Second,
		ExpectContinueTimeout: time.Second,
		ResponseHeaderTimeout: responseHeaderTimeout,

		OnProxyConnectResponse: netfail.CheckProxy,
		MaxResponseHeaderBytes: 1 << 20,
		HTTP2:                  &http.HTTP2Config{SendPingTimeout: http2PingAfter, PingTimeout: http2PingTimeout},
	}}
}

// proxyFromEnvironment is http.ProxyFromEnvironment, except that this machine, under
// any of its names, is never reached through a proxy.
func proxyFromEnvironment(req *http.Request) (*url.URL, error) {
	if loopback.IsHost(req.URL.Hostname()) {
		return nil, nil
	}
	return http.ProxyFromEnvironment(req)
}

// A dead connection (a laptop that slept, a NAT or a failover that dropped it) is
// detected within these times: HTTP/2 sends everything over one connection, so
// without pings each call would wait for its whole timeout.
const (
	http2PingAfter   = 5 * time.Second // without a byte from the server while calls are under way
	http2PingTimeout = 5 * time.Second
)

// guardTransport returns a client that pings its connections, says so if a proxy
// refuses one, and never sends a call for this machine to a proxy: calls to loopback may
// carry credentials over plain http. It changes a copy, which has its own connections. A RoundTripper of another
// type is used unchanged.
func guardTransport(client *http.Client) *http.Client {
	transport, ok := client.Transport.(*http.Transport)
	if client.Transport == nil {
		transport, ok = http.DefaultTransport.(*http.Transport)
	}
	if !ok {
		return client
	}
	if isGuarded(transport) {
		return client
	}
	own := *client
	guarded := transport.Clone()
	if proxy := guarded.Proxy; proxy != nil {
		guarded.Proxy = func(req *http.Request) (*url.URL, error) {
			if loopback.IsHost(req.URL.Hostname()) {
				return nil, nil
			}
			return proxy(req)
		}
	}
	if guarded.OnProxyConnectResponse == nil {
		guarded.OnProxyConnectResponse = netfail.CheckProxy
	}
	if guarded.HTTP2 == nil {
		guarded.HTTP2 = &http.HTTP2Config{}
	}
	if guarded.HTTP2.SendPingTimeout == 0 {
		guarded.HTTP2.SendPingTimeout, guarded.HTTP2.PingTimeout = http2PingAfter, http2PingTimeout
	}
	own.Transport = guarded
	return &own
}

// isGuarded reports whether the client needs no changes, like the one that
// NewConfiguration makes.
func isGuarded(transport *http.Transport) bool {
	safeProxy := transport.Proxy == nil || reflect.ValueOf(transport.Proxy).Pointer() == reflect.ValueOf(proxyFromEnvironment).Pointer()
	return safeProxy && transport.OnProxyConnectResponse != nil && transport.HTTP2 != nil && transport.HTTP2.SendPingTimeout != 0
}

// withoutHeaderTimeout returns the client for functions, which may respond more
// slowly than the API. If it has to change the transport, it uses a copy with its
// own connections.
func withoutHeaderTimeout(client *http.Client) *http.Client {
	transport, ok := client.Transport.(*http.Transport)
	if !ok || transport.ResponseHeaderTimeout == 0 {
		return client
	}
	own := *client
	patient := transport.Clone()
	patient.ResponseHeaderTimeout = 0
	own.Transport = patient
	return &own
}
