package apps

import (
	"archive/zip"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/rumpl/gosc/emulator/internal/apps/toolchain"
)

func TestMain(m *testing.M) {
	if role := os.Getenv(roleVariable); role != "" {
		runRole(role)
		return
	}
	goleak.VerifyTestMain(m)
}

// logLines collects what an application writes.
type logLines struct {
	mu    sync.Mutex
	lines []string
}

func (l *logLines) add(stream, line string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, stream+": "+line)
}

func (l *logLines) all() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.lines)
}

func (l *logLines) text() string { return strings.Join(l.all(), "\n") }

// await waits until a line contains text: output arrives a moment after the
// reply of the call that wrote it.
func (l *logLines) await(t *testing.T, text string) {
	t.Helper()
	assert.Eventually(t, func() bool { return strings.Contains(l.text(), text) }, time.Minute, time.Millisecond,
		"no line with %q among %q", text, l.all())
}

func newTestManager(t testing.TB, opts Options) *Manager {
	t.Helper()
	if opts.Dir == "" {
		opts.Dir = t.TempDir()
	}
	opts.CrashGrace = time.Minute // a process may take its time to end on a busy machine
	m, err := NewManager(opts)
	require.NoError(t, err)
	t.Cleanup(func() {
		assert.NoError(t, m.Close())
		left, err := os.ReadDir(opts.Dir)
		assert.NoError(t, err)
		assert.Empty(t, left, "the manager leaves files behind")
	})
	return m
}

func newTestApp(t testing.TB, m *Manager) (*App, *logLines) {
	t.Helper()
	lines := &logLines{}
	a, err := m.NewApp(AppOptions{ID: "id", Name: t.Name(), Log: lines.add})
	require.NoError(t, err)
	return a, lines
}

// zipOf packs files, given as path and content.
func zipOf(t testing.TB, files map[string]string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "code.zip")
	out, err := os.Create(name)
	require.NoError(t, err)
	w := zip.NewWriter(out)
	for file, content := range files {
		f, err := w.Create(file)
		require.NoError(t, err)
		_, err = io.WriteString(f, content)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	require.NoError(t, out.Close())
	return name
}

// function deploys one that answers from its own test's manager.
func deployed(t testing.TB, opts Options, spec Spec) (*App, *logLines) {
	t.Helper()
	a, lines := newTestApp(t, newTestManager(t, opts))
	require.NoError(t, a.Deploy(t.Context(), spec))
	return a, lines
}

// needs skips the test where the runtime's program is not installed at all.
func needs(t testing.TB, runtime string) {
	t.Helper()
	if _, err := findTool(t.Context(), runtime, V1beta1); err != nil {
		t.Skip(err)
	}
}

func nodeSpec(t testing.TB, source string) Spec {
	needs(t, "node10")
	return Spec{Runtime: "node10", Archive: zipOf(t, map[string]string{"handler.js": source})}
}

func pythonSpec(t testing.TB, source string) Spec {
	needs(t, "python3")
	return Spec{Runtime: "python3", Archive: zipOf(t, map[string]string{"handler.py": source})}
}

// answer is an HTTP response that was read.
type answer struct {
	status int
	header http.Header
	body   string
}

func get(t testing.TB, a *App) answer { return send(t, a, http.MethodGet, "/", "", nil) }

func post(t testing.TB, a *App, body string) answer {
	return send(t, a, http.MethodPost, "/", body, nil)
}

func send(t testing.TB, a *App, method, path, body string, header http.Header) answer {
	t.Helper()
	res, err := request(t, a, method, path, body, header)
	require.NoError(t, err)
	return res
}

// request may be called from any goroutine.
func request(t testing.TB, a *App, method, path, body string, header http.Header) (answer, error) {
	req, err := http.NewRequestWithContext(t.Context(), method, a.URL()+path, strings.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	req.Close = true // no connection is left behind
	for name, values := range header {
		req.Header[name] = values
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	content, err := io.ReadAll(res.Body)
	return answer{res.StatusCode, res.Header, string(content)}, err
}

// withoutTools hides all interpreters.
// within changes the timeout of the calls to come.
func within(a *App, timeout time.Duration) { a.current.Load().spec.Timeout = timeout }

func withoutTools(t *testing.T) {
	t.Helper()
	t.Setenv("PATH", t.TempDir())
	_, err := toolchain.Node(t.Context(), "node10")
	require.Error(t, err)
}
