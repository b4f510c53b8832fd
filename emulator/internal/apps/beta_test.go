package apps

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func betaSpec(t testing.TB, runtime, file, source string) Spec {
	needs(t, runtime)
	return Spec{Rules: V1beta1, Runtime: runtime, Archive: zipOf(t, map[string]string{file: source})}
}

func betaNode(t testing.TB, source string) Spec { return betaSpec(t, "node22", "handler.js", source) }

func betaPython(t testing.TB, source string) Spec {
	return betaSpec(t, "python313", "handler.py", source)
}

func TestBetaGatewayHeaders(t *testing.T) {
	a, _ := deployed(t, Options{}, betaNode(t, `export function handle(event, context, cb) {
  return { statusCode: 200, body: JSON.stringify(event), headers: event.path === '/own' ? { 'Access-Control-Allow-Origin': 'https://me', Server: 'mine' } : {} };
}`))
	got := get(t, a)
	require.Equal(t, 200, got.status)
	assert.Equal(t, "envoy", got.header.Get("Server"))
	assert.Equal(t, "*", got.header.Get("Access-Control-Allow-Origin"))
	assert.Equal(t, "Content-Type", got.header.Get("Access-Control-Allow-Headers"))
	var seen struct {
		Headers        map[string]string
		RequestContext map[string]any
	}
	require.NoError(t, json.Unmarshal([]byte(got.body), &seen))
	assert.Equal(t, "127.0.0.1", seen.Headers["X-Forwarded-For"])
	assert.Equal(t, "127.0.0.1", seen.Headers["X-Envoy-External-Address"])
	assert.Equal(t, "http", seen.Headers["X-Forwarded-Proto"])
	assert.Equal(t, "activator", seen.Headers["K-Proxy-Request"])
	assert.Regexp(t, `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`, seen.Headers["X-Request-Id"])
	assert.Equal(t, seen.Headers["X-Request-Id"], seen.RequestContext["requestId"])

	got = send(t, a, http.MethodGet, "/own", "", http.Header{"X-Forwarded-For": {"10.0.0.1"}, "X-Request-Id": {"mine"}})
	assert.Equal(t, "https://me", got.header.Get("Access-Control-Allow-Origin"))
	assert.Equal(t, []string{"envoy"}, got.header["Server"])
	require.NoError(t, json.Unmarshal([]byte(got.body), &seen))
	assert.Equal(t, "10.0.0.1,127.0.0.1", seen.Headers["X-Forwarded-For"])
	assert.Equal(t, "mine", seen.Headers["X-Request-Id"])
}

func TestAlphaRepliesCarryNothingOfTheGateway(t *testing.T) {
	a, _ := deployed(t, Options{}, nodeSpec(t, `exports.handle = (event) => ({ body: event.headers })`))
	got := get(t, a)
	for _, name := range []string{"Server", "Access-Control-Allow-Origin", "Access-Control-Allow-Headers"} {
		assert.NotContains(t, got.header, name)
	}
	assert.NotContains(t, got.body, "X-Request-Id")
	assert.NotContains(t, got.body, "X-Forwarded")
}

// The keys of event and context are the documented ones, all of them and no
// others, in each language with events.
func TestBetaEventAndContext(t *testing.T) {
	eventKeys := []string{
		"body", "headers", "httpMethod", "isBase64Encoded", "multiValueHeaders", "multiValueQueryStringParameters", "path",
		"pathParameters", "queryStringParameters", "requestContext", "resource", "stageVariables",
	}
	sources := map[string][2]string{
		"node22":    {"handler.js", `export async function handle(event, context) { return { statusCode: 200, body: { event, context } } }`},
		"python313": {"handler.py", `def handle(event, context): return {"statusCode": 200, "body": {"event": event, "context": context, "name": context.functionName}}`},
		"php84":     {"handler.php", `<?php function handle($event, $context) { return ["statusCode" => 200, "body" => ["event" => $event, "context" => $context]]; }`},
	}
	for runtime, source := range sources {
		t.Run(runtime, func(t *testing.T) {
			a, _ := deployed(t, Options{}, betaSpec(t, runtime, source[0], source[1]))
			got := send(t, a, http.MethodPost, "/a/b?x=1&x=2", `{"a":1}`, http.Header{"Content-Type": {"application/json"}, "X-Lower": {"v"}})
			require.Equal(t, 200, got.status, got.body)
			var seen struct {
				Event   map[string]any
				Context map[string]any
			}
			require.NoError(t, json.Unmarshal([]byte(got.body), &seen))
			var keys []string
			for k := range seen.Event {
				keys = append(keys, k)
			}
			assert.ElementsMatch(t, eventKeys, keys)
			assert.Equal(t, `{"a":1}`, seen.Event["body"])
			assert.Equal(t, false, seen.Event["isBase64Encoded"])
			assert.Equal(t, "/a/b", seen.Event["path"])
			assert.Equal(t, "POST", seen.Event["httpMethod"])
			assert.Equal(t, map[string]any{"x": "2"}, seen.Event["queryStringParameters"])
			assert.Equal(t, "v", seen.Event["headers"].(map[string]any)["X-Lower"])
			assert.Equal(t, map[string]any{"memoryLimitInMb": 128.0, "functionName": a.opts.Name, "functionVersion": ""}, seen.Context)
		})
	}
}

// What each form of result becomes, as JSON so that every language can return it.
func TestBetaReplies(t *testing.T) {
	const asJSON, plain = "application/json", "text/plain; charset=utf-8"
	tests := []struct {
		value       string
		status      int
		contentType string
		body        string
	}{
		{`{"statusCode":201,"body":"text"}`, 201, plain, `text`},
		{`{"statusCode":201,"body":{"a":1}}`, 201, asJSON, `{"a":1}`},
		{`{"body":"text"}`, 200, plain, `text`},
		{`{"body":{"message":"hi"}}`, 200, asJSON, `{"body":{"message":"hi"}}`},
		{`{"body":[1]}`, 200, asJSON, `{"body":[1]}`},
		{`{"statusCode":200,"body":"eA==","isBase64Encoded":true}`, 200, "application/octet-stream", `x`},
		{`{"statusCode":200,"body":"<p>","headers":{"Content-Type":"text/html"}}`, 200, "text/html", `<p>`},
		{`{"statusCode":204}`, 204, "", ``},
		{`{"message":"hi"}`, 200, asJSON, `{"message":"hi"}`},
		{`[1,2]`, 200, asJSON, `[1,2]`},
		{`42`, 200, asJSON, `42`},
		{`"text"`, 200, plain, `text`},
		{`{"statusCode":"x"}`, 502, asJSON, `{"message":"function returned statusCode \"x\", which is not an HTTP status"}`},
	}
	specs := map[string]Spec{
		"node": betaNode(t, `export function handle(event, context, cb) { cb(undefined, JSON.parse(event.body)); }`),
		"python": betaPython(t, `import json
def handle(event, context):
    return json.loads(event["body"])`),
	}
	if php := (Spec{Rules: V1beta1, Runtime: "php84"}); hasTool(t, php) {
		specs["php"] = betaSpec(t, "php84", "handler.php", `<?php function handle($event, $context) { return json_decode($event["body"], true); }`)
	}
	for name, spec := range specs {
		a, _ := deployed(t, Options{}, spec)
		for _, tt := range tests {
			t.Run(name+" "+tt.value, func(t *testing.T) {
				got := post(t, a, tt.value)
				assert.Equal(t, tt.status, got.status)
				assert.Equal(t, tt.contentType, got.header.Get("Content-Type"))
				if strings.HasPrefix(tt.body, "{") {
					assert.JSONEq(t, tt.body, got.body)
				} else {
					assert.Equal(t, strings.ReplaceAll(tt.body, " ", ""), strings.ReplaceAll(got.body, " ", ""))
				}
			})
		}
	}
}

func hasTool(t *testing.T, spec Spec) bool {
	_, err := findTool(t.Context(), spec.Runtime, spec.Rules)
	return err == nil
}

func TestBetaExceptions(t *testing.T) {
	sources := map[string][2]string{
		"node20":    {"handler.js", `export const handle = async () => { throw new Error('it broke') }`},
		"python310": {"handler.py", `def handle(event, context): raise ValueError("it broke")`},
		"php82":     {"handler.php", `<?php function handle($event, $context) { throw new RuntimeException("it broke"); }`},
	}
	for runtime, source := range sources {
		t.Run(runtime, func(t *testing.T) {
			a, lines := deployed(t, Options{}, betaSpec(t, runtime, source[0], source[1]))
			got := get(t, a)
			assert.Equal(t, 500, got.status)
			assert.JSONEq(t, `{"message":"it broke"}`, got.body)
			lines.await(t, "it broke")
			assert.Equal(t, 500, get(t, a).status, "the process lives on")
		})
	}
}

func TestBetaPrivate(t *testing.T) {
	functionSpec := betaNode(t, `export const handle = () => 'in'`)
	containerSpec := Spec{Rules: V1beta1, Kind: Container, InProcess: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("in"))
	})}
	for _, spec := range []Spec{functionSpec, containerSpec} {
		t.Run(spec.Kind.String(), func(t *testing.T) {
			spec.Authorize = func(token string) bool { return token == "good" }
			a, _ := deployed(t, Options{}, spec)
			for _, header := range []http.Header{nil, {"X-Auth-Token": {"bad"}}, {"Scw_functions_token": {"good"}}, {"SCW_FUNCTIONS_TOKEN": {"good"}}} {
				got := send(t, a, http.MethodGet, "/", "", header)
				assert.Equal(t, 403, got.status)
				assert.Equal(t, "envoy", got.header.Get("Server"))
				assert.Contains(t, got.body, `"message"`)
			}
			assert.Equal(t, "in", send(t, a, http.MethodGet, "/", "", http.Header{"X-Auth-Token": {"good"}}).body)
		})
	}
}

func TestBetaRefusesBeforeTheHandler(t *testing.T) {
	a, lines := deployed(t, Options{MaxRequest: 10}, betaNode(t, `export const handle = (event) => { console.log('asked', event.path); return 'ok' }`))
	assert.Equal(t, 404, send(t, a, http.MethodGet, "/favicon.ico", "", nil).status)
	assert.Equal(t, 404, send(t, a, http.MethodGet, "/robots.txt", "", nil).status)
	assert.Equal(t, 500, post(t, a, "0123456789a").status)
	assert.Equal(t, "ok", post(t, a, "0123456789").body)
	lines.await(t, "asked /")
	assert.Equal(t, 1, strings.Count(lines.text(), "asked"))
	assert.EqualValues(t, 6291456, Options{}.withDefaults().MaxRequest)
}

func TestBetaContainerHeaders(t *testing.T) {
	a, _ := deployed(t, Options{}, Spec{Rules: V1beta1, Kind: Container, InProcess: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Seen", r.Header.Get("X-Request-Id"))
	})})
	got := send(t, a, http.MethodGet, "/favicon.ico", "", http.Header{"X-Request-Id": {"7"}})
	assert.Equal(t, 200, got.status, "containers are asked for everything")
	assert.Equal(t, "7", got.header.Get("X-Seen"))
	assert.Equal(t, "envoy", got.header.Get("Server"))
	assert.NotContains(t, got.header, "Access-Control-Allow-Origin")
}
