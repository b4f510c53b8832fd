package gosc

import (
	"bytes"
	"context"
	"encoding/xml"
	"html"
	"net/http"
	"net/url"

	"github.com/rumpl/gosc/internal/redact"
	"github.com/rumpl/gosc/internal/text"
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
		apiErr.decodeXML(r.resp.Header, req.secrets)
		return r, apiErr
	}
}

// decodeXML reads as much of an error of the storage as it can.
func (e *GenericOpenAPIError) decodeXML(header http.Header, secrets redact.Secrets) {
	var wire struct {
		Code, Message string
		RequestID     string `xml:"RequestId"` // names are compared exactly
	}
	if xml.Unmarshal(e.body, &wire) != nil {
		e.Message = secrets.Text(describeBody(header, e.body, "XML"))
		return
	}
	e.Type, e.Message = secrets.Text(wire.Code), secrets.Text(wire.Message)
	if e.RequestID == "" {
		e.RequestID = secrets.Text(text.Line(wire.RequestID))
	}
	// Redact again after decoding: a secret may have been written with entities.
	decoded := []byte(html.UnescapeString(string(e.body)))
	if cleaned := secrets.Bytes(decoded); !bytes.Equal(cleaned, decoded) {
		e.body = cleaned
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
