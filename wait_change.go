package gosc

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Change is an operation that gives a resource a transient status for a while. It is
// the argument of [ChangeAndWait] and [DeployAndWait], which helpers of generated
// packages call.
type Change[T any] struct {
	Helper string // name of the helper, for errors: "UpdateFunctionAndWait"
	// Send calls the operation. Its reply is where the wait begins.
	Send func(ctx context.Context, opts ...CallOption) (T, error)
	// Get requests the resource, given what is known of it.
	Get func(ctx context.Context, known T, opts ...CallOption) (T, error)
	// ID returns the resource's id, and Status its status.
	ID     func(*T) string
	Status func(*T) ResourceStatus
	// Creates means that a final status in the reply to Send is the outcome. After any
	// other operation it may be the status from before, and is polled again.
	Creates bool
}

// ChangeAndWait sends the operation and waits, starting with its reply, until the
// status is no longer transient. If the resource is still being changed, it first
// waits for that to end. [WithTimeout] limits all of it. For the statuses "error" and
// "locked" it returns the resource and a [StatusError]. A reply without an id or a
// status, or about another resource, is an [ErrMalformedResponse].
func ChangeAndWait[T any](ctx context.Context, c *Caller, change Change[T], params *WaitOpts, opts ...CallOption) (T, error) {
	return changeAndWait(ctx, c, change, params, opts, func(string) bool { return false })
}

// DeployAndWait is [ChangeAndWait] for a deployment. If it ends in any status but
// "ready", it returns the resource and a [DeployError].
func DeployAndWait[T any](ctx context.Context, c *Caller, change Change[T], params *WaitOpts, opts ...CallOption) (T, error) {
	got, err := changeAndWait(ctx, c, change, params, opts, func(status string) bool { return status == statusCreated })
	s := change.Status(&got)
	if _, failed := errors.AsType[*StatusError](err); failed || (err == nil && s.Value != statusReady) {
		return got, &DeployError{ID: change.ID(&got), Name: s.Name, Status: s.Value, ErrorMessage: s.Message}
	}
	return got, err
}

// changeAndWait implements both. A status for which stale returns true is from before
// the operation.
func changeAndWait[T any](ctx context.Context, c *Caller, change Change[T], params *WaitOpts, opts []CallOption, stale func(status string) bool) (T, error) {
	var zero T
	ctx, cancel, err := c.limitHelper(ctx, change.Helper, opts)
	if err != nil {
		return zero, err
	}
	defer cancel()
	w := c.waitParams(params)
	begin := time.Now()
	got, err := change.Send(ctx, append([]CallOption{WithTransientStateWait(w.Timeout)}, opts...)...)
	if err != nil {
		return zero, err
	}
	w.Timeout = max(w.Timeout-time.Since(begin), time.Millisecond)
	id, replies := change.ID(&got), 0
	if id == "" {
		return got, fmt.Errorf("gosc: %s: %w: it has no id", change.Helper, ErrMalformedResponse)
	}
	next := func(ctx context.Context) (T, error) {
		if replies++; replies == 1 {
			return got, nil // the operation's own reply
		}
		fresh, err := change.Get(ctx, got, opts...)
		if err != nil {
			return got, err
		}
		if other := change.ID(&fresh); other != id {
			return got, fmt.Errorf("gosc: %s: %s: %w: it is about the resource %q", change.Helper, id, ErrMalformedResponse, other)
		}
		got = fresh
		return got, nil
	}
	return WaitForStatus(ctx, c, change.Helper, id, &w, next, func(t *T) ResourceStatus {
		s := change.Status(t)
		before := stale(s.Value) || (replies == 1 && !change.Creates) || (replies == 2 && s.Value == statusError)
		if before && !isTransient(s.Value) {
			s.Value = statusPending // the operation was accepted, so this is a status from before it
		}
		return s
	})
}

const (
	statusCreated = "created"
	statusPending = "pending"
	statusReady   = "ready"
)
