package gosc

import (
	"context"
	"encoding/xml"
	"net/url"

	"github.com/rumpl/gosc/internal/redact"
)

// decodeErrors turns a non-2xx reply into a GenericOpenAPIError.
func decodeErrors(next handler) handler {
	return func(ctx context.Context, req *request) (*reply, error) {
		r, err := next(ctx, req)
		if err != nil || r.resp.StatusCode/100 == 2 {
			return r, err
		}
		apiErr := newAPIError(req, r)
		if apiErr.describeRedirect(req, r) {
			return r, apiErr
		}
		apiErr.decodeBody(r.resp.Header, req.secrets)
		req.addDenialHint(ctx, &apiErr)
		return r, apiErr
	}
}

// decodeStorageErrors does the same for the storage, whose errors are XML.
func decodeStorageErrors(next handler) handler {
	return func(ctx context.Context, req *request) (*reply, error) {
		r, err := next(ctx, req)
		if err != nil || r.resp.StatusCode/100 == 2 {
			return r, err
		}
		apiErr := newAPIError(req, r)
		if apiErr.describeRedirect(req, r) {
			return r, apiErr
		}
		var wire struct {
			Code, Message, RequestID string
		}
		if xml.Unmarshal(apiErr.body, &wire) == nil {
			apiErr.Type, apiErr.Message = wire.Code, req.secrets.Text(wire.Message)
			if apiErr.RequestID == "" {
				apiErr.RequestID = wire.RequestID
			}
		} else {
			apiErr.Message = describeBody(r.resp.Header, apiErr.body, "XML")
		}
		return r, apiErr
	}
}

// describeRedirect reports whether the reply is a redirect, and describes it. The
// API sends none, so it means a wrong base path or a proxy in between. Following it
// could send the credentials, or the body of a POST, to another host.
func (e *GenericOpenAPIError) describeRedirect(req *request, r *reply) bool {
	if r.resp.StatusCode/100 != 3 {
		return false
	}
	e.Message = "redirect not followed" + req.secrets.Text(redirectTarget(req.url, r.resp.Header.Get("Location")))
	return true
}

// redirectTarget returns the target of a redirect without the parts that may be
// secret.
func redirectTarget(from *url.URL, location string) string {
	if location == "" {
		return ""
	}
	to, err := from.Parse(location)
	if err != nil {
		return ": bad Location"
	}
	return ": to " + redact.URL(to)
}
