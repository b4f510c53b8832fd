package gosc

import (
	"context"
	"net/http"
	"time"
)

// headerFunctionToken carries the token of a private function. It is sent in this
// spelling: http.Header.Set would make it Scw_functions_token, which functions
// behind case-sensitive proxies do not receive.
const headerFunctionToken = "SCW_FUNCTIONS_TOKEN"

// InvokeFunction calls a deployed function, see [Caller.Invoke] for limits and
// errors. A private function answers 404 to a call without a valid Token.
func (s *FunctionsApiService) InvokeFunction(ctx context.Context, fn Function, params *InvokeOpts) (*http.Response, error) {
	return s.caller.Invoke(ctx, InvokeTarget{
		Helper: "InvokeFunction", Endpoint: fn.Endpoint, Timeout: milliseconds(fn.Timeout), TokenHeader: headerFunctionToken,
	}, params)
}

// InvokeContainer is InvokeFunction for a container.
func (s *ContainersApiService) InvokeContainer(ctx context.Context, container Container, params *InvokeOpts) (*http.Response, error) {
	return s.caller.Invoke(ctx, InvokeTarget{
		Helper: "InvokeContainer", Endpoint: container.Endpoint, Timeout: milliseconds(container.Timeout), TokenHeader: headerFunctionToken,
	}, params)
}

func milliseconds(n uint32) time.Duration { return time.Duration(n) * time.Millisecond }
