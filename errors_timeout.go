package gosc

import (
	"context"
	"fmt"
	"time"
)

// timeoutError is the error of a call that reached a time limit of the client, as
// opposed to the deadline of its context.
type timeoutError struct {
	text  string
	cause error // what was under way, may be nil
}

func newTimeoutError(what string, limit time.Duration, cause error) *timeoutError {
	return &timeoutError{fmt.Sprintf("%s did not end within %s", what, limit), cause}
}

func (e *timeoutError) Error() string {
	if e.cause == nil {
		return e.text
	}
	return e.text + ": " + e.cause.Error()
}

func (e *timeoutError) Timeout() bool { return true }

func (e *timeoutError) Unwrap() []error {
	if e.cause == nil {
		return []error{context.DeadlineExceeded}
	}
	return []error{context.DeadlineExceeded, e.cause}
}

// interruptedError is the error of a wait between attempts that ended with its
// context. It also holds the failure that the call was waiting to retry.
type interruptedError struct {
	doing string
	ctx   error
	last  error
}

func (e *interruptedError) Error() string {
	return fmt.Sprintf("%s while %s, after: %s", e.ctx, e.doing, e.last)
}

func (e *interruptedError) Unwrap() []error { return []error{e.ctx, e.last} }
