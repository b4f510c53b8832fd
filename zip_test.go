package gosc

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestZipFSIsReproducible(t *testing.T) {
	tree := func(at time.Time, mode fs.FileMode) fs.FS {
		return fstest.MapFS{
			"handler.js":              {Data: []byte("module.exports.hello = 1"), ModTime: at, Mode: mode},
			"bin/tool":                {Data: []byte("#!/bin/sh"), ModTime: at, Mode: 0o755},
			"node_modules/a/index.js": {Data: make([]byte, 100_000), ModTime: at, Mode: 0o600},
		}
	}
	one, err := ZipFS(tree(time.Now(), 0o644))
	require.NoError(t, err)
	two, err := ZipFS(tree(time.Unix(0, 0), 0o664))
	require.NoError(t, err)
	first, err := io.ReadAll(one)
	require.NoError(t, err)
	second, err := io.ReadAll(two)
	require.NoError(t, err)
	assert.Equal(t, first, second)

	archive, err := zip.NewReader(one, one.Size())
	require.NoError(t, err)
	modes := map[string]fs.FileMode{}
	for _, file := range archive.File {
		modes[file.Name] = file.Mode()
	}
	assert.Equal(t, map[string]fs.FileMode{"handler.js": 0o644, "bin/tool": 0o755, "node_modules/a/index.js": 0o644}, modes)
	code, err := fs.ReadFile(archive, "handler.js")
	require.NoError(t, err)
	assert.Equal(t, "module.exports.hello = 1", string(code))
}

func TestZipFSRefusesWhatCannotBePacked(t *testing.T) {
	_, err := ZipFS(fstest.MapFS{})
	require.EqualError(t, err, "gosc: ZipFS: there are no files")
	_, err = ZipFS(fstest.MapFS{"pipe": {Mode: fs.ModeNamedPipe}})
	require.EqualError(t, err, "gosc: ZipFS: pipe is not a regular file but a named pipe")
	_, err = ZipFS(nil)
	require.ErrorIs(t, err, ErrInvalidArguments)
	_, err = ZipFS(os.DirFS(filepath.Join(t.TempDir(), "missing")))
	require.ErrorIs(t, err, fs.ErrNotExist)
	_, err = WriteZip(t.Context(), nil, fstest.MapFS{}, nil)
	require.ErrorIs(t, err, ErrInvalidArguments)
}

func TestZipFSEndsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := ZipFSContext(ctx, fstest.MapFS{"a": {}})
	require.ErrorIs(t, err, context.Canceled)
}

// writeTree creates a folder with the given files. A name that ends with a slash is
// an empty folder; content that begins with "-> " makes a symbolic link.
func writeTree(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
		if to, isLink := strings.CutPrefix(content, "-> "); isLink {
			require.NoError(t, os.Symlink(to, path))
			continue
		}
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	}
	return dir
}

// pack returns the files of an archive with their contents, and the files that were
// left out with the reason.
func pack(t *testing.T, dir string, params *ZipParams) (files, leftOut map[string]string) {
	t.Helper()
	var out bytes.Buffer
	report, err := WriteZip(t.Context(), &out, os.DirFS(dir), params)
	require.NoError(t, err)
	archive, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	require.NoError(t, err)
	files, leftOut = map[string]string{}, map[string]string{}
	for _, file := range archive.File {
		content, err := fs.ReadFile(archive, file.Name)
		require.NoError(t, err)
		files[file.Name] = string(content)
	}
	for _, left := range report.LeftOut {
		leftOut[left.Path] = left.Reason
	}
	assert.Len(t, files, report.Files)
	return files, leftOut
}

func keysOf(m map[string]string) []string {
	var keys []string
	for key := range m {
		keys = append(keys, key)
	}
	return keys
}

// cancellingFS ends the context while a file is being read.
type cancellingFS struct {
	fstest.MapFS
	cancel context.CancelFunc
}

type cancellingFile struct {
	fs.File
	cancel context.CancelFunc
}

func (f cancellingFS) Open(name string) (fs.File, error) {
	file, err := f.MapFS.Open(name)
	if name == "." || err != nil {
		return file, err
	}
	return cancellingFile{file, f.cancel}, nil
}

func (f cancellingFile) Read(p []byte) (int, error) {
	f.cancel()
	return f.File.Read(p[:min(len(p), 1)])
}

func TestZipFSEndsAmidAFile(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	_, err := ZipFSContext(ctx, cancellingFS{fstest.MapFS{"a": {Data: []byte("data")}}, cancel})
	require.ErrorIs(t, err, context.Canceled)
}
