package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"
)

// A refused file holds a description and the errors that it must give: every one
// with its line, its JSON pointer, its rule and its remedy. Nothing is written.
func TestRefused(t *testing.T) {
	paths, err := filepath.Glob("testdata/refused/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		path, err := filepath.Abs(path)
		require.NoError(t, err)
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			golden, err := txtar.ParseFile(path)
			require.NoError(t, err)
			t.Chdir(t.TempDir())
			inputs := partsOf(golden)
			for _, f := range inputs {
				write(t, f.Name, string(f.Data))
			}
			var stderr bytes.Buffer
			status := run([]string{"-spec", "spec.yaml", "-out", "out", "-package", "x"}, io.Discard, &stderr)
			assert.Equal(t, 1, status)
			assert.NoDirExists(t, "out", "nothing is written")
			golden.Files = append(inputs, txtar.File{Name: "errors", Data: stderr.Bytes()})
			if *update {
				require.NoError(t, os.WriteFile(path, txtar.Format(golden), 0o644))
			}
			want, err := os.ReadFile(path)
			require.NoError(t, err)
			assert.Equal(t, string(want), string(txtar.Format(golden)))
		})
	}
}
