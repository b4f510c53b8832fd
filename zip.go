package gosc

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// zipTime is the modification time of every entry, the earliest that a zip archive
// can express. With a fixed time the same files give the same bytes.
var zipTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// ZipFS packs a source tree into an archive for UploadFunctionCode. The same files
// give the same bytes: the order is fixed, times are left out, and of the
// permissions only the executable bit is kept.
//
// Left out are version control folders (.git, .hg, .svn, .bzr, .jj), .env and
// .env.* files, Python's bytecode and virtual environments, .DS_Store, and what a
// .gitignore or a .gosciignore of the tree names. A .gitignore does not apply to
// node_modules, vendor and package, since a function needs its dependencies; a
// .gosciignore, which has the same syntax and overrides the .gitignore beside it,
// does. Links are followed as long as they stay inside the tree. WriteZip reports
// what was left out, and has options for all of this.
//
// An empty tree is refused, as are devices, links that leave the tree, names with a
// backslash, links that lead to more than 100,000 folders, and more than the platform
// takes (see [ZipParams]). The archive is built
// in memory; for large trees, use WriteZip with a file.
func ZipFS(fsys fs.FS) (*bytes.Reader, error) {
	return ZipFSContext(context.Background(), fsys)
}

// ZipFSContext is ZipFS for large trees: it stops when ctx ends.
func ZipFSContext(ctx context.Context, fsys fs.FS) (*bytes.Reader, error) {
	var out bytes.Buffer
	if _, err := writeZip(ctx, "ZipFS", &out, fsys, nil); err != nil {
		return nil, err
	}
	return bytes.NewReader(out.Bytes()), nil
}

// WriteZip is ZipFS with options. It does not keep the archive in memory but writes
// it to w, such as a temporary file that UploadFunctionCode then reads. Nil params
// mean the defaults. After an error, what was written to w is incomplete.
func WriteZip(ctx context.Context, w io.Writer, fsys fs.FS, params *ZipParams) (ZipReport, error) {
	return writeZip(ctx, "WriteZip", w, fsys, params)
}

func writeZip(ctx context.Context, operation string, w io.Writer, fsys fs.FS, params *ZipParams) (ZipReport, error) {
	for _, arg := range []struct {
		name  string
		isNil bool
	}{{"ctx", ctx == nil}, {"w", w == nil}, {"fsys", fsys == nil}} {
		if arg.isNil {
			return ZipReport{}, &ArgumentError{Operation: operation, Argument: arg.name, Reason: "is nil"}
		}
	}
	return newPacker(ctx, w, fsys, params).pack(operation)
}

// pack writes the archive.
func (p *packer) pack(operation string) (ZipReport, error) {
	err := p.folder(".", ".", nil)
	if err == nil {
		err = p.archive.Close()
	}
	if err == nil && p.report.Files == 0 {
		err = errors.New("there are no files")
	}
	p.report.Size = p.out.written
	if tooLarge, ok := errors.AsType[*zipLimitError](err); ok {
		return p.report, &ArgumentError{Operation: operation, Argument: "fsys", Reason: tooLarge.Error()}
	}
	if err != nil {
		return p.report, fmt.Errorf("gosc: %s: %w", operation, err)
	}
	return p.report, nil
}

// packer writes one archive.
type packer struct {
	ctx     context.Context
	fsys    fs.FS
	params  ZipParams
	out     *limitedWriter
	archive *zip.Writer
	rules   zipRules
	report  ZipReport

	linked, maxLinked int64 // folders reached through links
}

func newPacker(ctx context.Context, w io.Writer, fsys fs.FS, params *ZipParams) *packer {
	if params == nil {
		params = &ZipParams{}
	}
	p := &packer{ctx: ctx, fsys: fsys, params: params.withDefaults(), rules: newZipRules(params), maxLinked: maxLinkedFolders}
	p.out = &limitedWriter{w: w, limit: p.params.MaxSize}
	p.archive = zip.NewWriter(p.out)
	return p
}

// folder packs the content of a folder that has one name in the archive and
// another, without links, in the file system. Above are the real names of its parent
// folders, so that a link to one of them does not lead to an endless loop.
func (p *packer) folder(name, real string, above []string) error {
	entries, err := fs.ReadDir(p.fsys, real)
	if err != nil {
		return withName(name, err)
	}
	leave, err := p.rules.enter(p.fsys, name, real, p.params.NoIgnoreFiles)
	if err != nil {
		return err
	}
	defer leave()
	above = append(slices.Clip(above), real)
	last := ""
	for _, entry := range entries {
		if err := p.ctx.Err(); err != nil {
			return err
		}
		if err := checkZipName(entry.Name(), last); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		last = entry.Name()
		if err := p.entry(path.Join(name, entry.Name()), path.Join(real, entry.Name()), entry, above); err != nil {
			return err
		}
	}
	return nil
}

// checkZipName refuses names that an fs.FS must not have, or that mean something else
// to whoever unpacks the archive: those would write outside the folder, or twice.
func checkZipName(name, last string) error {
	switch {
	case !fs.ValidPath(name) || name == "." || strings.Contains(name, "/"):
		return fmt.Errorf("%q is not the name of a file", name)
	case strings.Contains(name, `\`):
		return fmt.Errorf(`%q has a backslash in its name, which some programs take for a folder's end`, name)
	case name == last:
		return fmt.Errorf("%q is listed twice", name)
	}
	return nil
}

func (p *packer) entry(name, real string, entry fs.DirEntry, above []string) error {
	target, linkErr := p.target(name, real, entry)
	isDir := linkErr == nil && target.info.IsDir()
	reason, inside := p.rules.verdict(p.fsys, name, target.real, isDir)
	switch {
	case reason != "":
		p.leaveOut(name, reason)
		if !inside {
			return nil
		}
	case errors.Is(linkErr, errLinkSkipped):
		p.leaveOut(name, linkErr.Error())
		return nil
	case linkErr != nil:
		return linkErr
	}
	if isDir && slices.Contains(above, target.real) {
		p.leaveOut(name, "link to a folder that it is in")
		return nil
	}
	if isDir && target.real != name {
		if p.linked++; p.linked > p.maxLinked {
			return &zipLimitError{limit: p.maxLinked, links: true}
		}
	}
	if isDir {
		return p.folder(name, target.real, above)
	}
	return p.file(name, target)
}

func (p *packer) leaveOut(name, reason string) {
	if reason == reasonFolder {
		return
	}
	p.report.LeftOut = append(p.report.LeftOut, ZipLeftOut{Path: name, Reason: reason})
}

func (p *packer) file(name string, target zipTarget) error {
	if !target.info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a regular file but %s", name, kindOf(target.info.Mode()))
	}
	header := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: zipTime}
	header.SetMode(0o644)
	if target.info.Mode()&0o111 != 0 {
		header.SetMode(0o755)
	}
	to, err := p.archive.CreateHeader(header)
	if err != nil {
		return err
	}
	from, err := p.fsys.Open(target.real)
	if err != nil {
		return withName(name, err)
	}
	defer from.Close()
	counted := &limitedWriter{w: to, written: p.report.UnpackedSize, limit: p.params.MaxUnpackedSize, unpacked: true}
	_, err = io.Copy(counted, &contextReader{p.ctx, name, from})
	p.report.UnpackedSize = counted.written
	if err == nil {
		p.report.Files++
	}
	return err
}

// withName adds the name of a file to an error that may not have it: those of a file
// system that is not the operating system's often don't.
func withName(name string, err error) error {
	if pathErr, ok := errors.AsType[*fs.PathError](err); ok && pathErr.Path != "" {
		return err
	}
	return fmt.Errorf("%s: %w", name, err)
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
	ctx  context.Context
	name string // of the file, for errors
	r    io.Reader
}

func (r *contextReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := r.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = withName(r.name, err)
	}
	return n, err
}
