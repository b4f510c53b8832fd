// Package archive unpacks the zip files that users upload, and refuses those that
// would write outside of their folder or fill the disk.
package archive

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// Limits of what one archive may unpack to. A zero field means its default.
type Limits struct {
	// Bytes of all files together; default 1 GiB.
	Bytes int64
	// Entries, files and folders together; default 100000.
	Entries int
	// Ratio of unpacked to packed bytes, looked at only when a file unpacks to
	// more than RatioFloor; default 200. Real code stays below 20, DEFLATE can
	// reach 1032.
	Ratio int64
	// RatioFloor in bytes; default 16 MiB.
	RatioFloor int64
}

func (l Limits) withDefaults() Limits {
	if l.Bytes <= 0 {
		l.Bytes = 1 << 30
	}
	if l.Entries <= 0 {
		l.Entries = 100_000
	}
	if l.Ratio <= 0 {
		l.Ratio = 200
	}
	if l.RatioFloor <= 0 {
		l.RatioFloor = 16 << 20
	}
	return l
}

// Extract unpacks the zip file at name into the folder dir, which must exist.
// On an error dir is left half filled, for the caller to remove.
func Extract(ctx context.Context, name, dir string, limits Limits) error {
	limits = limits.withDefaults()
	file, err := os.Open(name)
	if err != nil {
		// The path is the emulator's, not the user's.
		return fmt.Errorf("archive cannot be read: %w", errors.Unwrap(err))
	}
	defer file.Close()
	files, err := list(file, limits)
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("unpack archive: %w", err)
	}
	defer root.Close()

	x := extraction{root: root, limits: limits}
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := x.entry(ctx, f); err != nil {
			return fmt.Errorf("archive entry %q %w", f.Name, err)
		}
	}
	return nil
}

// list reads the table of contents and checks it.
func list(file *os.File, limits Limits) ([]*zip.File, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("archive cannot be read: %w", err)
	}
	// An entry takes about 100 bytes here but several times that in memory.
	table := &budgetReaderAt{file: file, left: max(int64(limits.Entries)*256, 1<<20)}
	r, err := zip.NewReader(table, info.Size())
	switch {
	case table.exceeded:
		return nil, fmt.Errorf("archive has more than %d entries", limits.Entries)
	case err != nil && !errors.Is(err, zip.ErrInsecurePath):
		return nil, fmt.Errorf("archive is not a zip file: %w", err)
	case len(r.File) > limits.Entries:
		return nil, fmt.Errorf("archive has %d entries, %d are allowed", len(r.File), limits.Entries)
	}
	table.unlimited = true
	return r.File, nil
}

// extraction is one archive on its way to the disk.
type extraction struct {
	root    *os.Root
	limits  Limits
	written int64
}

func (x *extraction) entry(ctx context.Context, f *zip.File) error {
	if err := checkName(f.Name); err != nil {
		return err
	}
	if err := checkType(f); err != nil {
		return err
	}
	name := filepath.FromSlash(path.Clean(f.Name))
	if strings.HasSuffix(f.Name, "/") {
		return plain(x.root.MkdirAll(name, 0o755))
	}
	if err := x.root.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return plain(err)
	}
	return x.file(ctx, f, name)
}

func (x *extraction) file(ctx context.Context, f *zip.File, name string) error {
	left := x.limits.Bytes - x.written
	if f.UncompressedSize64 > uint64(left) {
		return x.tooLarge()
	}
	packed := max(int64(f.CompressedSize64), 1)
	bomb := max(x.limits.RatioFloor, packed*x.limits.Ratio)
	if f.UncompressedSize64 > uint64(bomb) {
		return x.bomb()
	}

	in, err := open(f)
	if err != nil {
		return fmt.Errorf("cannot be unpacked: %w", err)
	}
	defer in.Close()
	perm := fs.FileMode(0o644)
	if f.Mode()&0o111 != 0 {
		perm = 0o755
	}
	out, err := x.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	if errors.Is(err, fs.ErrExist) {
		return errors.New("is there twice")
	}
	if err != nil {
		return plain(err)
	}
	// The sizes in the table may be wrong, so the unpacked bytes are counted.
	n, err := io.Copy(out, io.LimitReader(ctxReader{ctx, in}, min(left, bomb)+1))
	x.written += n
	if closeErr := out.Close(); err == nil {
		err = closeErr
	}
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("was not unpacked: %w", ctx.Err())
	case err != nil:
		return fmt.Errorf("cannot be unpacked: %w", plain(err))
	case n > left:
		return x.tooLarge()
	case n > bomb:
		return x.bomb()
	}
	return nil
}

func (x *extraction) tooLarge() error {
	return fmt.Errorf("makes the code larger than %d bytes", x.limits.Bytes)
}

func (x *extraction) bomb() error {
	return fmt.Errorf("unpacks to more than %d times its packed size", x.limits.Ratio)
}

func checkName(name string) error {
	switch {
	case name == "":
		return errors.New("has no name")
	case strings.ContainsAny(name, "\x00"):
		return errors.New("has a zero byte in its name")
	case strings.Contains(name, `\`):
		return errors.New(`has a backslash in its name; zip separates folders with "/"`)
	case strings.HasPrefix(name, "/"):
		return errors.New("has an absolute path")
	case !filepath.IsLocal(filepath.FromSlash(name)):
		return errors.New("would leave the folder of the function")
	}
	return nil
}

func checkType(f *zip.File) error {
	kind := f.Mode().Type()
	if kind == fs.ModeNamedPipe && f.CompressedSize64 > 0 {
		kind = 0 // "zip code.zip -" notes that the content came through a pipe
	}
	switch {
	case kind&fs.ModeSymlink != 0:
		return errors.New("is a symbolic link; put the file itself into the archive")
	case kind&^fs.ModeDir != 0:
		return errors.New("is neither a file nor a folder")
	case kind.IsDir() != strings.HasSuffix(f.Name, "/"):
		return errors.New("is a folder by its mode or its name, but not by both")
	case f.Flags&1 != 0:
		return errors.New("is encrypted")
	}
	return nil
}

// plain removes the path on this machine from an error.
func plain(err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}
