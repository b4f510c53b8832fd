package files

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// contents are the files of a folder.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	all := map[string]string{}
	for _, entry := range entries {
		text, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		require.NoError(t, err)
		all[entry.Name()] = string(text)
	}
	return all
}

func TestWriteReplacesWhatIsThere(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	require.NoError(t, Write(path, []byte("a longer text")))
	require.NoError(t, Write(path, []byte("text")))
	assert.Equal(t, map[string]string{"a": "text"}, contents(t, dir))
	info, err := os.Stat(path)
	require.NoError(t, err)
	assert.Zero(t, info.Mode().Perm()&0o077, "nobody else's")
	require.ErrorIs(t, Write(filepath.Join(dir, "missing", "a"), nil), os.ErrNotExist)
}

func TestRename(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, Write(filepath.Join(dir, "new"), []byte("new")))
	require.NoError(t, Write(filepath.Join(dir, "old"), []byte("old")))
	require.NoError(t, Rename(filepath.Join(dir, "new"), filepath.Join(dir, "old")))
	assert.Equal(t, map[string]string{"old": "new"}, contents(t, dir))
	require.ErrorIs(t, Rename(filepath.Join(dir, "new"), filepath.Join(dir, "old")), os.ErrNotExist)
}

func TestCopyLeavesNothingHalf(t *testing.T) {
	dir := t.TempDir()
	from, to := filepath.Join(dir, "from"), filepath.Join(dir, "to")
	require.NoError(t, Write(from, []byte("text")))
	require.NoError(t, Copy(from, to))
	assert.Equal(t, map[string]string{"from": "text", "to": "text"}, contents(t, dir))
	require.ErrorIs(t, Copy(filepath.Join(dir, "missing"), to), os.ErrNotExist)

	blocked := filepath.Join(t.TempDir(), "folder")
	require.NoError(t, os.MkdirAll(filepath.Join(blocked, "inside"), 0o700))
	require.Error(t, Copy(from, blocked), "a folder is in the way")
	entries, err := os.ReadDir(filepath.Dir(blocked))
	require.NoError(t, err)
	assert.Len(t, entries, 1, "the copy that has no name is removed")
	assert.Equal(t, map[string]string{"from": "text", "to": "text"}, contents(t, dir))
}

func TestSyncDir(t *testing.T) {
	require.NoError(t, SyncDir(t.TempDir()))
	require.ErrorIs(t, SyncDir(filepath.Join(t.TempDir(), "missing")), os.ErrNotExist)
}
