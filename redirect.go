package gosc

import (
	"context"
	"net/url"
)

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
		apiErr.Message = "redirect not followed" + redirectTarget(req.url, r.resp.Header.Get("Location"))
		return r, apiErr
	}
}

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
