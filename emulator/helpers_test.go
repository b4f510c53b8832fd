package emulator_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/rumpl/gosc/emulator"
)

const base = "/functions/v1alpha2/regions/fr-par"

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

// remote talks to an emulator in plain HTTP, as any client would.
type remote struct {
	t   *testing.T
	srv *emulator.Server
}

// start runs an emulator with options and closes it with the test.
func start(t *testing.T, options emulator.Options) *remote {
	t.Helper()
	srv, err := emulator.New(options)
	require.NoError(t, err)
	t.Cleanup(func() {
		http.DefaultClient.CloseIdleConnections()
		assert.NoError(t, srv.Close())
	})
	return &remote{t: t, srv: srv}
}

type reply struct {
	status int
	header http.Header
	body   string
}

// field reads one member of a JSON reply.
func (r reply) field(t *testing.T, name string) string {
	t.Helper()
	var members map[string]any
	require.NoError(t, json.Unmarshal([]byte(r.body), &members), r.body)
	return fmt.Sprint(members[name])
}

// send makes a request of any kind and reads the whole reply.
func send(t *testing.T, r *http.Request) reply {
	t.Helper()
	response, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer response.Body.Close() // read to its end
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return reply{status: response.StatusCode, header: response.Header, body: string(body)}
}

func (c *remote) request(method, path, body string) *http.Request {
	c.t.Helper()
	var reader io.Reader
	if body != "" {
		reader = strings.NewReader(body)
	}
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.srv.URL()+path, reader)
	require.NoError(c.t, err)
	r.Header.Set("X-Auth-Token", c.srv.SecretKey())
	return r
}

// call sends an API request; the path is relative to the region.
func (c *remote) call(method, path, body string) reply {
	c.t.Helper()
	return send(c.t, c.request(method, base+path, body))
}

// ok is a call that must succeed.
func (c *remote) ok(method, path, body string) reply {
	c.t.Helper()
	r := c.call(method, path, body)
	require.Equal(c.t, http.StatusOK, r.status, "%s %s: %s", method, path, r.body)
	require.Equal(c.t, "application/json", r.header.Get("Content-Type"))
	require.NotEmpty(c.t, r.header.Get("X-Request-Id"))
	return r
}

func (c *remote) create(path, body string, args ...any) string {
	c.t.Helper()
	return c.ok("POST", path, fmt.Sprintf(body, args...)).field(c.t, "id")
}

func (c *remote) namespace(name string) string {
	c.t.Helper()
	return c.create("/namespaces", `{"name":%q,"organization_id":%q}`, name, c.srv.OrganizationID())
}

func (c *remote) function(namespace, name, settings string) string {
	c.t.Helper()
	return c.create("/functions", `{"namespace_id":%q,"name":%q,"runtime":"node10"%s}`, namespace, name, settings)
}

// upload sends an archive with the given files, as name and content in turn.
func (c *remote) upload(function string, files ...string) {
	c.t.Helper()
	require.Equal(c.t, http.StatusOK, c.put(function, archive(c.t, files...)).status)
}

// put asks for an upload URL and sends data there.
func (c *remote) put(function string, data []byte) reply {
	c.t.Helper()
	return send(c.t, c.putRequest(function, data))
}

func (c *remote) putRequest(function string, data []byte) *http.Request {
	c.t.Helper()
	var signed struct {
		URL     string
		Headers map[string][]string
	}
	answer := c.ok("GET", "/functions/"+function+"/upload-url?content_length="+strconv.Itoa(len(data)), "")
	require.NoError(c.t, json.Unmarshal([]byte(answer.body), &signed))
	r, err := http.NewRequestWithContext(c.t.Context(), "PUT", signed.URL, bytes.NewReader(data))
	require.NoError(c.t, err)
	for name, values := range signed.Headers {
		r.Header.Set(name, values[0])
	}
	return r
}

func archive(t *testing.T, files ...string) []byte {
	t.Helper()
	var buffer bytes.Buffer
	writer := zip.NewWriter(&buffer)
	for i := 0; i < len(files); i += 2 {
		file, err := writer.Create(files[i])
		require.NoError(t, err)
		_, err = io.WriteString(file, files[i+1])
		require.NoError(t, err)
	}
	require.NoError(t, writer.Close())
	return buffer.Bytes()
}

// settled polls a resource until it has settled.
func (c *remote) settled(path string) reply {
	c.t.Helper()
	deadline := time.Now().Add(2 * time.Minute)
	for {
		r := c.ok("GET", path, "")
		switch status := r.field(c.t, "status"); status {
		case "pending", "creating", "deleting":
			require.True(c.t, time.Now().Before(deadline), "still %s: %s", status, r.body)
			time.Sleep(10 * time.Millisecond)
		default:
			return r
		}
	}
}

// deployed deploys and waits; it returns the endpoint.
func (c *remote) deployed(path string) string {
	c.t.Helper()
	require.Equal(c.t, "pending", c.ok("POST", path+"/deploy", "{}").field(c.t, "status"))
	r := c.settled(path)
	require.Equal(c.t, "ready", r.field(c.t, "status"), r.body)
	return r.field(c.t, "endpoint")
}

// invoke calls an endpoint.
func (c *remote) invoke(endpoint, token, body string) reply {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), "POST", endpoint, strings.NewReader(body))
	require.NoError(c.t, err)
	if token != "" {
		r.Header["SCW_FUNCTIONS_TOKEN"] = []string{token}
	}
	return send(c.t, r)
}

func (c *remote) logs(application string) []string {
	c.t.Helper()
	var list struct{ Logs []struct{ Message string } }
	r := c.ok("GET", "/logs?page_size=100&order_by=timestamp_asc&application_id="+application, "")
	require.NoError(c.t, json.Unmarshal([]byte(r.body), &list))
	lines := []string{}
	for _, log := range list.Logs {
		lines = append(lines, log.Message)
	}
	return lines
}

func decode[T any](t *testing.T, r reply) T {
	t.Helper()
	var value T
	require.NoError(t, json.Unmarshal([]byte(r.body), &value), r.body)
	return value
}

func base64Part(token string, n int) (string, error) {
	text, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[n])
	return string(text), err
}
