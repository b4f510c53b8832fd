package gosc

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/rumpl/gosc/internal/ctxerr"
	"github.com/rumpl/gosc/internal/text"
	"github.com/rumpl/gosc/jsoncodec"
)

// RequestError is a call that got no reply: the connection failed, or the
// context ended. errors.Is finds the cause, such as context.Canceled.
type RequestError struct {
	Operation string // the operation id
	Attempts  int    // how often the call was attempted
	Err       error
	// RetryAfter is how long the server accepts no calls, if the call was not sent
	// because an earlier one met the rate limit.
	RetryAfter time.Duration

	op   Operation
	text string // of Err, without secrets
}

func (e *RequestError) Error() string {
	return "gosc: " + e.op.String() + ": " + text.Line(e.text) + errorSuffix("", e.Attempts, 0)
}

// Format formats the text of the error, for every verb of fmt: others would show what
// the cause holds.
func (e *RequestError) Format(f fmt.State, verb rune) { jsoncodec.FormatPrintable(f, verb, e.Error()) }

// Unwrap returns the cause.
func (e *RequestError) Unwrap() error { return e.Err }

// Timeout reports whether the call ended because of a time limit.
func (e *RequestError) Timeout() bool { return ctxerr.IsTimeout(e.Err) }

// finishError adds the operation, the number of attempts and a text without secrets
// to an error, whichever link of the chain it comes from.
func (r *request) finishError(got *reply, err error) error {
	if argErr, ok := errors.AsType[*ArgumentError](err); ok {
		return argErr
	}
	apiErr, isAPI := errors.AsType[GenericOpenAPIError](err)
	_, interrupted := errors.AsType[*interruptedError](err)
	switch {
	case isAPI && !interrupted:
		apiErr.Attempts = r.attempts
		return apiErr
	case got != nil && !interrupted: // a reply that arrived but could not be used
		apiErr = newAPIError(r, got)
		apiErr.Attempts = r.attempts
		apiErr.cause, apiErr.causeText = err, r.secrets.Text(err.Error())
		return apiErr
	}
	failed := &RequestError{Operation: r.op.ID, Attempts: r.attempts, Err: err, op: r.shownOperation(), text: r.secrets.Text(err.Error())}
	if limited, ok := errors.AsType[*rateLimitError](err); ok {
		failed.RetryAfter = limited.wait
	}
	return failed
}

// shownOperation returns the operation as errors show it: with the region and the
// ids of the call in its path.
func (r *request) shownOperation() Operation {
	op := r.op
	literal, _, templated := strings.Cut(op.PathTemplate, "{")
	if templated && r.url != nil {
		path := r.url.EscapedPath()
		if at := strings.Index(path, literal); at >= 0 { // after the base path
			op.PathTemplate = r.secrets.Text(text.Line(path[at:]))
		}
	}
	return op
}
