package console

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var files = map[string]string{
	"/":                 "text/html; charset=utf-8",
	"/console/app.css":  "text/css; charset=utf-8",
	"/console/app.js":   "text/javascript; charset=utf-8",
	"/console/icon.svg": "image/svg+xml",
}

func TestFilesOfThePage(t *testing.T) {
	c := newConsole(&fixed{})
	for path, contentType := range files {
		w := serve(c, request("GET", path, ""))
		require.Equal(t, http.StatusOK, w.Code, path)
		assert.Equal(t, contentType, w.Header().Get("Content-Type"), path)
		assert.NotEmpty(t, w.Body.String(), path)
		assert.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
		policy := w.Header().Get("Content-Security-Policy")
		assert.Contains(t, policy, "default-src 'none'")
		assert.NotContains(t, policy, "unsafe")
		assert.NotContains(t, policy, "*")
	}
}

func TestPageNeedsNothingFromElsewhere(t *testing.T) {
	elsewhere := regexp.MustCompile(`(https?:)?//[a-z0-9-]+\.[a-z]`)
	reference := regexp.MustCompile(`(?:src|href)="([^"]*)"`)
	c := newConsole(&fixed{})
	for path := range files {
		text := strings.ReplaceAll(serve(c, request("GET", path, "")).Body.String(), `xmlns="http://www.w3.org/2000/svg"`, "")
		assert.NotRegexp(t, elsewhere, text, path)
		for _, match := range reference.FindAllStringSubmatch(text, -1) {
			assert.Contains(t, files, match[1], "%s refers to it", path)
		}
	}
}

func TestScriptWritesTextOnly(t *testing.T) {
	script := serve(newConsole(&fixed{}), request("GET", "/console/app.js", "")).Body.String()
	for _, markup := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "srcdoc", "Function("} {
		assert.NotContains(t, script, markup)
	}
}

func TestRoutesThatAreNotThere(t *testing.T) {
	c := newConsole(&fixed{})
	for _, route := range []string{
		"GET /console/", "GET /console/none", "GET /console/../state", "GET /console/call", "POST /console/state",
		"POST /console/logs", "DELETE /console/app.js", "POST /", "OPTIONS /console/call",
	} {
		method, path, _ := strings.Cut(route, " ")
		w := serve(c, request(method, path, ""))
		assert.Equal(t, http.StatusNotFound, w.Code, route)
		assert.Contains(t, decode[map[string]string](t, w)["message"], "no such route", route)
		assert.Empty(t, w.Header().Get("Access-Control-Allow-Origin"))
	}
}

func TestGuard(t *testing.T) {
	browser := func(site, origin string) http.Header {
		return http.Header{"Sec-Fetch-Site": {site}, "Origin": {origin}}
	}
	tests := []struct {
		name, host  string
		header      http.Header
		read, write bool
	}{
		{"the page itself", "127.0.0.1:8080", browser("same-origin", "http://127.0.0.1:8080"), true, true},
		{"the page under another name", "localhost:8080", browser("same-origin", "http://localhost:8080"), true, true},
		{"IPv6", "[::1]:8080", browser("same-origin", "http://[::1]:8080"), true, true},
		{"default port", "[::1]", nil, true, true},
		{"no browser", "127.0.0.1:8080", nil, true, true},
		{"another site", "127.0.0.1:8080", browser("cross-site", "https://evil.example"), true, false},
		{"another port of this machine", "127.0.0.1:8080", browser("same-site", "http://127.0.0.1:9090"), true, false},
		{"an old browser", "127.0.0.1:8080", http.Header{"Origin": {"https://evil.example"}}, true, false},
		{"a page without an origin", "127.0.0.1:8080", http.Header{"Origin": {"null"}}, true, false},
		{"DNS rebinding", "evil.example:8080", browser("same-origin", "http://evil.example:8080"), false, false},
		{"DNS rebinding, look-alike", "localhost.evil.example", nil, false, false},
		{"another machine", "192.0.2.1:8080", nil, false, false},
		{"no host", "", nil, false, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			calls := 0
			c := newConsole(one(backend(t, func(http.ResponseWriter, *http.Request) { calls++ })))
			status := func(method, path, body string) int {
				r := request(method, path, body)
				r.Host, r.Header = test.host, test.header.Clone()
				if r.Header == nil {
					r.Header = http.Header{}
				}
				r.Header.Set("Content-Type", "application/json")
				return serve(c, r).Code
			}
			want := map[bool]int{true: http.StatusOK, false: http.StatusForbidden}
			assert.Equal(t, want[test.read], status("GET", "/console/state", ""))
			assert.Equal(t, want[test.read], status("GET", "/console/logs?application=fn", ""))
			assert.Equal(t, want[test.write], status("POST", "/console/call", `{"application":"fn","method":"GET"}`))
			assert.Equal(t, map[bool]int{true: 1}[test.write], calls)
			assert.Equal(t, http.StatusOK, status("GET", "/", ""), "the page itself is no secret, and can tell why it stays empty")
		})
	}
}
