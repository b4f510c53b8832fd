package gosc

import (
	"context"
	"errors"
	"net/http"
	"net/url"
)

// withoutRedirects is the same client, sharing its connections, that hands out a
// redirect as it came instead of following it. net/http would take X-Auth-Token
// along to whatever host the Location names.
func withoutRedirects(client *http.Client) *http.Client {
	own := *client
	own.Transport = &locationHider{client.Transport}
	return &own
}

// hiddenLocation is Location under a key that is not canonical, so that net/http
// does not find it. A CheckRedirect that stops would not do: net/http parses the
// Location before it asks, and quotes it whole when that fails.
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

// CloseIdleConnections is what http.Client.CloseIdleConnections looks for.
func (t *locationHider) CloseIdleConnections() {
	base := t.base
	if base == nil {
		base = http.DefaultTransport
	}
	if closer, ok := base.(interface{ CloseIdleConnections() }); ok {
		closer.CloseIdleConnections()
	}
}

// restoreLocation undoes the hiding, for those who read the reply.
func restoreLocation(resp *http.Response) {
	//lint:ignore SA1008 that it is not canonical is the point
	if location, ok := resp.Header[hiddenLocation]; ok {
		resp.Header["Location"] = location
		delete(resp.Header, hiddenLocation)
	}
}

// refuseRedirects makes a redirect an error. The API has none, so one is a wrong
// base path or somebody in between; following it would take the credentials, or
// the body of a POST, to where nobody meant them to go.
func refuseRedirects(next handler) handler {
	return func(ctx context.Context, req *request) (*reply, error) {
		r, err := next(ctx, req)
		if err != nil || r.resp.StatusCode/100 != 3 {
			return r, err
		}
		apiErr := newAPIError(req, r)
		apiErr.Message = "redirect not followed" + req.secrets.clean(redirectTarget(req.url, r.resp.Header.Get("Location")))
		return r, apiErr
	}
}

// redirectTarget says where to, without what may be secret in it.
func redirectTarget(from *url.URL, location string) string {
	if location == "" {
		return ""
	}
	to, err := from.Parse(location)
	if err != nil {
		return ": bad Location"
	}
	return ": to " + redactURL(to)
}
