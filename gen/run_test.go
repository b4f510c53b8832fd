package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/rumpl/gosc/gen/internal/testkit"
)

// A file in testdata/run holds a description, spec.yaml, and a test of the package
// that is generated from it. All of them are compiled and run.
func TestGeneratedPackagesRun(t *testing.T) {
	paths, err := filepath.Glob("testdata/run/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	work := testkit.NewWorkspace(t)
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".txtar")
		archive, err := txtar.ParseFile(path)
		require.NoError(t, err)
		for _, f := range archive.Files {
			work.Write(filepath.Join(name, f.Name), string(f.Data))
		}
		dir := filepath.Join(work.Dir, name)
		var stderr bytes.Buffer
		status := run([]string{"-spec", filepath.Join(dir, "spec.yaml"), "-out", dir, "-package", name}, io.Discard, &stderr)
		require.Equal(t, 0, status, "%s: %s", name, &stderr)
		require.NoError(t, os.Remove(filepath.Join(dir, "spec.yaml")))
	}
	out, err := work.Go("test", "-timeout", "2m", "./...")
	require.NoError(t, err, out)
}
