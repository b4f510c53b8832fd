package emulator_test

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator"
)

// console sends a request as the page does: without a secret key.
func (c *remote) console(method, path, body string) reply {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.srv.URL()+path, strings.NewReader(body))
	require.NoError(c.t, err)
	r.Header.Set("Content-Type", "application/json")
	return send(c.t, r)
}

func TestConsoleCallsPrivateFunctionsAndShowsTheirLogs(t *testing.T) {
	c := start(t, emulator.Options{})
	fn := c.function(c.namespace("shop"), "hello", `,"privacy":"private"`)
	c.upload(fn, "handler.js", echoJS)
	c.deployed("/functions/" + fn)
	state := c.console("GET", "/console/state", "")
	assert.Contains(t, state.body, `"id":"`+fn+`","kind":"function","name":"hello","status":"ready"`)
	assert.Contains(t, state.body, "export SCW_API_URL="+c.srv.URL()+`\n`)

	call := `{"application":"` + fn + `","method":"POST","path":"/","body":"ping"`
	without := c.console("POST", "/console/call", call+"}")
	assert.Equal(t, "404", without.field(t, "code"), without.body)
	with := c.console("POST", "/console/call", call+`,"token":true}`)
	assert.Equal(t, "200", with.field(t, "code"), with.body)
	assert.Contains(t, with.field(t, "body"), `"got":"ping"`)
	assert.Contains(t, c.console("GET", "/console/logs?application="+fn, "").body, `"message":"called with ping"`)
}

func TestConsoleShowsNoRealKeys(t *testing.T) {
	const key = "0f0e0d0c-0000-4000-8000-00000000beef"
	c := start(t, emulator.Options{SecretKeys: []string{key}})
	for _, path := range []string{"/", "/console/app.js", "/console/state", "/console/logs", "/console/faults"} {
		assert.Equal(t, http.StatusUnauthorized, c.console("GET", path, "").status, "a key is set, so the console asks who is there")
	}
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	browser := &http.Client{Jar: jar}
	for _, address := range []string{c.srv.ConsoleURL(), c.srv.URL() + "/console/app.js", c.srv.URL() + "/console/state"} {
		r, err := http.NewRequestWithContext(t.Context(), "GET", address, nil)
		require.NoError(t, err)
		response, err := browser.Do(r)
		require.NoError(t, err)
		body, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		assert.Equal(t, http.StatusOK, response.StatusCode, address)
		assert.NotContains(t, string(body), key)
		assert.Empty(t, response.Request.URL.RawQuery, "the token has left the address")
	}
}

func TestConsoleOfAnOpenAddressWantsItsToken(t *testing.T) {
	c := start(t, emulator.Options{Address: "0.0.0.0:0"})
	assert.Equal(t, http.StatusUnauthorized, c.console("GET", "/console/state", "").status)
	assert.Contains(t, c.srv.ConsoleURL(), "/?token=")
	other := start(t, emulator.Options{Address: "0.0.0.0:0"})
	assert.NotEqual(t, strings.TrimPrefix(c.srv.ConsoleURL(), c.srv.URL()), strings.TrimPrefix(other.srv.ConsoleURL(), other.srv.URL()))
}

func TestConsoleLeavesTheAPIAlone(t *testing.T) {
	c := start(t, emulator.Options{})
	for _, route := range []string{"POST /", "HEAD /", "GET /console", "GET /favicon.ico", "GET /index.html", "GET /app.js"} {
		method, path, _ := strings.Cut(route, " ")
		r := c.console(method, path, "")
		assert.Equal(t, http.StatusNotFound, r.status, route)
		assert.Equal(t, "application/json", r.header.Get("Content-Type"), route)
	}
	assert.Equal(t, http.StatusUnauthorized, c.console("GET", base+"/namespaces", "").status, "the API wants its key")
}
