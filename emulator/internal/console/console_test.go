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
	"/":                   "text/html; charset=utf-8",
	"/console/app.css":    "text/css; charset=utf-8",
	"/console/app.js":     "text/javascript; charset=utf-8",
	"/console/common.js":  "text/javascript; charset=utf-8",
	"/console/create.js":  "text/javascript; charset=utf-8",
	"/console/change.js":  "text/javascript; charset=utf-8",
	"/console/traffic.js": "text/javascript; charset=utf-8",
	"/console/icon.svg":   "image/svg+xml",
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
			if !strings.HasPrefix(match[1], "#") { // a view of the page itself
				assert.Contains(t, files, match[1], "%s refers to it", path)
			}
		}
	}
}

func TestScriptWritesTextOnly(t *testing.T) {
	for path, contentType := range files {
		if contentType != files["/console/app.js"] {
			continue
		}
		script := serve(newConsole(&fixed{}), request("GET", path, "")).Body.String()
		for _, markup := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "srcdoc", "Function("} {
			assert.NotContains(t, script, markup, path)
		}
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
