package apps

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEvent(t *testing.T) {
	r := httptest.NewRequest(http.MethodPost, "http://fn.local/a%20b?x=1&x=2&y=", nil)
	r.Header.Add("Content-Type", "application/json")
	r.Header.Add("X-Many", "first")
	r.Header.Add("X-Many", "last")
	got, err := payload((&revision{}).newCall(r, []byte(`{"key":"<value>"}`)))
	require.NoError(t, err)
	assert.Contains(t, string(got), `<value>`, "the body's characters stay readable")
	assert.JSONEq(t, `{
		"event": {
			"resource": "",
			"path": "/a b",
			"httpMethod": "POST",
			"method": "POST",
			"headers": {"Content-Type": "application/json", "Host": "fn.local", "X-Many": "last"},
			"multiValueHeaders": null,
			"queryStringParameters": {"x": "2", "y": ""},
			"multiValueQueryStringParameters": null,
			"pathParameters": null,
			"stageVariables": {},
			"requestContext": {"accountId": "", "resourceId": "", "stage": "", "requestId": "", "resourcePath": "",
				"authorizer": null, "httpMethod": "POST", "apiId": ""},
			"body": "{\"key\":\"<value>\"}",
			"isBase64Encoded": false
		},
		"context": {"functionName": "", "functionVersion": "", "memoryLimitInMB": 0, "requestId": ""}
	}`, string(got))
}

func TestEventBody(t *testing.T) {
	tests := []struct {
		name, body, want string
		base64           bool
	}{
		{"none", "", "", false},
		{"looks like base64", "abcd", "abcd", false},
		{"text with odd characters", "é\x00\n\u2028", "é\x00\n\u2028", false},
		{"bytes", "\xff\xfe", "//4=", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := newEvent(httptest.NewRequest(http.MethodPut, "/", nil), []byte(tt.body))
			assert.Equal(t, tt.want, e.Body)
			assert.Equal(t, tt.base64, e.IsBase64Encoded)
			raw, err := payload(invocation{Event: e, Context: callContext{}})
			require.NoError(t, err)
			var back struct{ Event struct{ Body string } }
			require.NoError(t, json.Unmarshal(raw, &back))
			assert.Equal(t, tt.want, back.Event.Body)
		})
	}
}

// What a handler of each language sees is what the platform documents.
func TestEventAsHandlersSeeIt(t *testing.T) {
	specs := map[string]Spec{
		"node":   nodeSpec(t, `exports.handle = (event, context) => ({ body: { event, fields: Object.keys(context).length } })`),
		"python": pythonSpec(t, `def handle(event, context): return {"body": {"event": event, "fields": len(context)}}`),
	}
	for name, spec := range specs {
		t.Run(name, func(t *testing.T) {
			a, _ := deployed(t, Options{}, spec)
			header := http.Header{"X-Custom": {"v"}, "SCW_FUNCTIONS_TOKEN": {"t"}}
			got := send(t, a, http.MethodPatch, "/sub/path?q=é", "täxt\n", header)
			require.Equal(t, http.StatusOK, got.status)
			var seen struct {
				Event  event
				Fields int
			}
			require.NoError(t, json.Unmarshal([]byte(got.body), &seen))
			assert.Equal(t, "PATCH", seen.Event.Method)
			assert.Equal(t, "PATCH", seen.Event.HTTPMethod)
			assert.Equal(t, "/sub/path", seen.Event.Path)
			assert.Equal(t, map[string]string{"q": "é"}, seen.Event.QueryStringParameters)
			assert.Equal(t, "täxt\n", seen.Event.Body)
			assert.Equal(t, "v", seen.Event.Headers["X-Custom"])
			assert.Equal(t, strings.TrimPrefix(a.URL(), "http://"), seen.Event.Headers["Host"])
			assert.Equal(t, 4, seen.Fields)
		})
	}
}
