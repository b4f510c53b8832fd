package containers

import (
	"context"
	"net/http"

	"github.com/rumpl/gosc"
)

// InvokeContainer calls a deployed container at its DomainName, see
// [gosc.Caller.Invoke] for limits and errors. The Token of params is sent as
// X-Auth-Token; a private container answers 403 to a call without a valid one. The
// client's own secret key is refused as Token: make an API key for callers.
func (s *ContainersApiService) InvokeContainer(ctx context.Context, container Container, params *gosc.InvokeOpts) (*http.Response, error) {
	return s.caller.Invoke(ctx, gosc.InvokeTarget{
		Helper: "InvokeContainer", Endpoint: container.DomainName, Timeout: container.Timeout, TokenHeader: "X-Auth-Token",
	}, params)
}
