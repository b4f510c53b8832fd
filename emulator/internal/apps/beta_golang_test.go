package apps

import (
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const goHandle = `package hello

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
)

func Handle(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/panic":
		panic("no way")
	case "/cors":
		w.Header().Set("Access-Control-Allow-Origin", "https://me")
	case "/stream":
		fmt.Fprintln(w, "first")
		w.(http.Flusher).Flush()
	}
	body, _ := io.ReadAll(r.Body)
	fmt.Println("called with", r.Method)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusCreated)
	_ = json.NewEncoder(w).Encode(map[string]any{"uri": r.RequestURI, "header": r.Header, "body": string(body), "who": os.Getenv("WHO")})
}
`

func TestBetaGoHandle(t *testing.T) {
	needs(t, "go126")
	a, lines := deployed(t, Options{}, Spec{
		Rules: V1beta1, Runtime: "go126", Env: map[string]string{"WHO": "env"},
		Archive: zipOf(t, map[string]string{"go.mod": "module example.com/hello\n\ngo 1.18\n", "handler.go": goHandle}),
	})
	got := send(t, a, http.MethodPut, "/p?q=1", "text", http.Header{"X-Custom": {"v"}})
	require.Equal(t, 201, got.status, got.body)
	var seen struct {
		URI, Body, Who string
		Header         http.Header
	}
	require.NoError(t, json.Unmarshal([]byte(got.body), &seen))
	assert.Equal(t, "/p?q=1", seen.URI)
	assert.Equal(t, "text", seen.Body)
	assert.Equal(t, "env", seen.Who)
	assert.Equal(t, "v", seen.Header.Get("X-Custom"))
	assert.Len(t, seen.Header.Get("X-Request-Id"), 36)
	assert.Equal(t, []string{"127.0.0.1"}, seen.Header["X-Forwarded-For"])
	assert.NotContains(t, seen.Header, keyHeader, "the key of the instance is not for the function")
	assert.Equal(t, "envoy", got.header.Get("Server"))
	assert.Equal(t, "*", got.header.Get("Access-Control-Allow-Origin"))
	lines.await(t, "stdout: called with PUT")

	assert.Equal(t, "https://me", send(t, a, http.MethodGet, "/cors", "", nil).header.Get("Access-Control-Allow-Origin"))
	assert.True(t, strings.HasPrefix(send(t, a, http.MethodGet, "/stream", "", nil).body, "first\n"))

	got = send(t, a, http.MethodGet, "/panic", "", nil)
	assert.Equal(t, 500, got.status)
	assert.JSONEq(t, `{"message":"the function panicked"}`, got.body)
	lines.await(t, "panic: no way")
	lines.await(t, "handler.go:14")

	// Without the key the instance answers no one.
	pool := a.current.Load().pool
	pool.mu.Lock()
	inst := pool.slots[0].worker.(*instance)
	pool.mu.Unlock()
	res, err := http.Get("http://" + inst.address())
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	assert.Equal(t, 403, res.StatusCode)
}

// One archive with several handlers of the old style, each with its own module.
func TestBetaGoPrograms(t *testing.T) {
	needs(t, "go118")
	archive := zipOf(t, map[string]string{
		"go.mod": "module root\n\ngo 1.18\n\nrequire github.com/scaleway/scaleway-functions-go v0.0.0-20190913090627-dce37b40fe59\n", "handler.go": goHello,
		"mypackage/go.mod": "module mypackage\n\ngo 1.18\n", "mypackage/main.go": strings.Replace(goHello, "201", "202", 1),
	})
	m := newTestManager(t, Options{})
	for _, tt := range []struct {
		runtime, handler string
		status           int
	}{{"golang", "", 201}, {"go118", ".", 201}, {"go118", "mypackage", 202}, {"go113", "./mypackage", 202}} {
		a, lines := newTestApp(t, m)
		require.NoError(t, a.Deploy(t.Context(), Spec{Rules: V1beta1, Runtime: tt.runtime, Handler: tt.handler, Archive: archive}))
		got := post(t, a, "text")
		assert.Equal(t, tt.status, got.status)
		assert.Contains(t, got.body, `"body":"text"`)
		assert.Equal(t, "envoy", got.header.Get("Server"))
		lines.await(t, "stdout: called with POST")
	}
}

func TestBetaDeployErrors(t *testing.T) {
	needs(t, "go126")
	needs(t, "node22")
	const build = "an error occurred during function source code build step"
	notZip := t.TempDir() + "/code.zip"
	require.NoError(t, os.WriteFile(notZip, []byte("no zip"), 0o600))
	tests := []struct {
		name    string
		spec    Spec
		message string
		log     string
	}{
		{"no archive", Spec{Runtime: "node22"}, "internal error", "function has no archive"},
		{"no zip", Spec{Runtime: "node22", Archive: notZip}, build, "archive is not a zip file"},
		{"does not compile", Spec{Runtime: "go126", Archive: zipOf(t, map[string]string{"x.go": "package x\n\nimport \"net/http\"\n\nfunc Handle(w http.ResponseWriter, r *http.Request) { nope() }\n"})},
			build, "system: ./x.go:5:55: undefined: nope"},
		{"no function", Spec{Runtime: "go126", Archive: zipOf(t, map[string]string{"x.go": "package x\n"})}, build, "package x has no function Handle"},
		{"does not start", Spec{Runtime: "node22", Archive: zipOf(t, map[string]string{"handler.js": "throw new Error('no database')"})},
			"the function does not start: it ended with exit status 1", "no database"},
		{"container", Spec{Kind: Container, Command: []string{"/bin/sh", "-c", "echo no >&2; exit 3"}, Port: 80},
			"Container is unable to start OR is not listening on port 80.", "system: the container does not start: it ended with exit status 3"},
	}
	m := newTestManager(t, Options{})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, lines := newTestApp(t, m)
			tt.spec.Rules = V1beta1
			err := a.Deploy(t.Context(), tt.spec)
			var deploy *DeployError
			require.ErrorAs(t, err, &deploy)
			message, _, _ := strings.Cut(deploy.Message, "\n")
			assert.Equal(t, tt.message, message)
			assert.NotEmpty(t, deploy.Detail)
			assert.Error(t, deploy.Err)
			lines.await(t, tt.log)
		})
	}
}

func TestBetaMissingTools(t *testing.T) {
	archive := zipOf(t, map[string]string{"handler.js": ""})
	m := newTestManager(t, Options{})
	withoutTools(t)
	for runtime, want := range map[string]string{
		"node22": "needs Node.js", "python313": "needs Python 3", "go126": "needs the Go toolchain", "php84": "needs PHP", "rust196": "needs the Rust toolchain",
	} {
		a, _ := newTestApp(t, m)
		err := a.Deploy(t.Context(), Spec{Rules: V1beta1, Runtime: runtime, Archive: archive})
		require.ErrorContains(t, err, "runtime "+runtime+" "+want)
		assert.ErrorContains(t, err, "install it (https://")
	}
}
