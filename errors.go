package gosc

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
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
	RequestID  string        // X-Request-Id: quote it to the support
	RetryAfter time.Duration // what the server asked for; 0 if it did not
	Operation  string        // the operation id
	Attempts   int           // how often the call was sent, or tried to be

	CurrentState string    // transient_state: the status that the resource is in
	AuthMethod   string    // denied_authentication: "api_key" or "jwt"
	Reason       string    // denied_authentication: why
	Precondition string    // precondition_failed: which
	HelpMessage  string    // precondition_failed, and 401 without a credential: what to do
	ExpiredSince time.Time // resource_expired

	op       Operation
	mayRetry bool // there was a Retry-After, be it 0
	body     []byte
	model    any
	cause    error // why a 2xx reply could not be read
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

// Error is one line: the operation, the status, the type, the server's message
// and the request id.
func (e GenericOpenAPIError) Error() string {
	var out strings.Builder
	fmt.Fprintf(&out, "gosc: %s: %d %s", e.op, e.StatusCode, http.StatusText(e.StatusCode))
	if e.Type != "" {
		out.WriteString(": " + oneLine(e.Type))
	}
	if e.Message != "" {
		out.WriteString(": " + oneLine(e.Message))
	}
	if e.Resource != "" {
		out.WriteString(": " + oneLine(e.Resource+" "+e.ResourceID))
	}
	for i, d := range e.Details {
		if i == maxShownDetails {
			fmt.Fprintf(&out, ": and %d more", len(e.Details)-i)
			break
		}
		out.WriteString(": " + oneLine(d.String()))
	}
	if e.HelpMessage != "" {
		out.WriteString(": " + oneLine(e.HelpMessage))
	}
	if e.cause != nil {
		out.WriteString(": " + oneLine(e.cause.Error()))
	}
	out.WriteString(errorSuffix(e.RequestID, e.Attempts))
	return scrubber(nil).clean(out.String())
}

// String is the detail in a few words.
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

// Body is the body of the reply, at most 1 MiB of it.
func (e GenericOpenAPIError) Body() []byte { return e.body }

// Model is the body decoded: a map[string]any for a standard error, nil if it is
// no JSON.
func (e GenericOpenAPIError) Model() any { return e.model }

// Is tells whether the error is what the sentinel stands for.
func (e GenericOpenAPIError) Is(target error) bool {
	return e.cause == nil && target != nil && sentinel(e.Type, e.StatusCode) == target
}

// As serves errors.As with a pointer, too: a *GenericOpenAPIError is not what the
// client returns, but the slip would compile and never match.
func (e GenericOpenAPIError) As(target any) bool {
	p, ok := target.(**GenericOpenAPIError)
	if ok {
		*p = &e
	}
	return ok
}

// Unwrap returns why a 2xx reply could not be read.
func (e GenericOpenAPIError) Unwrap() error { return e.cause }

// String is the operation as errors and logs name it.
func (o Operation) String() string {
	if o.PathTemplate == "" {
		return o.ID
	}
	return o.ID + " (" + o.Method + " " + o.PathTemplate + ")"
}

// ArgumentError is an argument that was refused before anything was sent. It is
// ErrInvalidArguments to errors.Is.
type ArgumentError struct {
	Operation string // the operation id or the name of the helper
	Argument  string // as it is called on the wire
	Reason    string

	cause error
}

func (e *ArgumentError) Error() string {
	return "gosc: " + e.Operation + ": " + e.Argument + " " + e.Reason
}

// Is makes it an ErrInvalidArguments.
func (e *ArgumentError) Is(target error) bool { return target == ErrInvalidArguments }

// Unwrap returns ErrInsecureTransport if that is why it was refused.
func (e *ArgumentError) Unwrap() error { return e.cause }

// RequestError is a call that got no reply: the connection failed, or the
// context ended. errors.Is finds the cause, such as context.Canceled.
type RequestError struct {
	Operation string // the operation id
	Attempts  int    // how often the call was sent, or tried to be
	Err       error

	op   Operation
	text string
}

func (e *RequestError) Error() string {
	return "gosc: " + e.op.String() + ": " + oneLine(e.text) + errorSuffix("", e.Attempts)
}

// Unwrap returns the cause.
func (e *RequestError) Unwrap() error { return e.Err }

// Timeout tells whether a limit of time was what ended the call.
func (e *RequestError) Timeout() bool { return isTimeout(e.Err) }

func errorSuffix(requestID string, attempts int) string {
	var notes []string
	if requestID != "" {
		notes = append(notes, "request id "+oneLine(requestID))
	}
	if attempts > 1 {
		notes = append(notes, strconv.Itoa(attempts)+" attempts")
	}
	if notes == nil {
		return ""
	}
	return " (" + strings.Join(notes, ", ") + ")"
}
