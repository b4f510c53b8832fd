package gosc

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"os"
	"path/filepath"
	"strings"

	"github.com/rumpl/gosc/internal/lend"
	"github.com/rumpl/gosc/jsoncodec"
)

// File is a file in the body of a request, as a part of multipart/form-data. Its
// content is read while it is sent, never wholly into memory. It is not closed, and
// not read after the method has returned.
//
// A Content that is an io.Seeker (an *os.File, a *bytes.Reader, a *strings.Reader) is
// sent from its current offset to its end, with its length, and sent again by a retry.
// Any other Content can be sent only once, so a call with such a File is never
// repeated, see [RetryPolicy]; Size may give its length. If the length of a File is
// unknown, the body is sent in chunks. [Configuration.Timeout] limits an attempt
// including all its files: increase it for large ones.
type File struct {
	// Name is the file name that is sent. Default: the base name of an *os.File, else
	// the name of the member that holds the File.
	Name string
	// ContentType is the media type of Content. Default: the one in the description of
	// the API, else application/octet-stream.
	ContentType string
	// Content is what the file contains. It is required, but may be empty.
	Content io.Reader `json:"-"`
	// Size is the length of Content in bytes, if it is not an io.Seeker; 0 means unknown.
	// The call fails if Content has fewer or more bytes. For an io.Seeker it may be 0.
	Size int64
}

// String returns the name and the media type, never the content.
func (f File) String() string { return fmt.Sprintf("File(%q, %q)", f.Name, f.ContentType) }

// GoString returns the same as String.
func (f File) GoString() string { return f.String() }

// Format formats like String for every verb of fmt, such as %d, which would show the content.
func (f File) Format(s fmt.State, verb rune) { jsoncodec.FormatPrintable(s, verb, f.String()) }

// LogValue returns the same as String, for slog.
func (f File) LogValue() slog.Value { return slog.StringValue(f.String()) }

// fileName returns the name to send; member is the name of the file's part.
func (f File) fileName(member string) string {
	if f.Name != "" {
		return f.Name
	}
	if named, ok := f.Content.(*os.File); ok {
		return filepath.Base(named.Name())
	}
	return member
}

// fileContent is the content of a File, ready to be sent.
type fileContent struct {
	argument string // what holds the File
	from     io.Reader
	seeker   io.Seeker // nil if it can be sent only once
	start    int64
	size     int64 // -1 if it is unknown
}

// content measures the file. The error says why it cannot be sent.
func (f File) content(argument string) (*fileContent, error) {
	switch {
	case f.Content == nil:
		return nil, errors.New("has no Content")
	case f.Size < 0:
		return nil, fmt.Errorf("has a Size of %d", f.Size)
	}
	out := &fileContent{argument: argument, from: f.Content, size: -1}
	if f.Size > 0 {
		out.size = f.Size
	}
	seeker, ok := f.Content.(io.Seeker)
	if !ok {
		return out, nil
	}
	if _, err := seeker.Seek(0, io.SeekCurrent); err != nil && !errors.Is(err, os.ErrInvalid) && !errors.Is(err, os.ErrClosed) {
		return out, nil // a pipe or a terminal is an *os.File, too
	}
	var err error
	if out.start, out.size, err = lend.Measure(seeker); err != nil {
		return nil, fmt.Errorf("cannot be measured: %w", err)
	}
	if f.Size > 0 && f.Size != out.size {
		return nil, fmt.Errorf("has %d bytes, not its Size of %d", out.size, f.Size)
	}
	out.seeker = seeker
	return out, nil
}

// open returns a reader of the content, from its beginning.
func (f *fileContent) open() (io.Reader, error) {
	if f.seeker != nil {
		if _, err := f.seeker.Seek(f.start, io.SeekStart); err != nil {
			return nil, f.errorf("%w", err)
		}
	}
	return &fileReader{file: f, left: f.size}, nil
}

func (f *fileContent) errorf(format string, args ...any) error {
	return fmt.Errorf("%s: %w", f.argument, fmt.Errorf(format, args...))
}

// fileReader reads as many bytes as were announced.
type fileReader struct {
	file *fileContent
	left int64 // -1 if the size is unknown
}

func (r *fileReader) Read(p []byte) (int, error) {
	if r.left == 0 {
		return 0, r.end()
	}
	if r.left > 0 {
		p = p[:min(int64(len(p)), r.left)]
	}
	n, err := r.file.from.Read(p)
	if r.left > 0 {
		r.left -= int64(n)
	}
	switch {
	case err == io.EOF && r.left > 0:
		return n, r.file.errorf("ended after %d of %d bytes", r.file.size-r.left, r.file.size)
	case err != nil && err != io.EOF:
		return n, r.file.errorf("%w", err)
	}
	return n, err
}

// end checks that nothing follows. A file that has grown since it was measured is sent
// with its earlier length.
func (r *fileReader) end() error {
	if r.file.seeker != nil {
		return io.EOF
	}
	n, err := r.file.from.Read(make([]byte, 1))
	switch {
	case n > 0:
		return r.file.errorf("has more than its Size of %d bytes", r.file.size)
	case err != nil && err != io.EOF:
		return r.file.errorf("%w", err)
	}
	return err
}

// badText returns why a text cannot be in the header of a part, "" if it can.
func badText(text string) string {
	if strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
		return "with a line break or another control character"
	}
	return ""
}

// badMediaType returns why a media type is not valid, "" if it is.
func badMediaType(mediaType string) string {
	if bad := badText(mediaType); bad != "" {
		return bad
	}
	if base, _, err := mime.ParseMediaType(mediaType); err != nil || !strings.Contains(base, "/") {
		return "that is not a media type"
	}
	return ""
}
