package gosc

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// listFS is a file system of empty files whose root lists these names, even if they
// are not valid paths.
type listFS []string

func (l listFS) Open(name string) (fs.File, error) {
	if name == ".gitignore" || name == goscIgnoreFile {
		return nil, fs.ErrNotExist
	}
	return fstest.MapFS{"file": {}}.Open("file")
}

func (l listFS) ReadDir(string) ([]fs.DirEntry, error) {
	entries := make([]fs.DirEntry, len(l))
	for i, name := range l {
		entries[i] = fs.FileInfoToDirEntry(listed(name))
	}
	return entries, nil
}

type listed string

func (l listed) Name() string     { return string(l) }
func (listed) Size() int64        { return 0 }
func (listed) Mode() fs.FileMode  { return 0o644 }
func (listed) ModTime() time.Time { return time.Time{} }
func (listed) IsDir() bool        { return false }
func (listed) Sys() any           { return nil }

func TestZipFSRefusesNamesThatLeadElsewhere(t *testing.T) {
	for _, name := range []string{"..", ".", "", "../evil", "/etc/passwd", "a/b", "a/../../evil", `..\evil`, `a\b`, `C:\x`} {
		_, err := ZipFS(listFS{"handler.js", name})
		require.Error(t, err, name)
		assert.Contains(t, err.Error(), fmt.Sprintf("%q", name))
	}
	_, err := ZipFS(listFS{"handler.js", "handler.js"})
	require.ErrorContains(t, err, `"handler.js" is listed twice`)

	archive, err := ZipFS(listFS{"Handler.js", "handler.js", "..hidden", "a b", "é", "name with\nline"})
	require.NoError(t, err, "the platform tells upper from lower case")
	assert.Len(t, zipNames(t, archive), 6)
}

// Links that leave the tree in any way are refused, and nothing of what they lead to
// is in the archive.
func TestZipFSFollowsNoLinkOutOfTheTree(t *testing.T) {
	outside := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(outside, "secret"), []byte("hunter2"), 0o600))
	for _, target := range []string{
		filepath.Join(outside, "secret"), outside, "/etc/passwd", "..", "../..", "../" + filepath.Base(outside), "sub/../../x", "sub/up/../../x", "loop",
	} {
		tree := t.TempDir()
		require.NoError(t, os.Mkdir(filepath.Join(tree, "sub"), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(tree, "handler.js"), nil, 0o600))
		require.NoError(t, os.Symlink("..", filepath.Join(tree, "sub", "up")))
		require.NoError(t, os.Symlink(target, filepath.Join(tree, "loop")))
		var out bytes.Buffer
		_, err := WriteZip(t.Context(), &out, os.DirFS(tree), nil)
		require.Error(t, err, target)
		assert.ErrorContains(t, err, "the symbolic link loop")
		assert.NotContains(t, out.String(), "hunter2")
	}
}

// More files in one folder than a zip archive could have before zip64. A million files
// took 112 s on a busy machine. Under the race detector there are fewer, to save time.
func TestZipFSOfManyFiles(t *testing.T) {
	n := 70_000
	if raceEnabled {
		n = 7_000
	}
	names := make(listFS, n)
	for i := range names {
		names[i] = fmt.Sprintf("f%07d", i)
	}
	report, err := WriteZip(t.Context(), io.Discard, names, &ZipParams{MaxSize: int64(7 * n)})
	require.ErrorIs(t, err, ErrInvalidArguments)
	assert.Less(t, report.Files, n)

	report, err = WriteZip(t.Context(), io.Discard, names, &ZipParams{MaxSize: -1})
	require.NoError(t, err)
	assert.Equal(t, n, report.Files)
}

func zipNames(t *testing.T, archive *bytes.Reader) []string {
	r, err := zip.NewReader(archive, archive.Size())
	require.NoError(t, err)
	var names []string
	for _, file := range r.File {
		names = append(names, file.Name)
	}
	return names
}
