package gosc

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEveryErrorReplyBecomesATypedError(t *testing.T) {
	expired := time.Date(2020, 6, 20, 15, 40, 52, 0, time.UTC)
	for _, tc := range []struct {
		name   string
		status int
		body   string
		is     error
		want   GenericOpenAPIError
		text   string
	}{
		{
			name: "not found", status: 404, is: ErrNotFound,
			body: `{"message":"resource is not found","resource":"function","resource_id":"42","type":"not_found"}`,
			want: GenericOpenAPIError{Type: "not_found", Message: "resource is not found", Resource: "function", ResourceID: "42"},
			text: "404 Not Found: not_found: resource is not found: function 42",
		}, {
			name: "invalid arguments", status: 400, is: ErrInvalidArguments,
			body: `{"details":[{"argument_name":"schedule","help_message":"no cron","reason":"format"}],"message":"invalid argument(s)","type":"invalid_arguments"}`,
			want: GenericOpenAPIError{Type: "invalid_arguments", Message: "invalid argument(s)",
				Details: []ErrorDetail{{ArgumentName: "schedule", Reason: "format", HelpMessage: "no cron"}}},
			text: "400 Bad Request: invalid_arguments: invalid argument(s): schedule (format) no cron",
		}, {
			name: "transient", status: 409, is: ErrTransientState,
			body: `{"current_state":"pending","message":"wait","resource":"function","resource_id":"42","type":"transient_state"}`,
			want: GenericOpenAPIError{Type: "transient_state", Message: "wait", Resource: "function", ResourceID: "42", CurrentState: "pending"},
			text: "409 Conflict: transient_state: wait: function 42",
		}, {
			name: "quota", status: 403, is: ErrQuotasExceeded,
			body: `{"details":[{"current":20,"quota":21,"resource":"functions"}],"message":"too many","type":"quotas_exceeded"}`,
			want: GenericOpenAPIError{Type: "quotas_exceeded", Message: "too many", Details: []ErrorDetail{{Resource: "functions", Quota: 21, Current: 20}}},
			text: "403 Forbidden: quotas_exceeded: too many: functions 20 of 21",
		}, {
			name: "authentication", status: 401, is: ErrDeniedAuthentication,
			body: `{"message":"denied","method":"api_key","reason":"not_found","type":"denied_authentication"}`,
			want: GenericOpenAPIError{
				Type: "denied_authentication", Message: "denied", AuthMethod: "api_key", Reason: "not_found",
				HelpMessage: "the secret key was refused: check Configuration.APIKey; scwconfig.Load takes it from SCW_SECRET_KEY or, if that is not set, from secret_key of the profile",
			},
		}, {
			name: "permissions", status: 403, is: ErrPermissionsDenied,
			body: `{"details":[{"action":"write","resource":"namespace"}],"message":"no","type":"permissions_denied"}`,
			want: GenericOpenAPIError{Type: "permissions_denied", Message: "no", Details: []ErrorDetail{{Resource: "namespace", Action: "write"}}},
			text: "403 Forbidden: permissions_denied: no: write namespace",
		}, {
			name: "precondition", status: 412, is: ErrPreconditionFailed,
			body: `{"help_message":"delete first","message":"failed","precondition":"resource_still_in_use","type":"precondition_failed"}`,
			want: GenericOpenAPIError{Type: "precondition_failed", Message: "failed", Precondition: "resource_still_in_use", HelpMessage: "delete first"},
		}, {
			name: "expired", status: 410, is: ErrResourceExpired,
			body: `{"expired_since":"2020-06-20T15:40:52Z","message":"gone","type":"resource_expired"}`,
			want: GenericOpenAPIError{Type: "resource_expired", Message: "gone", ExpiredSince: expired},
		},
		{name: "locked", status: 423, is: ErrLocked, body: `{"message":"m","type":"locked"}`, want: GenericOpenAPIError{Type: "locked", Message: "m"}},
		{name: "out of stock", status: 503, is: ErrOutOfStock, body: `{"message":"m","type":"out_of_stock"}`, want: GenericOpenAPIError{Type: "out_of_stock", Message: "m"}},
		{name: "type before status", status: 400, is: ErrNotFound, body: `{"message":"m","type":"not_found"}`, want: GenericOpenAPIError{Type: "not_found", Message: "m"}},
		{name: "legacy", status: 404, is: ErrNotFound, body: `{"message":"m","type":"unknown_resource"}`, want: GenericOpenAPIError{Type: "unknown_resource", Message: "m"}},
		{name: "future type", status: 409, is: ErrConflict, body: `{"message":"m","type":"brand_new"}`, want: GenericOpenAPIError{Type: "brand_new", Message: "m"}},
		{name: "no type", status: 409, is: ErrConflict, body: `{"message":"m"}`, want: GenericOpenAPIError{Message: "m"}},
		{name: "v1beta1: name taken", status: 409, is: ErrConflict, body: `{"message":"Namespace already exist"}`, want: GenericOpenAPIError{Message: "Namespace already exist"}},
		{name: "v1beta1: not found", status: 404, is: ErrNotFound, body: `{"message":"Namespace was not found"}`, want: GenericOpenAPIError{Message: "Namespace was not found"}},
		{name: "error_message", status: 404, is: ErrNotFound, body: `{"error_message":"m"}`, want: GenericOpenAPIError{Message: "m"}},
		{name: "rate limit", status: 429, is: ErrRateLimited, body: ``},
		{name: "bad gateway", status: 502, body: `{}`},
		{name: "other JSON types", status: 404, is: ErrNotFound, body: `{"message":{"a":1},"type":7,"details":"no","resource":null}`},
		{name: "an array", status: 404, is: ErrNotFound, body: `[1]`},
		{name: "a string", status: 418, body: `"teapot"`},
		{name: "cut short", status: 404, is: ErrNotFound, body: `{"message":"m"`, want: GenericOpenAPIError{Message: `incomplete or invalid JSON of 14 bytes`}},
		{name: "absurd numbers", status: 403, is: ErrQuotasExceeded, body: `{"type":"quotas_exceeded","details":[{"quota":-1,"current":1e300,"resource":"r"}]}`,
			want: GenericOpenAPIError{Type: "quotas_exceeded", Details: []ErrorDetail{{Resource: "r"}}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("X-Request-Id", "req-1")
				writeReply(w, tc.status, tc.body)
			})
			caller.Config().APIKey = "a key"
			got, resp, err := getThing(t.Context(), caller, "", "42", WithRetry(RetryPolicy{MaxAttempts: 1}))
			assert.Zero(t, got)
			require.Equal(t, tc.status, resp.StatusCode)
			var e GenericOpenAPIError
			require.ErrorAs(t, err, &e)
			assert.Equal(t, tc.body, string(e.Body()))
			for _, s := range allSentinels {
				assert.Equal(t, s == tc.is, errors.Is(err, s), "%v", s)
			}
			assert.True(t, strings.HasPrefix(err.Error(), "gosc: GetThing (GET /shop/v1/regions/fr-par/things/42): "+fmt.Sprint(tc.status)+" "), err.Error())
			assert.True(t, strings.HasSuffix(err.Error(), "(request id req-1)"), err.Error())
			assert.Contains(t, err.Error(), tc.text)
			assert.NotContains(t, err.Error(), "\n")
			var model any
			if json.Unmarshal([]byte(tc.body), &model) == nil {
				assert.Equal(t, model, e.Model())
			} else {
				assert.Nil(t, e.Model())
			}

			tc.want.StatusCode, tc.want.RequestID, tc.want.Operation, tc.want.Attempts = tc.status, "req-1", "GetThing", 1
			e.op, e.body, e.model, e.mayRetry = Operation{}, nil, nil, false
			assert.Equal(t, tc.want, e)
		})
	}
}

func FuzzErrorBody(f *testing.F) {
	for _, seed := range []string{``, `{}`, `{"message":"m","type":"not_found"}`, `{"details":[{"quota":1e400}]}`, `[[[`, `<html>`} {
		f.Add(404, "application/json", []byte(seed))
	}
	f.Fuzz(func(t *testing.T, status int, kind string, body []byte) {
		e := GenericOpenAPIError{StatusCode: status, body: body}
		e.decodeBody(http.Header{"Content-Type": {kind}}, nil)
		if strings.ContainsAny(e.Error(), "\n\r\x00") {
			t.Fatalf("not one line: %q", e.Error())
		}
		_ = errors.Is(e, ErrNotFound)
	})
}
