package emulator_test

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator"
)

func write(t *testing.T, path, content string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
}

func TestAFolderOfSomebodyElseIsRefused(t *testing.T) {
	for _, name := range []string{"archives/thesis.zip", "scratch/backup.tar", "scratch-1/notes", "letter.txt"} {
		dir := t.TempDir()
		path := filepath.Join(dir, name)
		write(t, path, "precious")
		_, err := emulator.New(emulator.Options{DataDir: dir})
		_, ok := errors.AsType[*emulator.ForeignFolderError](err)
		require.True(t, ok, "%v", err)
		content, err := os.ReadFile(path)
		require.NoError(t, err)
		assert.Equal(t, "precious", string(content))
		entries, err := os.ReadDir(dir)
		require.NoError(t, err)
		assert.Len(t, entries, 1, "nothing is added either")
	}
}

// Files that users put into a folder of the emulator stay where they are.
func TestForeignFilesInTheDataFolderStay(t *testing.T) {
	dir := t.TempDir()
	options := emulator.Options{DataDir: dir}
	c := start(t, options)
	fn := c.function(c.namespace("shop"), "f", "")
	require.Equal(t, http.StatusOK, c.put(fn, []byte("code")).status)
	require.NoError(t, c.srv.Close())

	precious := []string{
		"archives/thesis.zip", "archives/upload-notes.part", "archives/function-1.zip", "archives/upload-2.part/x",
		"scratch/backup.tar", "scratch/apps-old/x", "scratch-1/x", "scratch-x/y", "state.db.bak",
	}
	for _, name := range precious {
		write(t, filepath.Join(dir, name), "precious")
	}
	killed := filepath.Join(dir, "scratch-12345")
	write(t, filepath.Join(killed, ".functions-emulator-scratch"), "")
	write(t, filepath.Join(killed, "apps-1/handler.js"), "")
	write(t, filepath.Join(dir, "scratch/apps-1/handler.js"), "of the version before")

	again := start(t, options)
	assert.Equal(t, "code", again.download(fn).body)
	require.NoError(t, again.srv.Close())
	for _, name := range precious {
		assert.FileExists(t, filepath.Join(dir, name))
	}
	assert.NoDirExists(t, killed, "what a killed emulator has left goes")
	assert.NoDirExists(t, filepath.Join(dir, "scratch/apps-1"))
}

func TestADamagedStateSaysWhatToDo(t *testing.T) {
	dir := t.TempDir()
	options := emulator.Options{DataDir: dir}
	c := start(t, options)
	ns := c.namespace("shop")
	require.NoError(t, c.srv.Close())
	require.NoError(t, os.Truncate(filepath.Join(dir, "state.db"), 6000))

	_, err := emulator.New(options)
	damaged, ok := errors.AsType[*emulator.DamagedStateError](err)
	require.True(t, ok, "%v", err)
	assert.Equal(t, filepath.Join(dir, "state.db"), damaged.File)
	options.SetDamagedAside = true
	anew := start(t, options)
	assert.Equal(t, http.StatusNotFound, anew.call("GET", "/namespaces/"+ns, "").status)
}
