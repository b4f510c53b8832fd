package state

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// tree lists a folder with the content of its files.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	require.NoError(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		require.NoError(t, err)
		if entry.IsDir() {
			found[path] = "folder"
			return nil
		}
		data, err := os.ReadFile(path)
		found[path] = string(data)
		return err
	}))
	return found
}

func TestForeignFoldersAreRefusedAsTheyAre(t *testing.T) {
	for _, name := range []string{
		"thesis.txt", "archives/thesis.zip", "scratch/backup", "state.db", ".git/config", MarkName, "state.db.new",
	} {
		dir := t.TempDir()
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
		require.NoError(t, os.WriteFile(path, []byte("precious"), 0o600))
		before := tree(t, dir)
		_, err := Open(Options{Dir: dir, SetDamagedAside: true})
		_, ok := errors.AsType[*ForeignFolderError](err)
		require.True(t, ok, "%s: %v", name, err)
		require.ErrorContains(t, err, dir)
		assert.Equal(t, before, tree(t, dir))
	}
}

func TestFoldersThatAreTaken(t *testing.T) {
	prepare := map[string]func(t *testing.T, dir string){
		"missing": func(t *testing.T, dir string) { require.NoError(t, os.Remove(dir)) },
		"empty":   func(*testing.T, string) {},
		"a fresh volume": func(t *testing.T, dir string) {
			require.NoError(t, os.Mkdir(filepath.Join(dir, "lost+found"), 0o700))
		},
		"killed while it was marked": func(t *testing.T, dir string) {
			require.NoError(t, os.WriteFile(filepath.Join(dir, MarkName), []byte(markText[:10]), 0o600))
		},
		"killed while the state was made": func(t *testing.T, dir string) {
			require.NoError(t, mark(dir))
			require.NoError(t, os.WriteFile(filepath.Join(dir, newName), nil, 0o600))
		},
		"one of the emulator's, beside other files": func(t *testing.T, dir string) {
			require.NoError(t, open(t, dir).Close())
			require.NoError(t, os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("precious"), 0o600))
		},
	}
	for name, prepare := range prepare {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			prepare(t, dir)
			require.NoError(t, open(t, dir).Close())
			assert.FileExists(t, filepath.Join(dir, MarkName))
			if name == "one of the emulator's, beside other files" {
				assert.FileExists(t, filepath.Join(dir, "notes.txt"))
			}
		})
	}
}
