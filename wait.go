package gosc

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/rumpl/gosc/internal/ctxerr"
	"github.com/rumpl/gosc/internal/redact"
	"github.com/rumpl/gosc/internal/text"
)

// WaitOpts says how a waiter polls. Nil and zero fields mean the defaults.
type WaitOpts struct {
	Interval    time.Duration       // before the second poll, then growing by half; default 1 s
	MaxInterval time.Duration       // upper bound of the wait between polls; default 10 s
	Timeout     time.Duration       // of the whole wait; default 15 min
	OnPoll      func(status string) // called after each poll that brought a status
}

func (o *WaitOpts) withDefaults() WaitOpts {
	var w WaitOpts
	if o != nil {
		w = *o
	}
	if w.Interval <= 0 {
		w.Interval = time.Second
	}
	if w.MaxInterval <= 0 {
		w.MaxInterval = max(10*time.Second, w.Interval)
	}
	w.Interval = min(w.Interval, w.MaxInterval)
	if w.Timeout <= 0 {
		w.Timeout = 15 * time.Minute
	}
	return w
}

const (
	statusError  = "error"
	statusLocked = "locked"
)

// StatusError is a resource that a waiter found in a status that it will not
// leave by itself. With the status "locked" it is ErrLocked to errors.Is.
type StatusError struct {
	Operation    string // name of the waiter
	ID           string
	Status       string // "error" or "locked"
	ErrorMessage string // the resource's own, if it has one
}

func (e *StatusError) Error() string {
	msg := fmt.Sprintf("gosc: %s: %s is in status %q", e.Operation, e.ID, e.Status)
	if e.ErrorMessage != "" {
		msg += ": " + redact.Secrets(nil).Text(text.Line(e.ErrorMessage))
	}
	return msg
}

// Is makes the status "locked" an ErrLocked.
func (e *StatusError) Is(target error) bool {
	return target == ErrLocked && e.Status == statusLocked
}

// isTransient reports whether a status is one that the server will change: those
// of this API all end in "ing" (creating, pending, deleting, updating).
func isTransient(status string) bool { return strings.HasSuffix(status, "ing") }

// ResourceStatus is what a waiter sees of a resource.
type ResourceStatus struct {
	Value   string // of the field "status"
	Message string // of the field "error_message", if the model has one
}

// WaitForStatus polls get until the status is no longer transient, see [WaitOpts].
// The name is the waiter's own, the id the resource's; both are for errors.
// Generated waiters call it.
func WaitForStatus[T any](ctx context.Context, name, id string, opts *WaitOpts, get func(context.Context) (T, error), status func(*T) ResourceStatus) (T, error) {
	return poll(ctx, name, id, opts, get, func(got T, err error) (bool, error) {
		if err != nil {
			return true, err
		}
		s := status(&got)
		opts.onPoll(s.Value)
		return !isTransient(s.Value), statusFailure(name, id, s)
	})
}

// WaitForDeletion polls get until it answers [ErrNotFound]. Generated waiters call
// it.
func WaitForDeletion[T any](ctx context.Context, name, id string, opts *WaitOpts, get func(context.Context) (T, error), status func(*T) ResourceStatus) error {
	polls := 0
	_, err := poll(ctx, name, id, opts, get, func(got T, err error) (bool, error) {
		polls++
		if errors.Is(err, ErrNotFound) {
			return true, nil
		}
		if err != nil {
			return true, err
		}
		s := status(&got)
		opts.onPoll(s.Value)
		if polls == 1 && s.Value == statusError {
			return false, nil // from before the deletion, and maybe the reason for it
		}
		failure := statusFailure(name, id, s)
		return failure != nil, failure
	})
	return err
}

func (o *WaitOpts) onPoll(status string) {
	if o != nil && o.OnPoll != nil {
		o.OnPoll(status)
	}
}

func statusFailure(name, id string, s ResourceStatus) error {
	if s.Value != statusError && s.Value != statusLocked {
		return nil
	}
	return &StatusError{Operation: name, ID: id, Status: s.Value, ErrorMessage: s.Message}
}

// poll calls get until done says so, and no longer than opts and ctx allow. It
// returns what get brought last.
func poll[T any](ctx context.Context, name, id string, opts *WaitOpts, get func(context.Context) (T, error), done func(T, error) (bool, error)) (T, error) {
	var zero T
	if ctx == nil {
		return zero, &ArgumentError{Operation: name, Argument: "ctx", Reason: "is nil"}
	}
	o := opts.withDefaults()
	inner, cancel := context.WithTimeout(ctx, o.Timeout)
	defer cancel()
	for interval := o.Interval; ; interval = min(interval+interval/2, o.MaxInterval) {
		got, err := get(inner)
		if inner.Err() != nil && ctx.Err() == nil {
			return got, waitTimeout(name, id, o.Timeout)
		}
		if final, err := done(got, err); final {
			return got, err
		}
		if err := ctxerr.Sleep(inner, interval); err != nil {
			if ctx.Err() == nil {
				return got, waitTimeout(name, id, o.Timeout)
			}
			return got, fmt.Errorf("gosc: %s: waiting for %s: %w", name, id, ctxerr.Ended(ctx))
		}
	}
}

// waitTimeout is a wait that reached WaitOpts.Timeout.
func waitTimeout(name, id string, limit time.Duration) error {
	return &timeoutError{text: fmt.Sprintf("gosc: %s: %s did not reach its final status within %s", name, id, limit)}
}
