package archive

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"errors"
	"io"
)

// streamed is the flag of an entry whose size was not known when it was begun.
const streamed = 1 << 3

// open returns the content of an entry.
func open(f *zip.File) (io.ReadCloser, error) {
	if !unsized(f) {
		return f.Open()
	}
	raw, err := f.OpenRaw()
	if err != nil {
		return nil, err
	}
	packed := bufio.NewReader(raw)
	return &wholeReader{ReadCloser: flate.NewReader(packed), packed: packed}, nil
}

// unsized reports whether the table of contents has neither size nor checksum for an
// entry with content. The packer of Serverless Framework 1 writes such archives on
// current versions of Node.js. The packed bytes are complete, and DEFLATE marks its
// own end.
func unsized(f *zip.File) bool {
	return f.Flags&streamed != 0 && f.Method == zip.Deflate &&
		f.UncompressedSize64 == 0 && f.CRC32 == 0 && f.CompressedSize64 > 0
}

// wholeReader makes sure that the end of the content is the end of the packed
// bytes, since there is no checksum to compare.
type wholeReader struct {
	io.ReadCloser
	packed *bufio.Reader
}

func (r *wholeReader) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	if err == io.EOF {
		if _, more := r.packed.Peek(1); more == nil {
			return n, errors.New("has packed bytes beyond its end")
		}
	}
	return n, err
}
