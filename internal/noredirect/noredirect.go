// Package noredirect keeps an http.Client from following redirects.
package noredirect

import (
	"errors"
	"net/http"
)

// Client returns a copy of the client, with the same connections, that returns a
// redirect instead of following it: net/http would send X-Auth-Token to whatever
// host the Location names. Restore restores the Location of a reply.
func Client(client *http.Client) *http.Client {
	own := *client
	own.Transport = &locationHider{client.Transport}
	return &own
}

// hiddenLocation is the header Location under a key that is not canonical, so that
// net/http does not find it. A CheckRedirect that stops would not suffice: net/http
// parses the Location before it calls it, and quotes all of it if that fails.
const hiddenLocation = "location"

type locationHider struct{ base http.RoundTripper }

func (t *locationHider) RoundTrip(req *http.Request) (*http.Response, error) {
	base := t.base
	if base == nil {
		base = http.DefaultTransport
	}
	resp, err := base.RoundTrip(req)
	if err == nil && resp == nil {
		return nil, errors.New("the RoundTripper returned neither a reply nor an error")
	}
	if err == nil && resp.StatusCode/100 == 3 {
		if location, ok := resp.Header["Location"]; ok {
			resp.Header[hiddenLocation] = location
			delete(resp.Header, "Location")
		}
	}
	return resp, err
}

// CloseIdleConnections is called by http.Client.CloseIdleConnections.
func (t *locationHider) CloseIdleConnections() {
	base := t.base
	if base == nil {
		base = http.DefaultTransport
	}
	if closer, ok := base.(interface{ CloseIdleConnections() }); ok {
		closer.CloseIdleConnections()
	}
}

// Restore restores the header Location of a reply.
func Restore(resp *http.Response) {
	//lint:ignore SA1008 that it is not canonical is the point
	if location, ok := resp.Header[hiddenLocation]; ok {
		resp.Header["Location"] = location
		delete(resp.Header, hiddenLocation)
	}
}
