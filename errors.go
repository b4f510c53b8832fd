package gosc

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/rumpl/gosc/internal/redact"
	"github.com/rumpl/gosc/internal/text"
	"github.com/rumpl/gosc/jsoncodec"
)

// GenericOpenAPIError is a reply that is an error: every non-2xx reply, and a
// 2xx reply that could not be read. It is a value, not a pointer:
//
//	var e gosc.GenericOpenAPIError
//	if errors.As(err, &e) && e.StatusCode == 429 { … }
//
// Its fields, its text and its body never hold the call's credentials.
type GenericOpenAPIError struct {
	StatusCode int           // of the reply
	Type       string        // of the standard error, such as "not_found"; empty if the reply has none
	Message    string        // the server's own words
	Resource   string        // kind of the resource, such as "function"
	ResourceID string        //
	Details    []ErrorDetail // what is wrong with arguments, permissions or quotas
	RequestID  string        // X-Request-Id: quote it when you contact the support
	RetryAfter time.Duration // what the server asked for; 0 if it did not
	Operation  string        // the operation id
	Attempts   int           // how often the call was attempted

	CurrentState string    // transient_state: the status that the resource is in
	AuthMethod   string    // denied_authentication: "api_key" or "jwt"
	Reason       string    // denied_authentication: why
	Precondition string    // precondition_failed: which
	HelpMessage  string    // precondition_failed, and 401: what to do
	ExpiredSince time.Time // resource_expired

	op       Operation
	mayRetry bool // there was a Retry-After, even if it is 0
	body     []byte
	model    any

	cause     error  // why a 2xx reply could not be read
	causeText string // of cause, without secrets
}

// ErrorDetail is an entry of an error's details. Which fields are set depends on
// the error's type.
type ErrorDetail struct {
	ArgumentName string // invalid_arguments
	Reason       string // invalid_arguments: "unknown", "required", "format" or "constraint"
	HelpMessage  string // invalid_arguments
	Resource     string // permissions_denied, quotas_exceeded
	Action       string // permissions_denied
	Quota        uint64 // quotas_exceeded
	Current      uint64 // quotas_exceeded
}

// maxShownDetails keeps the text of an error short.
const maxShownDetails = 5

// Format formats the text of the error, for every verb of fmt: some would show the
// body, which may hold a secret of the reply.
func (e GenericOpenAPIError) Format(f fmt.State, verb rune) {
	jsoncodec.FormatPrintable(f, verb, e.Error())
}

// Error returns one line: the operation with its path, the status, the type, the
// server's message, the request id and the time to wait.
func (e GenericOpenAPIError) Error() string {
	var out strings.Builder
	fmt.Fprintf(&out, "gosc: %s: %d %s", e.op, e.StatusCode, http.StatusText(e.StatusCode))
	if e.Type != "" {
		out.WriteString(": " + text.Line(e.Type))
	}
	if e.Message != "" {
		out.WriteString(": " + text.Line(e.Message))
	}
	if e.Resource != "" {
		out.WriteString(": " + text.Line(e.Resource+" "+e.ResourceID))
	}
	if e.CurrentState != "" {
		out.WriteString(": it is " + text.Line(e.CurrentState))
	}
	for i, d := range e.Details {
		if i == maxShownDetails {
			fmt.Fprintf(&out, ": and %d more", len(e.Details)-i)
			break
		}
		out.WriteString(": " + text.Line(d.String()))
	}
	if e.HelpMessage != "" {
		out.WriteString(": " + text.Line(e.HelpMessage))
	}
	if e.cause != nil {
		out.WriteString(": " + text.Line(e.causeText))
	}
	out.WriteString(errorSuffix(e.RequestID, e.Attempts, e.RetryAfter))
	return redact.Secrets(nil).Text(out.String())
}

// String returns the detail in a few words.
func (d ErrorDetail) String() string {
	switch {
	case d.ArgumentName != "":
		return strings.TrimSuffix(d.ArgumentName+" ("+d.Reason+") "+d.HelpMessage, " ")
	case d.Action != "":
		return d.Action + " " + d.Resource
	default:
		return d.Resource + " " + strconv.FormatUint(d.Current, 10) + " of " + strconv.FormatUint(d.Quota, 10)
	}
}

// Body returns the body of the reply, at most 1 MiB of it.
func (e GenericOpenAPIError) Body() []byte { return e.body }

// Model returns the decoded body: a map[string]any for a standard error, nil if it
// is not JSON.
func (e GenericOpenAPIError) Model() any { return e.model }

// Is reports whether target is the sentinel of this error, such as [ErrNotFound].
func (e GenericOpenAPIError) Is(target error) bool {
	if e.cause != nil || target == nil {
		return false
	}
	holdOff := target == ErrRateLimited && e.StatusCode == http.StatusServiceUnavailable && e.RetryAfter > 0
	return holdOff || sentinel(e.Type, e.StatusCode) == target
}

// As makes errors.As work with a target of type **GenericOpenAPIError as well. The
// client returns values; without As, such code would compile but never match.
func (e GenericOpenAPIError) As(target any) bool {
	p, ok := target.(**GenericOpenAPIError)
	if ok {
		*p = &e
	}
	return ok
}

// Unwrap returns why a 2xx reply could not be read.
func (e GenericOpenAPIError) Unwrap() error { return e.cause }

func errorSuffix(requestID string, attempts int, retryAfter time.Duration) string {
	var notes []string
	if requestID != "" {
		notes = append(notes, "request id "+text.Line(requestID))
	}
	if attempts > 1 {
		notes = append(notes, strconv.Itoa(attempts)+" attempts")
	}
	if retryAfter > 0 {
		notes = append(notes, "retry after "+retryAfter.String())
	}
	if notes == nil {
		return ""
	}
	return " (" + strings.Join(notes, ", ") + ")"
}
