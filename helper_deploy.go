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
	ErrorMessage string // why, in the platform's words, such as the output of a failed build
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

// Is reports whether target is ErrLocked and the status is "locked".
func (e *DeployError) Is(target error) bool {
	return target == ErrLocked && e.Status == statusLocked
}

// DeployFunctionAndWait deploys a function and waits until it is ready. If it
// ends in any other status, the function is returned together with a
// [DeployError]. If the function is still being changed, it first waits for that
// to end. A build takes minutes; the default limit is 15.
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

// DeployContainerAndWait is DeployFunctionAndWait for a container. Its image must
// have been pushed before.
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
