package gosc

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
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
	text := fmt.Sprintf("gosc: %s: %s is in status %q", e.Operation, e.ID, e.Status)
	if e.ErrorMessage != "" {
		text += ": " + scrubber(nil).clean(oneLine(e.ErrorMessage))
	}
	return text
}

// Is makes the status "locked" an ErrLocked.
func (e *StatusError) Is(target error) bool {
	return target == ErrLocked && e.Status == statusLocked
}

// isTransient tells whether a status is one that the server will change: those
// of this API all end in "ing" (creating, pending, deleting, updating).
func isTransient(status string) bool { return strings.HasSuffix(status, "ing") }

func wait[T any](ctx context.Context, name, id string, opts *WaitOpts, get func(context.Context) (T, error), status func(*T) Status) (T, error) {
	return poll(ctx, name, id, opts, get, func(got T, err error) (bool, error) {
		if err != nil {
			return true, err
		}
		s := status(&got)
		opts.onPoll(s.Value)
		return !isTransient(s.Value), statusFailure(name, id, s)
	})
}

func waitDeleted[T any](ctx context.Context, name, id string, opts *WaitOpts, get func(context.Context) (T, error), status func(*T) Status) error {
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

func statusFailure(name, id string, s Status) error {
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
			return got, &timeoutWaiting{name, id, o.Timeout}
		}
		if ended, err := done(got, err); ended {
			return got, err
		}
		if err := sleep(inner, interval); err != nil {
			if ctx.Err() == nil {
				return got, &timeoutWaiting{name, id, o.Timeout}
			}
			return got, fmt.Errorf("gosc: %s: waiting for %s: %w", name, id, ended(ctx))
		}
	}
}

// timeoutWaiting is a wait that reached WaitOpts.Timeout.
type timeoutWaiting struct {
	name, id string
	d        time.Duration
}

func (e *timeoutWaiting) Error() string {
	return fmt.Sprintf("gosc: %s: %s did not reach its final status within %s", e.name, e.id, e.d)
}
func (e *timeoutWaiting) Timeout() bool { return true }
func (e *timeoutWaiting) Unwrap() error { return context.DeadlineExceeded }
