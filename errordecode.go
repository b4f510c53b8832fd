package gosc

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"mime"
	"net/http"
	"strings"
	"time"
)

// decodeErrors turns a non-2xx reply into a GenericOpenAPIError.
func decodeErrors(next handler) handler {
	return func(ctx context.Context, req *request) (*reply, error) {
		r, err := next(ctx, req)
		if err != nil || r.resp.StatusCode/100 == 2 {
			return r, err
		}
		apiErr := newAPIError(req, r)
		apiErr.decodeBody(r.resp.Header, req.secrets)
		if req.unsigned && apiErr.StatusCode == http.StatusUnauthorized && apiErr.HelpMessage == "" {
			apiErr.HelpMessage = "no X-Auth-Token was sent: set Configuration.APIKey"
		}
		return r, apiErr
	}
}

// newAPIError takes over what does not depend on the body.
func newAPIError(req *request, r *reply) GenericOpenAPIError {
	retryAfter, mayRetry := parseRetryAfter(r.resp.Header, time.Now())
	return GenericOpenAPIError{
		StatusCode: r.resp.StatusCode,
		RequestID:  req.secrets.clean(r.resp.Header.Get("X-Request-Id")),
		RetryAfter: retryAfter,
		Operation:  req.op.ID,
		op:         req.op,
		mayRetry:   mayRetry,
		body:       req.secrets.cleanBytes(r.body[:min(len(r.body), maxErrorBytes)]),
	}
}

// decodeBody reads what it can of a standard error. A body of other types, or
// none, must never hide the status, so nothing here fails.
func (e *GenericOpenAPIError) decodeBody(header http.Header, secrets scrubber) {
	if json.Unmarshal(e.body, &e.model) != nil {
		e.Message = secrets.clean(describeBody(header, e.body))
		return
	}
	// Once more after decoding: a secret may have been written with escapes.
	if cleaned, found := secrets.cleanValue(e.model); found {
		e.model = cleaned
		e.body, _ = json.Marshal(cleaned)
	}
	fields, _ := e.model.(map[string]any)
	body := looseObject(fields)
	e.Type = body.text("type")
	e.Message = body.text("message")
	if e.Message == "" {
		e.Message = body.text("error_message")
	}
	e.Resource, e.ResourceID = body.text("resource"), body.text("resource_id")
	e.CurrentState = body.text("current_state")
	e.AuthMethod, e.Reason = body.text("method"), body.text("reason")
	e.Precondition, e.HelpMessage = body.text("precondition"), body.text("help_message")
	e.ExpiredSince, _ = time.Parse(time.RFC3339, body.text("expired_since"))
	details, _ := body["details"].([]any)
	for _, item := range details {
		if fields, ok := item.(map[string]any); ok {
			e.Details = append(e.Details, looseObject(fields).detail())
		}
	}
}

// looseObject reads fields of a JSON object whatever their type is.
type looseObject map[string]any

func (o looseObject) text(name string) string {
	s, _ := o[name].(string)
	return s
}

func (o looseObject) number(name string) uint64 {
	n, _ := o[name].(float64)
	if n < 0 || n >= math.MaxUint64 {
		return 0
	}
	return uint64(n)
}

func (o looseObject) detail() ErrorDetail {
	return ErrorDetail{
		ArgumentName: o.text("argument_name"),
		Reason:       o.text("reason"),
		HelpMessage:  o.text("help_message"),
		Resource:     o.text("resource"),
		Action:       o.text("action"),
		Quota:        o.number("quota"),
		Current:      o.number("current"),
	}
}

// describeBody says what came in the place of JSON: the words themselves if they
// are plain text, else only their kind and size.
func describeBody(header http.Header, body []byte) string {
	mediaType, _, _ := mime.ParseMediaType(header.Get("Content-Type"))
	switch {
	case len(body) == 0:
		return ""
	case mediaType == "text/plain" || !strings.Contains(mediaType, "/"):
		return oneLine(string(body[:min(len(body), 2*maxTextBytes)]))
	default:
		return fmt.Sprintf("%s of %d bytes instead of JSON", mediaType, len(body))
	}
}

// decodeJSONReply reads a 2xx reply. Its errors describe the reply but never
// quote it: a token or a presigned URL may be in it.
func decodeJSONReply(resp *http.Response, body []byte, decode func([]byte) error) error {
	switch kind := jsonStart(body); kind {
	case 0:
		return fmt.Errorf("%w: the body is empty", ErrMalformedResponse)
	case 'n':
		return fmt.Errorf("%w: the body is null", ErrMalformedResponse)
	}
	if err := decode(body); err != nil {
		return fmt.Errorf("%w: %s of %d bytes: %w", ErrMalformedResponse, contentType(resp), len(body), err)
	}
	return nil
}

func contentType(resp *http.Response) string {
	if kind := resp.Header.Get("Content-Type"); kind != "" {
		return oneLine(kind)
	}
	return "no content type"
}

// jsonStart is the first byte that is no white space, 0 if there is none.
func jsonStart(body []byte) byte {
	for _, b := range body {
		switch b {
		case ' ', '\t', '\r', '\n':
		default:
			return b
		}
	}
	return 0
}
