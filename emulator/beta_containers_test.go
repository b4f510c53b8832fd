package emulator_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator"
)

// secretServer is a container that answers with its secret and its arguments.
const secretServer = `import http.server, os, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write((os.environ["PASSWORD"] + " " + self.path + " " + " ".join(sys.argv[1:])).encode())
    def log_message(self, *args): pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()`

func TestContainersOfV1Beta1Run(t *testing.T) {
	_, c := startBeta(t, emulator.Options{Containers: map[string][]string{
		"front":  {"python3", "-c", secretServer},
		"broken": {"/bin/sh", "-c", "exit 3"},
	}})
	ns := c.namespace("web")
	id := c.create("/containers", `{"namespace_id":%q,"name":"front","privacy":"private","args":["a","b"],
		"secret_environment_variables":[{"key":"PASSWORD","value":"hunter2"}]}`, ns)
	path := "/containers/" + id
	ready := c.waitFor(path)
	require.Equal(t, "ready", ready.field(t, "status"), ready.body)
	url := "http://" + ready.field(t, "domain_name") + "/x"
	assert.Equal(t, 403, c.get(url, nil).status, "containers do not check for themselves any more")
	key := map[string]string{"X-Auth-Token": c.srv.SecretKey()}
	assert.Equal(t, "hunter2 /x a b", c.get(url, key).body)

	changed := c.ok("PATCH", path, `{"privacy":"public","args":[],"secret_environment_variables":[{"key":"PASSWORD","value":"new"}]}`)
	assert.Equal(t, "pending", changed.field(t, "status"))
	assert.NotContains(t, changed.body, "hunter2")
	require.Equal(t, "ready", c.waitFor(path).field(t, "status"))
	assert.Equal(t, "new /x ", c.get(url, nil).body)

	broken := c.create("/containers", `{"namespace_id":%q,"name":"broken","port":8081}`, ns)
	failed := c.waitFor("/containers/" + broken)
	assert.Equal(t, "error", failed.field(t, "status"))
	assert.Contains(t, failed.field(t, "error_message"), "Container is unable to start OR is not listening on port 8081.")
}
