// Package testkit compiles generated code in tests.
package testkit

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Root returns the directory of the repository.
func Root(tb testing.TB) string {
	tb.Helper()
	dir, err := os.Getwd()
	require.NoError(tb, err)
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.work")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		require.NotEqual(tb, dir, parent, "no go.work above the test")
		dir = parent
	}
}

// Workspace is a module outside of the repository that uses the repository's modules.
type Workspace struct {
	Dir string
	tb  testing.TB
}

// NewWorkspace makes an empty module called "work".
func NewWorkspace(tb testing.TB) *Workspace {
	tb.Helper()
	w := &Workspace{Dir: tb.TempDir(), tb: tb}
	root := Root(tb)
	w.Write("go.mod", "module work\n\ngo 1.26.0\n")
	uses := []string{"\t."}
	for _, module := range []string{".", "test", "examples"} {
		uses = append(uses, "\t"+filepath.Join(root, module))
	}
	w.Write("go.work", "go 1.26.0\n\nuse (\n"+strings.Join(uses, "\n")+"\n)\n")
	if sum, err := os.ReadFile(filepath.Join(root, "go.work.sum")); err == nil {
		w.Write("go.work.sum", string(sum))
	}
	return w
}

// Write writes a file of the module.
func (w *Workspace) Write(name, content string) {
	w.tb.Helper()
	path := filepath.Join(w.Dir, filepath.FromSlash(name))
	require.NoError(w.tb, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(w.tb, os.WriteFile(path, []byte(content), 0o644))
}

// Go runs the go command in the module and returns its output.
func (w *Workspace) Go(args ...string) (string, error) {
	w.tb.Helper()
	cmd := exec.CommandContext(w.tb.Context(), "go", args...)
	cmd.Dir = w.Dir
	cmd.Env = append(os.Environ(), "GOWORK="+filepath.Join(w.Dir, "go.work"), "GOFLAGS=")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// Vet fails the test unless everything in the module compiles and passes go vet.
func (w *Workspace) Vet() {
	w.tb.Helper()
	out, err := w.Go("vet", "./...")
	require.NoError(w.tb, err, out)
}
