package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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
