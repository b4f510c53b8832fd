package golib

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Functions get every source file of the library, and it needs nothing but the
// standard library.
func TestWrite(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, Write(dir))
	for _, pkg := range []string{"events", "lambda"} {
		entries, err := os.ReadDir(pkg)
		require.NoError(t, err)
		for _, e := range entries {
			if strings.HasSuffix(e.Name(), "_test.go") {
				continue
			}
			file := filepath.Join(dir, pkg, e.Name())
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
			require.NoError(t, err)
			for _, i := range parsed.Imports {
				path, err := strconv.Unquote(i.Path.Value)
				require.NoError(t, err)
				assert.NotContains(t, path, ".", "%s imports %s", file, path)
			}
		}
	}
	assert.FileExists(t, filepath.Join(dir, "go.mod"))
}
