package netfail

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
)

// ProxyError is a proxy that did not open a connection. By itself, net/http returns
// nothing but the proxy's words, such as "Found", which do not tell of a proxy, and may
// hold anything.
type ProxyError struct {
	Host   string
	Status int // of the reply to CONNECT
}

func (e *ProxyError) Error() string {
	return fmt.Sprintf("the proxy %s did not open a connection: %d %s", e.Host, e.Status, http.StatusText(e.Status))
}

// isPermanent reports whether the proxy would reply the same again.
func (e *ProxyError) isPermanent() bool {
	return e.Status < 500 && e.Status != http.StatusRequestTimeout && e.Status != http.StatusTooManyRequests
}

// CheckProxy is for http.Transport.OnProxyConnectResponse.
func CheckProxy(_ context.Context, proxy *url.URL, _ *http.Request, resp *http.Response) error {
	if resp.StatusCode == http.StatusOK {
		return nil
	}
	return &ProxyError{proxy.Host, resp.StatusCode}
}
