package gosc

import (
	"errors"
	"io"
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// brokenFS is a file system whose operations fail, each with an error that does not
// name the file, as a network file system's may.
type brokenFS struct {
	fstest.MapFS
	op, name string
}

var errDisk = errors.New("the disk is gone")

func (f brokenFS) fails(op, name string) bool { return op == f.op && name == f.name }

func (f brokenFS) Open(name string) (fs.File, error) {
	if f.fails("open", name) {
		return nil, errDisk
	}
	file, err := f.MapFS.Open(name)
	return brokenFile{file, f.fails("read", name)}, err
}

func (f brokenFS) ReadDir(name string) ([]fs.DirEntry, error) {
	if f.fails("readdir", name) {
		return nil, errDisk
	}
	entries, err := f.MapFS.ReadDir(name)
	for i, entry := range entries {
		if f.fails("info", entry.Name()) {
			entries[i] = entryWithoutInfo{entry}
		}
	}
	return entries, err
}

func (f brokenFS) ReadFile(name string) ([]byte, error) {
	if f.fails("readfile", name) {
		return nil, errDisk
	}
	return f.MapFS.ReadFile(name)
}

type brokenFile struct {
	fs.File
	fails bool
}

func (f brokenFile) Read(p []byte) (int, error) {
	if f.fails {
		return 0, errDisk
	}
	return f.File.Read(p)
}

type entryWithoutInfo struct{ fs.DirEntry }

func (entryWithoutInfo) Info() (fs.FileInfo, error) { return nil, errDisk }

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errDisk }

// TestAFailingFileSystemIsNamed: the error says which file could not be packed.
func TestAFailingFileSystemIsNamed(t *testing.T) {
	tree := fstest.MapFS{"src/handler.js": {Data: []byte("a")}, "src/.gitignore": {Data: []byte("x")}}
	for op, name := range map[string]string{
		"open": "src/handler.js", "read": "src/handler.js", "readdir": "src", "info": "handler.js", "readfile": "src/.gitignore",
	} {
		t.Run(op, func(t *testing.T) {
			report, err := WriteZip(t.Context(), io.Discard, brokenFS{tree, op, name}, nil)
			require.ErrorIs(t, err, errDisk)
			assert.ErrorContains(t, err, name)
			assert.Contains(t, err.Error(), "gosc: WriteZip: ")
			assert.LessOrEqual(t, report.Files, 1, "what could not be read is not counted")
		})
	}
	_, err := WriteZip(t.Context(), brokenWriter{}, tree, nil)
	require.EqualError(t, err, "gosc: WriteZip: "+errDisk.Error())
}
