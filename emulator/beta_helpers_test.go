package emulator_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator"
)

const (
	functionsBase  = "/functions/v1beta1/regions/fr-par"
	containersBase = "/containers/v1beta1/regions/fr-par"
	project        = "11111111-2222-4333-8444-555555555555"
)

// beta talks to one product of v1beta1 in one region.
type beta struct {
	*remote
	base string
}

func startBeta(t *testing.T, options emulator.Options) (functions, containers *beta) {
	t.Helper()
	c := start(t, options)
	return &beta{c, functionsBase}, &beta{c, containersBase}
}

func (c *beta) call(method, path, body string) reply {
	c.t.Helper()
	return send(c.t, c.request(method, c.base+path, body))
}

func (c *beta) ok(method, path, body string) reply {
	c.t.Helper()
	r := c.call(method, path, body)
	require.Equal(c.t, http.StatusOK, r.status, "%s %s: %s", method, path, r.body)
	return r
}

func (c *beta) create(path, body string, args ...any) string {
	c.t.Helper()
	return c.ok("POST", path, fmt.Sprintf(body, args...)).field(c.t, "id")
}

func (c *beta) namespace(name string) string {
	c.t.Helper()
	return c.create("/namespaces", `{"name":%q,"project_id":%q}`, name, project)
}

func (c *beta) function(namespace, name, settings string) string {
	c.t.Helper()
	return c.create("/functions", `{"namespace_id":%q,"name":%q,"runtime":"node22"%s}`, namespace, name, settings)
}

func (c *beta) upload(function string, files ...string) {
	c.t.Helper()
	zip := archive(c.t, files...)
	var signed struct {
		URL     string
		Headers map[string][]string
	}
	got := c.ok("GET", fmt.Sprintf("/functions/%s/upload-url?content_length=%d", function, len(zip)), "")
	require.NoError(c.t, json.Unmarshal([]byte(got.body), &signed))
	r, err := http.NewRequestWithContext(c.t.Context(), "PUT", signed.URL, strings.NewReader(string(zip)))
	require.NoError(c.t, err)
	for name, values := range signed.Headers {
		r.Header.Set(name, values[0])
	}
	r.Header.Set("X-Auth-Token", c.srv.SecretKey()) // Go tools send it along
	put := send(c.t, r)
	require.Equal(c.t, http.StatusOK, put.status, put.body)
	require.Empty(c.t, put.body)
}

// waitFor polls a resource until its status is not transient.
func (c *beta) waitFor(path string) reply {
	c.t.Helper()
	var r reply
	require.Eventually(c.t, func() bool {
		r = c.call("GET", path, "")
		status := r.field(c.t, "status")
		return r.status != http.StatusOK || !strings.HasSuffix(status, "ing")
	}, settleTime, poll)
	return r
}

// deployed deploys a function and waits until it is ready.
func (c *beta) deployed(function string) reply {
	c.t.Helper()
	c.ok("POST", "/functions/"+function+"/deploy", "{}")
	r := c.waitFor("/functions/" + function)
	require.Equal(c.t, "ready", r.field(c.t, "status"), r.body)
	return r
}

// shape writes the members of a JSON text in their order, each with its type: s, n,
// b, null, {} for a map, {...} for members and [...] for the first item of a list.
func shape(t *testing.T, text string) string {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	token, err := decoder.Token()
	require.NoError(t, err)
	return shapeOf(t, decoder, token)
}

func shapeOf(t *testing.T, decoder *json.Decoder, token json.Token) string {
	t.Helper()
	switch token := token.(type) {
	case json.Delim:
		var parts []string
		for decoder.More() {
			prefix := ""
			if token == '{' {
				key, err := decoder.Token()
				require.NoError(t, err)
				prefix = key.(string) + ":"
			}
			next, err := decoder.Token()
			require.NoError(t, err)
			parts = append(parts, prefix+shapeOf(t, decoder, next))
		}
		_, err := decoder.Token()
		require.NoError(t, err)
		if token == '[' {
			return "[" + strings.Join(parts[:min(len(parts), 1)], "") + "]"
		}
		return "{" + strings.Join(parts, " ") + "}"
	case string:
		return "s"
	case float64:
		return "n"
	case bool:
		return "b"
	default:
		return "null"
	}
}

func assertMessage(t *testing.T, status int, message string, r reply) {
	t.Helper()
	assert.Equal(t, status, r.status, r.body)
	assert.Equal(t, fmt.Sprintf(`{"message":%q}`, message), r.body)
}
