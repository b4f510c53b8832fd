// Package ctxerr waits under a context, and describes the end of a context in errors.
package ctxerr

import (
	"context"
	"errors"
	"time"
)

// Sleep waits for d or until ctx ends, whichever is first. It returns an error
// only in the second case: that of Ended.
func Sleep(ctx context.Context, d time.Duration) error {
	if ctx.Err() != nil {
		return Ended(ctx)
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return Ended(ctx)
	}
}

// Ended returns why ctx has ended, with its cause if it was given one.
func Ended(ctx context.Context) error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if errors.Is(cause, err) {
		return cause
	}
	return &endedError{err, cause}
}

// Explain adds the end of ctx to an error that it caused. net/http returns the cause
// of the end instead, such as the signal that was received, and errors.Is does not
// find context.Canceled in that.
func Explain(ctx context.Context, err error) error {
	ended := ctx.Err()
	if ended == nil || errors.Is(err, ended) || !errors.Is(err, context.Cause(ctx)) {
		return err
	}
	return &endedError{ended, err}
}

// IsTimeout reports whether err is due to a time limit.
func IsTimeout(err error) bool {
	if errors.Is(err, context.DeadlineExceeded) {
		return true
	}
	timeout, ok := errors.AsType[interface {
		error
		Timeout() bool
	}](err)
	return ok && timeout.Timeout()
}

// endedError is the end of a context together with its cause.
type endedError struct{ ended, cause error }

func (e *endedError) Error() string   { return e.ended.Error() + ": " + e.cause.Error() }
func (e *endedError) Unwrap() []error { return []error{e.ended, e.cause} }
