package gosc

import (
	"fmt"
	"io"
)

const (
	defaultZipSize      = 100 << 20
	defaultUnpackedSize = 500 << 20
)

// ZipLinks is what WriteZip does with symbolic links.
type ZipLinks int

// What WriteZip does with symbolic links.
const (
	ZipLinksFollow ZipLinks = iota // pack what they point to; refuse those that leave the tree or are broken
	ZipLinksSkip                   // leave them out
	ZipLinksRefuse                 // fail
)

// ZipParams are the options of WriteZip. The zero value packs as ZipFS does.
// Patterns have the syntax of .gitignore, relative to the root of the tree.
type ZipParams struct {
	// Exclude is left out, whatever the other rules say.
	Exclude []string
	// Include is packed although it is ignored or left out by default.
	Include []string
	// NoIgnoreFiles turns off .gitignore and .gosciignore.
	NoIgnoreFiles bool
	// Links is what to do with symbolic links. Default: follow them.
	Links ZipLinks
	// MaxSize limits the archive, in bytes. Default 100 MiB, which is the platform's
	// limit; negative: no limit.
	MaxSize int64
	// MaxUnpackedSize limits the sum of the files, in bytes. Default 500 MiB, which
	// is the platform's limit; negative: no limit.
	MaxUnpackedSize int64
}

func (p ZipParams) withDefaults() ZipParams {
	if p.MaxSize == 0 {
		p.MaxSize = defaultZipSize
	}
	if p.MaxUnpackedSize == 0 {
		p.MaxUnpackedSize = defaultUnpackedSize
	}
	return p
}

// ZipReport is what WriteZip has done.
type ZipReport struct {
	Files        int
	Size         int64 // of the archive, in bytes
	UnpackedSize int64 // of the files together, in bytes
	// LeftOut are the files and folders that are not in the archive. The content of a
	// folder that was left out is not listed.
	LeftOut []ZipLeftOut
}

// ZipLeftOut is a file or folder that WriteZip has left out.
type ZipLeftOut struct {
	Path   string
	Reason string // such as ".gitignore" or "version control"
}

// limitedWriter counts the bytes written and refuses more than the limit.
type limitedWriter struct {
	w        io.Writer
	written  int64
	limit    int64 // negative: none
	unpacked bool
}

func (w *limitedWriter) Write(p []byte) (int, error) {
	if w.limit >= 0 && w.written+int64(len(p)) > w.limit {
		return 0, &zipLimitError{limit: w.limit, unpacked: w.unpacked}
	}
	n, err := w.w.Write(p)
	w.written += int64(n)
	return n, err
}

// zipLimitError is the error for a tree that is too large.
type zipLimitError struct {
	limit    int64
	unpacked bool
	links    bool
}

func (e *zipLimitError) Error() string {
	if e.links {
		return fmt.Sprintf("has links to folders that lead to more than %d folders; leave some out with a .gosciignore, or set ZipParams.Links to ZipLinksSkip", e.limit)
	}
	if e.unpacked {
		return fmt.Sprintf("holds more than %d bytes of files (ZipParams.MaxUnpackedSize); leave some out with a .gosciignore", e.limit)
	}
	return fmt.Sprintf("makes an archive of more than %d bytes (ZipParams.MaxSize); leave some files out with a .gosciignore", e.limit)
}
