package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// newTree makes a repository with the released modules and one nested folder.
func newTree(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	write(t, root, "LICENSE", "license\n")
	write(t, root, "CHANGELOG.md", "# Changelog\n\n## 1.0.0\n")
	write(t, root, "version.go", "package gosc\n\nconst Version = \"1.0.0\"\n")
	for _, folder := range append([]string{"test", "examples"}, released...) {
		goMod := "module " + modulePath(folder) + "\n\ngo 1.26.0\n"
		if folder != "." {
			goMod += "\nrequire " + rootPath + " v1.0.0\n"
		}
		write(t, root, folder+"/go.mod", goMod)
		write(t, root, folder+"/code.go", "package code\n")
	}
	write(t, root, "emulator/deep/code.go", "package deep\n")
	git(t, root, "init", "-q")
	git(t, root, "config", "user.name", "test")
	git(t, root, "config", "user.email", "test@example.com")
	git(t, root, "add", "-A")
	git(t, root, "commit", "-q", "-m", "first")
	return root
}

func write(t *testing.T, root, name, text string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(root, name)), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(root, name), []byte(text), 0o644))
}

func git(t *testing.T, root string, args ...string) string {
	t.Helper()
	printed, err := output(t.Context(), root, nil, "git", args...)
	require.NoError(t, err)
	return printed
}
