package gosc

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/rumpl/gosc/internal/ctxerr"
	"github.com/rumpl/gosc/internal/redact"
	"github.com/rumpl/gosc/internal/text"
)

// WaitOpts is how a waiter polls. A zero field means the one in [Configuration.Wait]
// or, if that is zero too, the default.
type WaitOpts struct {
	Interval    time.Duration       // before the second poll, then growing by half each time; default 100 ms
	MaxInterval time.Duration       // upper bound of the wait between polls; default 10 s
	Timeout     time.Duration       // of the whole wait; default 15 min
	OnPoll      func(status string) // called after each poll that returned a status
}

// Defaults of WaitOpts. The first polls follow quickly, because most changes take
// less than a second; a build, which takes minutes, is polled 16 times in its first
// minute.
const (
	defaultWaitInterval    = 100 * time.Millisecond
	defaultWaitMaxInterval = 10 * time.Second
	defaultWaitTimeout     = 15 * time.Minute
)

// waitParams returns the parameters of a wait, complete.
func (c *Caller) waitParams(params *WaitOpts) WaitOpts {
	w := c.config().Wait
	if params != nil {
		w.Interval = firstPositive(params.Interval, w.Interval)
		w.MaxInterval = firstPositive(params.MaxInterval, w.MaxInterval)
		w.Timeout = firstPositive(params.Timeout, w.Timeout)
		if params.OnPoll != nil {
			w.OnPoll = params.OnPoll
		}
	}
	w.Interval = firstPositive(w.Interval, min(defaultWaitInterval, firstPositive(w.MaxInterval, defaultWaitInterval)))
	w.MaxInterval = firstPositive(w.MaxInterval, max(defaultWaitMaxInterval, w.Interval))
	w.Interval = min(w.Interval, w.MaxInterval)
	w.Timeout = firstPositive(w.Timeout, defaultWaitTimeout)
	if w.OnPoll == nil {
		w.OnPoll = func(string) {}
	}
	return w
}

func firstPositive(a, b time.Duration) time.Duration {
	if a > 0 {
		return a
	}
	return b
}

const (
	statusError  = "error"
	statusLocked = "locked"
)

// StatusError is the error of a waiter for a resource whose status is "error" or
// "locked", which it does not leave on its own. With the status "locked" it matches
// ErrLocked.
type StatusError struct {
	Operation    string // name of the waiter
	ID           string
	Status       string // "error" or "locked"
	ErrorMessage string // of the resource, if it has one
}

func (e *StatusError) Error() string {
	msg := fmt.Sprintf("gosc: %s: %s is in status %q", e.Operation, e.ID, e.Status)
	if e.ErrorMessage != "" {
		msg += ": " + redact.Secrets(nil).Text(text.Line(e.ErrorMessage))
	}
	return msg
}

// Is reports whether target is ErrLocked and the status is "locked".
func (e *StatusError) Is(target error) bool {
	return target == ErrLocked && e.Status == statusLocked
}

// isTransient reports whether the server will change a status on its own: all such
// statuses end in "ing" (creating, pending, deleting, updating).
func isTransient(status string) bool { return strings.HasSuffix(status, "ing") }

// ResourceStatus is what waiters need to know about a resource.
type ResourceStatus struct {
	Name    string // of the resource, for the errors of helpers; may be empty
	Value   string // of the field "status"
	Message string // of the field "error_message", if the model has one
}

// failure returns the error of a status that the resource does not leave on its own,
// or of a reply that has none: it proves nothing about the resource.
func (s ResourceStatus) failure(waiter, id string) error {
	if s.Value == "" {
		return fmt.Errorf("gosc: %s: %s: %w: it has no status", waiter, id, ErrMalformedResponse)
	}
	if s.Value != statusError && s.Value != statusLocked {
		return nil
	}
	return &StatusError{Operation: waiter, ID: id, Status: s.Value, ErrorMessage: s.Message}
}

// WaitForStatus polls get until the status is no longer transient; a transient status
// ends in "ing". Generated waiters call it. The waiter's name and the resource's id
// are for errors. For the statuses "error" and "locked" it returns the resource and a
// [StatusError], and for a reply without a status an [ErrMalformedResponse].
func WaitForStatus[T any](ctx context.Context, c *Caller, waiter, id string, params *WaitOpts,
	get func(context.Context) (T, error), status func(*T) ResourceStatus) (T, error) {
	w := c.waitParams(params)
	return poll(ctx, waiter, id, w, get, func(got T, err error) (bool, error) {
		if err != nil {
			return true, err
		}
		s := status(&got)
		w.OnPoll(s.Value)
		return !isTransient(s.Value), s.failure(waiter, id)
	})
}

// poll calls get until done returns true, but no longer than w and ctx allow. It
// returns the last result of get.
func poll[T any](ctx context.Context, waiter, id string, w WaitOpts,
	get func(context.Context) (T, error), done func(T, error) (bool, error)) (T, error) {
	var zero T
	if ctx == nil {
		return zero, &ArgumentError{Operation: waiter, Argument: "ctx", Reason: "is nil"}
	}
	inner, cancel := context.WithTimeout(ctx, w.Timeout)
	defer cancel()
	for interval := w.Interval; ; interval += min(interval/2, w.MaxInterval-interval) {
		got, err := get(inner)
		if err != nil && inner.Err() != nil && ctx.Err() == nil {
			return got, waitTimeout(waiter, id, w.Timeout)
		}
		if final, err := done(got, err); final {
			return got, err
		}
		if err := ctxerr.Sleep(inner, interval); err != nil {
			if ctx.Err() == nil {
				return got, waitTimeout(waiter, id, w.Timeout)
			}
			return got, fmt.Errorf("gosc: %s: waiting for %s: %w", waiter, id, ctxerr.Ended(ctx))
		}
	}
}

// waitTimeout is the error of a wait that reached WaitOpts.Timeout.
func waitTimeout(waiter, id string, limit time.Duration) error {
	return &timeoutError{text: fmt.Sprintf("gosc: %s: %s did not reach its final status within %s", waiter, id, limit)}
}
