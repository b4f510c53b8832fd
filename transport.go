package gosc

import (
	"net"
	"net/http"
	"time"
)

const responseHeaderTimeout = 30 * time.Second

// newHTTPClient makes the client that a Configuration owns. It has no overall
// timeout, which would also cut long uploads: calls are limited by
// Configuration.Timeout and their context.
func newHTTPClient() *http.Client {
	dialer := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}
	return &http.Client{Transport: &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           dialer.DialContext,
		ForceAttemptHTTP2:     true,
		MaxIdleConns:          100,
		MaxIdleConnsPerHost:   64, // one host is the rule, and its callers are many
		IdleConnTimeout:       90 * time.Second,
		TLSHandshakeTimeout:   10 * time.Second,
		ExpectContinueTimeout: time.Second,
		ResponseHeaderTimeout: responseHeaderTimeout,
	}}
}

// withoutHeaderTimeout is the client for functions, which may respond more
// slowly than the API. It keeps connections of its own where it has to change the transport.
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
