package gosc

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"
)

// zipTime is the modification time of every entry: the earliest that a zip can
// express. With it the same files give the same bytes.
var zipTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// ZipFS packs all files of fsys into an archive for UploadFunctionCode. The same
// files give the same bytes: the order is fixed, times are left out, and of the
// permissions only the executable bit is kept. Symbolic links, devices and an
// empty tree are refused.
func ZipFS(fsys fs.FS) (*bytes.Reader, error) {
	return ZipFSContext(context.Background(), fsys)
}

// ZipFSContext is ZipFS for large trees: it ends when ctx does.
func ZipFSContext(ctx context.Context, fsys fs.FS) (*bytes.Reader, error) {
	if ctx == nil {
		return nil, &ArgumentError{Operation: "ZipFS", Argument: "ctx", Reason: "is nil"}
	}
	if fsys == nil {
		return nil, &ArgumentError{Operation: "ZipFS", Argument: "fsys", Reason: "is nil"}
	}
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	files := 0
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil || entry.IsDir() {
			return err
		}
		files++
		return zipFile(ctx, archive, fsys, name, entry)
	})
	if err == nil {
		err = archive.Close()
	}
	if err == nil && files == 0 {
		err = errors.New("there are no files")
	}
	if err != nil {
		return nil, fmt.Errorf("gosc: ZipFS: %w", err)
	}
	return bytes.NewReader(out.Bytes()), nil
}

func zipFile(ctx context.Context, archive *zip.Writer, fsys fs.FS, name string, entry fs.DirEntry) error {
	info, err := entry.Info()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is no regular file but %s", name, kindOf(info.Mode()))
	}
	header := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: zipTime}
	header.SetMode(0o644)
	if info.Mode()&0o111 != 0 {
		header.SetMode(0o755)
	}
	to, err := archive.CreateHeader(header)
	if err != nil {
		return err
	}
	from, err := fsys.Open(name)
	if err != nil {
		return err
	}
	defer from.Close()
	_, err = io.Copy(to, &contextReader{ctx, from})
	return err
}

func kindOf(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeSymlink != 0:
		return "a symbolic link"
	case mode&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	default:
		return "a device"
	}
}

// contextReader stops reading when ctx ends.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (r *contextReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}
