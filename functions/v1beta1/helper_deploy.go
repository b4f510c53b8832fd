package functions

import (
	"context"

	"github.com/rumpl/gosc"
)

// UpdateFunctionAndWait changes a function and waits until its redeployment is
// ready, as DeployFunctionAndWait does. With Redeploy false there is nothing to
// wait for: it returns the function as the update left it.
func (s *FunctionsApiService) UpdateFunctionAndWait(ctx context.Context, region, functionID string, body UpdateFunctionRequest, waitParams *gosc.WaitOpts, opts ...gosc.CallOption) (Function, error) {
	if body.Redeploy != nil && !*body.Redeploy {
		fn, _, err := s.UpdateFunction(ctx, region, functionID, body, opts...)
		return fn, err
	}
	return s.deployAndWait(ctx, "UpdateFunctionAndWait", region, functionID, waitParams, opts,
		func(ctx context.Context, opts ...gosc.CallOption) (Function, error) {
			fn, _, err := s.UpdateFunction(ctx, region, functionID, body, opts...)
			return fn, err
		})
}

func (s *FunctionsApiService) deployAndWait(ctx context.Context, helper, region, functionID string, waitParams *gosc.WaitOpts, opts []gosc.CallOption,
	send func(context.Context, ...gosc.CallOption) (Function, error)) (Function, error) {
	return gosc.DeployAndWait(ctx, s.caller, gosc.Change[Function]{
		Helper: helper,
		Send:   send,
		Get: func(ctx context.Context, _ Function, opts ...gosc.CallOption) (Function, error) {
			fn, _, err := s.GetFunction(ctx, region, functionID, opts...)
			return fn, err
		},
		ID: func(*Function) string { return functionID },
		Status: func(fn *Function) gosc.ResourceStatus {
			status := fn.status()
			status.Name = fn.Name
			return status
		},
	}, waitParams, opts...)
}
