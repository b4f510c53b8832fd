// Package clients runs real clients of v1beta1 against the emulator: the Serverless
// Framework with Scaleway's plugin, and the official SDKs for JavaScript and Go.
package clients

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator"
	"github.com/rumpl/gosc/test/internal/contract"
)

const (
	secretKey = "5f3b8c1e-2d4a-4e6f-8a9b-0c1d2e3f4a5b"
	projectID = "11111111-2222-4333-8444-555555555555"
	patience  = 4 * time.Minute // of one command
)

// knownImage is the image that the emulator has a command for.
const knownImage = "example.org/bread/known:latest"

// knownImageJS is that command. It listens where the platform's containers do.
const knownImageJS = `require("http").createServer((request, response) => response.end("from a container, " + process.env.NAME + " " + process.env.KEY))
	.listen(process.env.PORT)`

// harness is an emulator behind the contract.
type harness struct {
	t     *testing.T
	srv   *emulator.Server
	proxy *contract.Proxy
}

func newHarness(t *testing.T, optFns ...func(*emulator.Options)) *harness {
	t.Helper()
	srv := emulator.Start(t, append([]func(*emulator.Options){func(o *emulator.Options) {
		o.Domains = emulator.RealDomains
		o.Delays = emulator.AllDelays(5 * time.Millisecond)
		o.SecretKeys = []string{secretKey}
		o.Containers = map[string][]string{knownImage: {"node", "-e", knownImageJS}}
	}}, optFns...)...)
	return &harness{t: t, srv: srv, proxy: contract.New(t, "../..", srv.URL())}
}

// needPackages skips a test if the packages of npm are not installed.
func needPackages(t *testing.T) {
	t.Helper()
	if _, err := os.Stat("node_modules/.package-lock.json"); err != nil {
		t.Skip("NOT RUN: the packages of npm are missing; test/clients/run.sh installs them")
	}
}

// call calls a function or container, at the emulator's own address.
func (h *harness) call(host, token string) (status int, body string) {
	h.t.Helper()
	req, err := http.NewRequestWithContext(h.t.Context(), http.MethodGet, h.srv.URL()+"/", nil)
	require.NoError(h.t, err)
	req.Host = host
	if token != "" {
		req.Header.Set("X-Auth-Token", token)
	}
	return h.do(req)
}

func (h *harness) do(req *http.Request) (status int, body string) {
	h.t.Helper()
	resp, err := http.DefaultClient.Do(req)
	require.NoError(h.t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	require.NoError(h.t, err)
	return resp.StatusCode, string(text)
}

// item has what the tests look at of any resource.
type item struct {
	ID, Name, Status, Privacy, Runtime, Handler, Timeout, Hostname, Schedule string

	DomainName    string         `json:"domain_name"`
	MemoryLimit   int            `json:"memory_limit"`
	MaxScale      int            `json:"max_scale"`
	RegistryImage string         `json:"registry_image"`
	InputType     string         `json:"input_type"`
	Variables     map[string]any `json:"environment_variables"`
	Args          any            // an object of a cron, a list of a container
	Secrets       []struct {
		Key  string
		Hash string `json:"hashed_value"`
	} `json:"secret_environment_variables"`
}

// list reads a list of the API, by name.
func (h *harness) list(product, path string) map[string]item {
	h.t.Helper()
	url := h.srv.URL() + "/" + product + "/v1beta1/regions/fr-par/" + path
	req, err := http.NewRequestWithContext(h.t.Context(), http.MethodGet, url, nil)
	require.NoError(h.t, err)
	req.Header.Set("X-Auth-Token", secretKey)
	status, body := h.do(req)
	require.Equal(h.t, http.StatusOK, status, body)
	var members map[string]json.RawMessage
	require.NoError(h.t, json.Unmarshal([]byte(body), &members))
	kind, _, _ := strings.Cut(path, "?")
	var items []item
	require.NoError(h.t, json.Unmarshal(members[kind], &items))
	byName := map[string]item{}
	for _, each := range items {
		byName[each.Name+each.Hostname] = each
	}
	return byName
}

// service is a folder with a serverless.yml, deployed by the real plugin.
type service struct {
	*harness
	dir string
	env []string
}

// newService copies a service of testdata. The engine is a stub, since the plugin
// talks to Docker even about images that it does not build.
func newService(t *testing.T, h *harness, name string) *service {
	t.Helper()
	needPackages(t)
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS(filepath.Join("testdata/services", name))))
	modules, err := filepath.Abs("node_modules")
	require.NoError(t, err)
	require.NoError(t, os.Symlink(modules, filepath.Join(dir, "node_modules")))
	shim, err := filepath.Abs("to-emulator.cjs")
	require.NoError(t, err)
	return &service{harness: h, dir: dir, env: append(os.Environ(),
		"HOME="+t.TempDir(), "SLS_TELEMETRY_DISABLED=1", "SLS_NOTIFICATIONS_MODE=off", "SLS_ANALYTICS_URL=",
		"SCW_FUNCTION_URL="+h.proxy.URL+"/functions/v1beta1/regions/fr-par",
		"SCW_CONTAINER_URL="+h.proxy.URL+"/containers/v1beta1/regions/fr-par",
		"SCW_SECRET_KEY="+secretKey, "SCW_DEFAULT_PROJECT_ID="+projectID,
		"NODE_OPTIONS=--require="+shim, "EMULATOR_URL="+h.proxy.URL, "DOCKER_HOST="+dockerStub(t),
	)}
}

// dockerStub is as much of Docker's API as the plugin asks for.
func dockerStub(t *testing.T) string {
	t.Helper()
	stub := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"Status":"Login Succeeded","Architecture":"amd64"}`)
	}))
	t.Cleanup(stub.Close)
	return strings.Replace(stub.URL, "http:", "tcp:", 1)
}

// serverless runs a command and returns what it prints.
func (s *service) serverless(env []string, args ...string) (string, error) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), patience)
	defer cancel()
	command := exec.CommandContext(ctx, "node", append([]string{"node_modules/serverless/bin/serverless.js"}, args...)...)
	command.Dir, command.Env = s.dir, append(s.env, env...)
	begin := time.Now()
	out, err := command.CombinedOutput()
	s.t.Logf("serverless %s (%.1f s): %v\n%s", strings.Join(args, " "), time.Since(begin).Seconds(), err, out)
	return string(out), err
}

// ok runs a command that has to succeed.
func (s *service) ok(env []string, args ...string) string {
	s.t.Helper()
	out, err := s.serverless(env, args...)
	require.NoError(s.t, err, out)
	return out
}

// edit replaces a text in a file of the service.
func (s *service) edit(file, old, replacement string) {
	s.t.Helper()
	path := filepath.Join(s.dir, file)
	text, err := os.ReadFile(path)
	require.NoError(s.t, err)
	require.Contains(s.t, string(text), old)
	require.NoError(s.t, os.WriteFile(path, []byte(strings.ReplaceAll(string(text), old, replacement)), 0o600))
}

// settles waits for what the plugin has started and not waited for.
func (s *service) settles(what string, done func() bool) {
	s.t.Helper()
	assert.Eventually(s.t, done, 20*time.Second, 50*time.Millisecond, what)
}
