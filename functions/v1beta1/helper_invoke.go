package functions

import (
	"context"
	"net/http"

	"github.com/rumpl/gosc"
)

// InvokeFunction calls a deployed function at its DomainName, see
// [gosc.Caller.Invoke] for limits and errors. The Token of params is sent as
// X-Auth-Token; a private function answers 403 to a call without a valid one. The
// client's own secret key is refused as Token: make an API key for callers.
func (s *FunctionsApiService) InvokeFunction(ctx context.Context, fn Function, params *gosc.InvokeOpts) (*http.Response, error) {
	return s.caller.Invoke(ctx, gosc.InvokeTarget{
		Helper: "InvokeFunction", Endpoint: fn.DomainName, Timeout: fn.Timeout, TokenHeader: "X-Auth-Token",
	}, params)
}
