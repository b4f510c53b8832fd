package gosc

import (
	"context"
	"fmt"

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
	what := e.ID
	if e.Name != "" {
		what = fmt.Sprintf("%q (%s)", e.Name, e.ID)
	}
	msg := fmt.Sprintf("gosc: deployment of %s ended in status %q", what, e.Status)
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
// [DeployError]. While the function is still being changed it waits for that
// first. A build takes minutes; the default limit is 15.
func (s *FunctionsApiService) DeployFunctionAndWait(ctx context.Context, region, functionID string, params *WaitOpts, opts ...CallOption) (Function, error) {
	return DeployAndWait(ctx, s.caller, Change[Function]{
		Helper: "DeployFunctionAndWait",
		Send: func(ctx context.Context, opts ...CallOption) (Function, error) {
			fn, _, err := (*DefaultApiService)(s).DeployFunction(ctx, region, functionID, nil, opts...)
			return fn, err
		},
		Get: func(ctx context.Context, _ Function, opts ...CallOption) (Function, error) {
			fn, _, err := s.GetFunction(ctx, region, functionID, opts...)
			return fn, err
		},
		ID: func(*Function) string { return functionID },
		Status: func(fn *Function) ResourceStatus {
			return ResourceStatus{Name: fn.Name, Value: string(fn.Status), Message: fn.ErrorMessage}
		},
	}, params, opts...)
}

// DeployContainerAndWait is DeployFunctionAndWait for a container. Its image has
// to be pushed before.
func (s *ContainersApiService) DeployContainerAndWait(ctx context.Context, region, containerID string, params *WaitOpts, opts ...CallOption) (Container, error) {
	return DeployAndWait(ctx, s.caller, Change[Container]{
		Helper: "DeployContainerAndWait",
		Send: func(ctx context.Context, opts ...CallOption) (Container, error) {
			container, _, err := (*DefaultApiService)(s).DeployContainer(ctx, region, containerID, nil, opts...)
			return container, err
		},
		Get: func(ctx context.Context, _ Container, opts ...CallOption) (Container, error) {
			container, _, err := s.GetContainer(ctx, region, containerID, opts...)
			return container, err
		},
		ID: func(*Container) string { return containerID },
		Status: func(c *Container) ResourceStatus {
			return ResourceStatus{Name: c.Name, Value: string(c.Status), Message: c.ErrorMessage}
		},
	}, params, opts...)
}
