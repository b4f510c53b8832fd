package main

import (
	"archive/zip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
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

func TestCheckVersion(t *testing.T) {
	for version, ok := range map[string]bool{
		"v1.2.3": true, "v0.1.0": true, "v1.2.3-rc.1": true,
		"": false, "1.2.3": false, "v1.2": false, "v1.2.3+meta": false, "v2.0.0": false,
	} {
		assert.Equal(t, ok, checkVersion(version) == nil, version)
	}
}

func TestCheckModulesNamesWhatUsersCannotResolve(t *testing.T) {
	root := newTree(t)
	require.NoError(t, checkModules(root, "v1.0.0"))
	write(t, root, "emulator/go.mod", "module "+modulePath("emulator")+"\n\nreplace "+rootPath+" => ../\n")
	write(t, root, "scwconfig/go.mod", "module "+modulePath("scwconfig")+"\n\nrequire "+rootPath+" v0.9.0\n")
	write(t, root, "gen/go.mod", "module example.com/gen\n")
	err := checkModules(root, "v1.0.0")
	assert.ErrorContains(t, err, filepath.Join("emulator", "go.mod")+": has replace")
	assert.ErrorContains(t, err, filepath.Join("scwconfig", "go.mod")+": requires "+rootPath+" v0.9.0 instead of v1.0.0")
	assert.ErrorContains(t, err, filepath.Join("gen", "go.mod")+": the module is not")
}

func TestPrepareWritesTheVersionEverywhere(t *testing.T) {
	root := newTree(t)
	require.NoError(t, prepare(root, "v1.1.0"))
	version, err := currentVersion(root)
	require.NoError(t, err)
	assert.Equal(t, "v1.1.0", version)
	require.NoError(t, checkModules(root, "v1.1.0"))
	for _, folder := range []string{"test", "examples"} {
		text, err := os.ReadFile(filepath.Join(root, folder, "go.mod"))
		require.NoError(t, err)
		assert.Contains(t, string(text), rootPath+" v1.1.0")
	}
	assert.Error(t, prepare(root, "1.1"))
}

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

func TestTagging(t *testing.T) {
	root := newTree(t)
	ctx := t.Context()
	require.NoError(t, checkTaggable(ctx, root, "v1.0.0"))
	assert.ErrorContains(t, checkTaggable(ctx, root, "v1.0.1"), "CHANGELOG.md has no heading")
	var log strings.Builder
	require.NoError(t, tagModules(ctx, root, "v1.0.0", &log))
	assert.Equal(t, tags("v1.0.0"), sortedTags(t, root))
	assert.Contains(t, log.String(), "git push --atomic origin v1.0.0 emulator/v1.0.0")
	assert.ErrorContains(t, checkTaggable(ctx, root, "v1.0.0"), "the tag emulator/v1.0.0 exists")

	write(t, root, "code.go", "package changed\n")
	assert.ErrorContains(t, checkTaggable(ctx, root, "v1.0.0"), "not committed")
}

// If one tag exists already, no other is left behind.
func TestTaggingIsAllOrNothing(t *testing.T) {
	root := newTree(t)
	git(t, root, "tag", "scwconfig/v1.0.0")
	require.Error(t, tagModules(t.Context(), root, "v1.0.0", &strings.Builder{}))
	assert.Equal(t, []string{"scwconfig/v1.0.0"}, sortedTags(t, root))
}

// sortedTags are the tags in the order of tags(): the root's first.
func sortedTags(t *testing.T, root string) []string {
	t.Helper()
	names := strings.Fields(git(t, root, "tag", "--list"))
	slices.SortFunc(names, func(a, b string) int {
		if nested := strings.Count(a, "/") - strings.Count(b, "/"); nested != 0 {
			return nested
		}
		return strings.Compare(a, b)
	})
	return names
}
