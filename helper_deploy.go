package gosc

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/rumpl/gosc/internal/redact"
	"github.com/rumpl/gosc/internal/text"
)

// DeployError is a deployment that did not end in status "ready".
type DeployError struct {
	ID           string // of the function or container
	Name         string
	Status       string // "error", "locked", …
	ErrorMessage string // why, in the platform's words: the output of a failed build, say
}

func (e *DeployError) Error() string {
	msg := fmt.Sprintf("gosc: deployment of %q (%s) ended in status %q", e.Name, e.ID, e.Status)
	if e.ErrorMessage != "" {
		msg += ": " + redact.Secrets(nil).Text(text.Line(e.ErrorMessage))
	}
	return msg
}

// Is makes the status "locked" an ErrLocked.
func (e *DeployError) Is(target error) bool {
	return target == ErrLocked && e.Status == statusLocked
}

// DeployFunctionAndWait deploys a function and waits until it is ready. If it
// ends in any other status, the function comes back together with a
// *DeployError. While the function is still being changed it waits for that
// first. A build takes minutes; nil opts allow 15.
func (s *FunctionsApiService) DeployFunctionAndWait(ctx context.Context, region, functionID string, waitOpts *WaitOpts, opts ...CallOption) (Function, error) {
	return deployAndWait(ctx, s.caller, "DeployFunctionAndWait", functionID, waitOpts, opts,
		func(ctx context.Context, opts []CallOption) error {
			_, _, err := (*DefaultApiService)(s).DeployFunction(ctx, region, functionID, nil, opts...)
			return err
		},
		func(ctx context.Context) (Function, error) {
			fn, _, err := s.GetFunction(ctx, region, functionID, opts...)
			return fn, err
		},
		func(fn *Function) deployment { return deployment{fn.Name, string(fn.Status), fn.ErrorMessage} })
}

// DeployContainerAndWait is DeployFunctionAndWait for a container. Its image has
// to be pushed before.
func (s *ContainersApiService) DeployContainerAndWait(ctx context.Context, region, containerID string, waitOpts *WaitOpts, opts ...CallOption) (Container, error) {
	return deployAndWait(ctx, s.caller, "DeployContainerAndWait", containerID, waitOpts, opts,
		func(ctx context.Context, opts []CallOption) error {
			_, _, err := (*DefaultApiService)(s).DeployContainer(ctx, region, containerID, nil, opts...)
			return err
		},
		func(ctx context.Context) (Container, error) {
			container, _, err := s.GetContainer(ctx, region, containerID, opts...)
			return container, err
		},
		func(c *Container) deployment { return deployment{c.Name, string(c.Status), c.ErrorMessage} })
}

// deployment is what matters of a resource that is being deployed.
type deployment struct{ name, status, message string }

func deployAndWait[T any](ctx context.Context, c *Caller, name, id string, waitOpts *WaitOpts, opts []CallOption,
	deploy func(context.Context, []CallOption) error, get func(context.Context) (T, error), look func(*T) deployment) (T, error) {
	var zero T
	ctx, cancel, err := c.limitHelper(ctx, name, opts)
	if err != nil {
		return zero, err
	}
	defer cancel()
	limits := waitOpts.withDefaults()
	begin := time.Now()
	if err := deploy(ctx, append([]CallOption{WithTransientStateWait(limits.Timeout)}, opts...)); err != nil {
		return zero, err
	}
	limits.Timeout = max(limits.Timeout-time.Since(begin), time.Millisecond)
	polls := 0
	got, err := WaitForStatus(ctx, name, id, &limits, get, func(t *T) ResourceStatus {
		d := look(t)
		polls++
		if d.status == statusCreated || (polls == 1 && d.status == statusError) {
			// The deployment was accepted, so this is a status from before it.
			d.status = "pending"
		}
		return ResourceStatus{Value: d.status, Message: d.message}
	})
	d := look(&got)
	if _, failed := errors.AsType[*StatusError](err); failed || (err == nil && d.status != statusReady) {
		return got, &DeployError{ID: id, Name: d.name, Status: d.status, ErrorMessage: d.message}
	}
	return got, err
}

const (
	statusCreated = "created"
	statusReady   = "ready"
)
