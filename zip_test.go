package gosc

import (
	"archive/zip"
	"context"
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
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a.js"), nil, 0o600))
	require.NoError(t, os.Symlink("/etc/passwd", filepath.Join(dir, "link")))
	_, err := ZipFS(os.DirFS(dir))
	require.EqualError(t, err, "gosc: ZipFS: link is no regular file but a symbolic link")

	_, err = ZipFS(fstest.MapFS{})
	require.EqualError(t, err, "gosc: ZipFS: there are no files")
	_, err = ZipFS(nil)
	require.ErrorIs(t, err, ErrInvalidArguments)
	_, err = ZipFS(os.DirFS(filepath.Join(dir, "missing")))
	require.ErrorIs(t, err, fs.ErrNotExist)
}

func TestZipFSEndsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := ZipFSContext(ctx, fstest.MapFS{"a": {}})
	require.ErrorIs(t, err, context.Canceled)
}
