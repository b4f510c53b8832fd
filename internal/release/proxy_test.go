package main

import (
	"archive/zip"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A module has its own files, those of no other module, and a license.
func TestProxyHoldsEachModulesFiles(t *testing.T) {
	root, dir := newTree(t), t.TempDir()
	write(t, root, "emulator/new.go", "package code\n") // not committed yet
	write(t, root, ".gitignore", "/emulator/data\n")
	write(t, root, "emulator/data", "no part of it")
	sums, err := writeProxy(t.Context(), root, dir, "v1.0.0")
	require.NoError(t, err)
	assert.Len(t, sums, 2*len(released))
	want := map[string][]string{
		"":          {".gitignore", "CHANGELOG.md", "LICENSE", "code.go", "go.mod", "version.go"},
		"/emulator": {"LICENSE", "code.go", "deep/code.go", "go.mod", "new.go"},
	}
	for module, files := range want {
		assert.Equal(t, files, archived(t, filepath.Join(dir, rootPath+module, "@v", "v1.0.0.zip"), rootPath+module+"@v1.0.0/"))
	}
	again, err := writeProxy(t.Context(), root, t.TempDir(), "v1.0.0")
	require.NoError(t, err)
	assert.Equal(t, sums, again, "the same tree gives the same sums")
}

func archived(t *testing.T, name, prefix string) []string {
	t.Helper()
	archive, err := zip.OpenReader(name)
	require.NoError(t, err)
	defer archive.Close()
	var out []string
	for _, entry := range archive.File {
		inside, ok := strings.CutPrefix(entry.Name, prefix)
		assert.True(t, ok, entry.Name)
		out = append(out, inside)
	}
	slices.Sort(out)
	return out
}
