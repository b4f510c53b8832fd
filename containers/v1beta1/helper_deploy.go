package containers

import (
	"context"

	"github.com/rumpl/gosc"
)

// UpdateContainerAndWait changes a container and waits until its redeployment is
// ready, as DeployContainerAndWait does.
func (s *ContainersApiService) UpdateContainerAndWait(ctx context.Context, region, containerID string, body UpdateContainerRequest, waitParams *gosc.WaitOpts, opts ...gosc.CallOption) (Container, error) {
	return s.deployAndWait(ctx, "UpdateContainerAndWait", region, waitParams, opts,
		func(ctx context.Context, opts ...gosc.CallOption) (Container, error) {
			container, _, err := s.UpdateContainer(ctx, region, containerID, body, opts...)
			return container, err
		})
}

// CreateContainerAndWait creates a container and waits until the deployment that
// goes with it is ready, as DeployContainerAndWait does.
func (s *ContainersApiService) CreateContainerAndWait(ctx context.Context, region string, body CreateContainerRequest, waitParams *gosc.WaitOpts, opts ...gosc.CallOption) (Container, error) {
	return s.deployAndWait(ctx, "CreateContainerAndWait", region, waitParams, opts,
		func(ctx context.Context, opts ...gosc.CallOption) (Container, error) {
			container, _, err := s.CreateContainer(ctx, region, body, opts...)
			return container, err
		})
}

func (s *ContainersApiService) deployAndWait(ctx context.Context, helper, region string, waitParams *gosc.WaitOpts, opts []gosc.CallOption,
	send func(context.Context, ...gosc.CallOption) (Container, error)) (Container, error) {
	return gosc.DeployAndWait(ctx, s.caller, gosc.Change[Container]{
		Helper: helper,
		Send:   send,
		Get: func(ctx context.Context, known Container, opts ...gosc.CallOption) (Container, error) {
			container, _, err := s.GetContainer(ctx, region, known.ID, opts...)
			return container, err
		},
		ID: func(c *Container) string { return c.ID },
		Status: func(c *Container) gosc.ResourceStatus {
			status := c.status()
			status.Name = c.Name
			return status
		},
	}, waitParams, opts...)
}
