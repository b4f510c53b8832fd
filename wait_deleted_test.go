package gosc

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWaitForDeletion(t *testing.T) {
	for _, tc := range []struct {
		name     string
		statuses []string
		err      string
	}{
		{name: "gone already", statuses: []string{"404"}},
		{name: "in the end", statuses: []string{"ready", "deleting", "deleting", "404"}},
		{name: "an error from before", statuses: []string{"error", "deleting", "404"}},
		{name: "error", statuses: []string{"deleting", "error"}, err: `is in status "error"`},
		{name: "locked", statuses: []string{"locked"}, err: `is in status "locked"`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				get, polls := statuses(tc.statuses...)
				err := WaitForDeletion(t.Context(), NewCaller(nil), "WaitForThingDeleted", "x", nil, get, thingStatus)
				assert.Equal(t, len(tc.statuses), *polls)
				if tc.err == "" {
					require.NoError(t, err)
				} else {
					require.ErrorContains(t, err, tc.err)
				}
			})
		})
	}
}

func TestOnlyTheAPISaysThatAResourceIsGone(t *testing.T) {
	for _, tc := range []struct {
		name string
		err  error
		gone bool
	}{
		{"v1alpha2", GenericOpenAPIError{StatusCode: 404, Type: "not_found", Message: "resource is not found", Resource: "function", ResourceID: "x"}, true},
		{"v1alpha2, without an id", GenericOpenAPIError{StatusCode: 404, Type: "not_found", Resource: "function"}, true},
		{"the older type", GenericOpenAPIError{StatusCode: 404, Type: "unknown_resource"}, true},
		{"another resource", GenericOpenAPIError{StatusCode: 404, Type: "not_found", Resource: "region", ResourceID: "nl-ams"}, false},
		{"a region", GenericOpenAPIError{StatusCode: 404, Type: "not_found", Resource: "region"}, false},
		{"v1beta1", GenericOpenAPIError{StatusCode: 404, Message: "Function was not found"}, true},
		{"v1beta1, trigger", GenericOpenAPIError{StatusCode: 404, Message: "trigger does not exist: could not find trigger with id x"}, true},
		{"an unknown region", GenericOpenAPIError{StatusCode: 404, Message: "no such region: xx"}, false},
		{"an unknown route", GenericOpenAPIError{StatusCode: 404, Message: "no such route: GET /"}, false},
		{"another server", GenericOpenAPIError{StatusCode: 404, Message: "404 page not found"}, false},
		{"a proxy", GenericOpenAPIError{StatusCode: 404, Message: "text/html of 120 bytes instead of JSON"}, false},
		{"nothing said", GenericOpenAPIError{StatusCode: 404}, false},
		{"another status", GenericOpenAPIError{StatusCode: 403, Message: "Function was not found"}, false},
		{"no error", nil, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			assert.Equal(t, tc.gone, saysNotThere(tc.err, "x"))
		})
	}
}
