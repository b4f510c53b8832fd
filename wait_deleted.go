package gosc

import (
	"context"
	"errors"
	"net/http"
	"regexp"
)

// WaitForDeletion polls get until the API reports that the resource does not exist.
// Generated waiters call it. A 404 for another reason, such as a region that does
// not exist or a server without this API, is an error: it proves nothing about the
// resource.
func WaitForDeletion[T any](ctx context.Context, c *Caller, waiter, id string, params *WaitOpts,
	get func(context.Context) (T, error), status func(*T) ResourceStatus) error {
	w := c.waitParams(params)
	polls := 0
	_, err := poll(ctx, waiter, id, w, get, func(got T, err error) (bool, error) {
		polls++
		if saysNotThere(err, id) {
			return true, nil
		}
		if err != nil {
			return true, err
		}
		s := status(&got)
		w.OnPoll(s.Value)
		if polls == 1 && s.Value == statusError {
			return false, nil // from before the deletion, and perhaps the reason for it
		}
		failure := s.failure(waiter, id)
		return failure != nil, failure
	})
	return err
}

// notThere matches the message of an error without a type for a missing resource:
// "Function was not found", "trigger does not exist: …".
var notThere = regexp.MustCompile(`(?i)^[a-z]+( [a-z]+)? (was|is) not found\b|^[a-z]+ does not exist\b`)

// saysNotThere reports whether an error of the API means that the resource with
// this id, or its parent, does not exist.
func saysNotThere(err error, id string) bool {
	apiErr, ok := errors.AsType[GenericOpenAPIError](err)
	if !ok || apiErr.StatusCode != http.StatusNotFound || !errors.Is(err, ErrNotFound) {
		return false
	}
	if apiErr.Type != "" {
		return apiErr.ResourceID == id || (apiErr.ResourceID == "" && apiErr.Resource != "region")
	}
	return notThere.MatchString(apiErr.Message)
}
