package gosc

import (
	"context"
	"errors"
)

// finishError gives an error its operation, the number of attempts and a clean
// text, whatever link of the chain it comes from.
func finishError(ctx context.Context, req *request, r *reply, err error) error {
	err = withContextError(ctx, err)
	if argErr, ok := errors.AsType[*ArgumentError](err); ok {
		return argErr
	}
	apiErr, isAPI := errors.AsType[GenericOpenAPIError](err)
	_, interrupted := errors.AsType[*interruptedError](err)
	switch {
	case isAPI && !interrupted:
		apiErr.Attempts = req.attempts
		return apiErr
	case r != nil && !interrupted:
		return unreadable(req, r, err)
	}
	return &RequestError{Operation: req.op.ID, Attempts: req.attempts, Err: err, op: req.op, text: req.secrets.clean(err.Error())}
}

// withContextError makes an error that came with the end of ctx say so. net/http
// returns the cause of the end instead, such as the signal that was received,
// which errors.Is does not find to be context.Canceled.
func withContextError(ctx context.Context, err error) error {
	ended := ctx.Err()
	if ended == nil || errors.Is(err, ended) || !errors.Is(err, context.Cause(ctx)) {
		return err
	}
	return &endedError{ended, err}
}

type endedError struct{ ended, cause error }

func (e *endedError) Error() string   { return e.ended.Error() + ": " + e.cause.Error() }
func (e *endedError) Unwrap() []error { return []error{e.ended, e.cause} }

// unreadable is the error for a reply that came but could not be used. It keeps
// the status and, as far as there is one, the body.
func unreadable(req *request, r *reply, err error) error {
	apiErr := newAPIError(req, r)
	apiErr.Attempts = req.attempts
	if _, broken := errors.AsType[*bodyError](err); broken && !isTimeout(err) && !errors.Is(err, context.Canceled) {
		err = &malformedError{err}
	}
	apiErr.cause = &cleanError{text: req.secrets.clean(err.Error()), err: err}
	return apiErr
}

// malformedError makes a broken off reply an ErrMalformedResponse too.
type malformedError struct{ err error }

func (e *malformedError) Error() string   { return e.err.Error() }
func (e *malformedError) Unwrap() []error { return []error{ErrMalformedResponse, e.err} }

// cleanError is an error whose text has been cleaned of secrets.
type cleanError struct {
	text string
	err  error
}

func (e *cleanError) Error() string { return e.text }
func (e *cleanError) Unwrap() error { return e.err }

func isTimeout(err error) bool {
	if errors.Is(err, context.DeadlineExceeded) {
		return true
	}
	timeout, ok := errors.AsType[interface {
		error
		Timeout() bool
	}](err)
	return ok && timeout.Timeout()
}
