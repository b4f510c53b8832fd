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

func TestWriteZipLimits(t *testing.T) {
	tree := fstest.MapFS{"a": {Data: bytes.Repeat([]byte("a"), 1000)}, "b": {Data: bytes.Repeat([]byte("b"), 1000)}}
	for name, params := range map[string]*ZipParams{
		"archive":  {MaxSize: 100},
		"unpacked": {MaxUnpackedSize: 1999},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := WriteZip(t.Context(), io.Discard, tree, params)
			require.ErrorIs(t, err, ErrInvalidArguments)
			require.ErrorContains(t, err, ".gosciignore")
		})
	}
	var out bytes.Buffer
	report, err := WriteZip(t.Context(), &out, tree, &ZipParams{MaxSize: -1, MaxUnpackedSize: 2000})
	require.NoError(t, err)
	assert.Equal(t, ZipReport{Files: 2, Size: int64(out.Len()), UnpackedSize: 2000}, report)
}

// writeTree makes a folder: a name with a slash at its end is an empty folder, a
// content that begins with "-> " is a link.
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

// pack returns the names and contents of an archive, and why the rest is not in it.
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

func TestWriteZipPacksProjects(t *testing.T) {
	tests := []struct {
		name          string
		tree          map[string]string
		files, leaves []string
	}{
		{
			name: "node, as npm leaves it",
			tree: map[string]string{
				"handler.js": "h", "package.json": "{}", "package-lock.json": "{}", ".gitignore": "node_modules\n*.log\n", "npm.log": "",
				".env": "SECRET=1", ".env.production": "SECRET=2", ".git/config": "[core]", "node_modules/.package-lock.json": "{}",
				"node_modules/.bin/semver": "-> ../semver/bin/semver.js", "node_modules/semver/bin/semver.js": "cli",
				"node_modules/semver/index.js": "lib", "node_modules/semver/.gitignore": "index.js",
				"node_modules/workspace": "-> ../packages/workspace", "packages/workspace/index.js": "w",
			},
			files: []string{".gitignore", "handler.js", "package.json", "package-lock.json", "node_modules/.package-lock.json",
				"node_modules/.bin/semver", "node_modules/semver/bin/semver.js", "node_modules/semver/index.js",
				"node_modules/semver/.gitignore", "node_modules/workspace/index.js", "packages/workspace/index.js"},
			leaves: []string{"npm.log", ".env", ".env.production", ".git"},
		},
		{
			name: "python, with pip install --target package",
			tree: map[string]string{
				"handler.py": "h", "requirements.txt": "r", "package/requests/__init__.py": "i", "package/requests/__pycache__/x.pyc": "c",
				"venv/pyvenv.cfg": "home=/usr", "venv/bin/python": "-> /usr/bin/python3", ".gitignore": "package/\n", "__pycache__/h.pyc": "c",
			},
			files:  []string{".gitignore", "handler.py", "requirements.txt", "package/requests/__init__.py"},
			leaves: []string{"venv", "__pycache__", "package/requests/__pycache__"},
		},
		{
			name: "Go, with a vendor folder",
			tree: map[string]string{
				"go.mod": "m", "handler.go": "h", "vendor/modules.txt": "v", "vendor/x/x.go": "x", ".gitignore": "/vendor/\n/dist/\n", "dist/app": "a",
			},
			files:  []string{".gitignore", "go.mod", "handler.go", "vendor/modules.txt", "vendor/x/x.go"},
			leaves: []string{"dist"},
		},
		{
			name: "what .gosciignore says overrides",
			tree: map[string]string{
				"a.js": "a", "b.test.js": "b", ".env": "x", ".gitignore": "dist\n", ".gosciignore": "*.test.js\n!.env\n!dist\nnode_modules/dev\n",
				"dist/x.js": "x", "node_modules/dev/x.js": "x", "node_modules/prod/x.js": "x",
				"sub/.gosciignore": "/only.js", "sub/only.js": "o", "sub/deep/only.js": "o",
			},
			files:  []string{".gitignore", "a.js", ".env", "dist/x.js", "node_modules/prod/x.js", "sub/deep/only.js"},
			leaves: []string{"b.test.js", ".gosciignore", "sub/.gosciignore", "sub/only.js", "node_modules/dev"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			files, leftOut := pack(t, writeTree(t, test.tree), nil)
			assert.ElementsMatch(t, test.files, keysOf(files))
			assert.ElementsMatch(t, test.leaves, keysOf(leftOut))
		})
	}
}

func keysOf(m map[string]string) []string {
	var keys []string
	for key := range m {
		keys = append(keys, key)
	}
	return keys
}

func TestWriteZipIncludeAndExclude(t *testing.T) {
	dir := writeTree(t, map[string]string{
		"a.js": "a", "secret.txt": "s", ".env": "e", ".gitignore": "build\n", "build/keep/x.js": "x", "build/drop.js": "d", "big/data": "b",
	})
	files, leftOut := pack(t, dir, &ZipParams{Include: []string{".env", "build/keep"}, Exclude: []string{"big/", "secret.*", ".gitignore"}})
	assert.Equal(t, map[string]string{"a.js": "a", ".env": "e", "build/keep/x.js": "x"}, files)
	assert.Equal(t, map[string]string{
		"build": ".gitignore", "big": "ZipParams.Exclude", "secret.txt": "ZipParams.Exclude", ".gitignore": "ZipParams.Exclude",
	}, leftOut)

	files, _ = pack(t, dir, &ZipParams{NoIgnoreFiles: true})
	assert.Contains(t, files, "build/drop.js")
}

func TestWriteZipLinks(t *testing.T) {
	tree := map[string]string{
		"a.js": "a", "folder/b.js": "b", "to-file": "-> a.js", "to-folder": "-> folder", "folder/up": "-> ../a.js",
		"folder/self": "-> .", "chain": "-> to-file", "round": "-> ./folder/../to-folder/b.js",
	}
	files, leftOut := pack(t, writeTree(t, tree), nil)
	assert.Equal(t, map[string]string{
		"a.js": "a", "folder/b.js": "b", "to-file": "a", "to-folder/b.js": "b", "folder/up": "a", "to-folder/up": "a", "chain": "a", "round": "b",
	}, files)
	assert.Equal(t, map[string]string{
		"folder/self": "link to a folder that it is in", "to-folder/self": "link to a folder that it is in",
	}, leftOut)

	files, leftOut = pack(t, writeTree(t, tree), &ZipParams{Links: ZipLinksSkip})
	assert.ElementsMatch(t, []string{"a.js", "folder/b.js"}, keysOf(files))
	assert.Len(t, leftOut, 6)

	for name, to := range map[string]string{
		"absolute": "/etc/passwd", "relative": "../../../../../../etc/passwd", "through another link": "out/../passwd",
		"broken": "missing", "itself": "link",
	} {
		t.Run(name, func(t *testing.T) {
			dir := writeTree(t, map[string]string{"a.js": "a", "link": "-> " + to, "out": "-> a.js"})
			_, err := ZipFS(os.DirFS(dir))
			require.ErrorContains(t, err, "gosc: ZipFS: the symbolic link link: ")
			require.ErrorContains(t, err, ".gosciignore")
			_, err = WriteZip(t.Context(), io.Discard, os.DirFS(dir), &ZipParams{Exclude: []string{"link"}})
			require.NoError(t, err)
		})
	}
	_, err := WriteZip(t.Context(), io.Discard, os.DirFS(writeTree(t, tree)), &ZipParams{Links: ZipLinksRefuse})
	require.EqualError(t, err, "gosc: WriteZip: chain is not a regular file but a symbolic link")
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
