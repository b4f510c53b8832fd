package gosc

import (
	"encoding/json"
	"fmt"
	"math"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/rumpl/gosc/internal/redact"
	"github.com/rumpl/gosc/internal/retryafter"
	"github.com/rumpl/gosc/internal/text"
)

// newAPIError returns an error with all fields that do not depend on the body.
func newAPIError(req *request, r *reply) GenericOpenAPIError {
	retryAfter, mayRetry := retryafter.Parse(r.resp.Header, time.Now())
	return GenericOpenAPIError{
		StatusCode: r.resp.StatusCode,
		RequestID:  req.secrets.Text(text.Line(r.resp.Header.Get("X-Request-Id"))),
		RetryAfter: retryAfter,
		Operation:  req.op.ID,
		op:         req.shownOperation(),
		mayRetry:   mayRetry,
		body:       req.secrets.Bytes(r.body[:min(len(r.body), maxErrorBytes)]),
	}
}

// decodeBody reads as much of a standard error as it can. A body in another form, or
// an empty one, must never hide the status, so nothing here fails.
func (e *GenericOpenAPIError) decodeBody(header http.Header, secrets redact.Secrets) {
	if json.Unmarshal(e.body, &e.model) != nil {
		e.Message = secrets.Text(describeBody(header, e.body, "JSON"))
		return
	}
	// Redact again after decoding: a secret may have been written with escapes.
	if cleaned, found := secrets.Value(e.model); found {
		e.model = cleaned
		e.body, _ = json.Marshal(cleaned)
	}
	fields, _ := e.model.(map[string]any)
	body := looseObject(fields)
	e.Type = body.str("type")
	e.Message = body.str("message")
	if e.Message == "" {
		e.Message = body.str("error_message")
	}
	e.Resource, e.ResourceID = body.str("resource"), body.str("resource_id")
	e.CurrentState = body.str("current_state")
	e.AuthMethod, e.Reason = body.str("method"), body.str("reason")
	e.Precondition, e.HelpMessage = body.str("precondition"), body.str("help_message")
	e.ExpiredSince, _ = time.Parse(time.RFC3339, body.str("expired_since"))
	details, _ := body["details"].([]any)
	for _, item := range details {
		if fields, ok := item.(map[string]any); ok {
			e.Details = append(e.Details, looseObject(fields).detail())
		}
	}
}

// looseObject is a JSON object whose fields are read whatever their types.
type looseObject map[string]any

func (o looseObject) str(name string) string {
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
		ArgumentName: o.str("argument_name"),
		Reason:       o.str("reason"),
		HelpMessage:  o.str("help_message"),
		Resource:     o.str("resource"),
		Action:       o.str("action"),
		Quota:        o.number("quota"),
		Current:      o.number("current"),
	}
}

// describeBody describes a body that is not in the expected format, JSON or XML:
// plain text is quoted, and of anything else only the type and the size are given.
func describeBody(header http.Header, body []byte, want string) string {
	mediaType, _, _ := mime.ParseMediaType(header.Get("Content-Type"))
	switch {
	case len(body) == 0:
		return ""
	case mediaType == "text/plain" || !strings.Contains(mediaType, "/"):
		return text.Line(string(body[:min(len(body), 2*text.MaxLine)]))
	case strings.HasSuffix(mediaType, strings.ToLower(want)):
		return fmt.Sprintf("incomplete or invalid %s of %d bytes", want, len(body))
	default:
		return fmt.Sprintf("%s of %d bytes instead of %s", mediaType, len(body), want)
	}
}
