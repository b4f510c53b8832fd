package gosc

import (
	"bytes"
	"io"

	"github.com/rumpl/gosc/internal/lend"
)

// segment is a piece of a multipart body: the content of a file, or the bytes between
// two files.
type segment struct {
	text []byte
	file *fileContent // nil for text
}

func (s segment) open() (io.Reader, error) {
	if s.file != nil {
		return s.file.open()
	}
	return bytes.NewReader(s.text), nil
}

// segmentsBody returns a body of the segments, one after the other. Only a body
// whose files can all be read again can be sent again.
func segmentsBody(segments []segment) requestBody {
	reader := &segmentsReader{segments: segments}
	size, known, repeatable := int64(0), true, true
	for _, s := range segments {
		if s.file == nil {
			size += int64(len(s.text))
			continue
		}
		size += s.file.size
		known = known && s.file.size >= 0
		repeatable = repeatable && s.file.seeker != nil
	}
	if !known {
		size = -1
	}
	var rewind func() error
	if repeatable {
		rewind = reader.rewind
	}
	source := lend.Of(reader, size, rewind)
	return requestBody{open: source.Open, size: size, repeatable: repeatable, lent: source}
}

// segmentsReader reads the segments. A file is rewound when its turn comes, so that
// two parts may share one reader.
type segmentsReader struct {
	segments []segment
	next     int
	current  io.Reader // nil between two segments
}

func (r *segmentsReader) rewind() error {
	r.next, r.current = 0, nil
	return nil
}

func (r *segmentsReader) Read(p []byte) (int, error) {
	for {
		if r.current == nil {
			if r.next == len(r.segments) {
				return 0, io.EOF
			}
			current, err := r.segments[r.next].open()
			if err != nil {
				return 0, err
			}
			r.current = current
			r.next++
		}
		n, err := r.current.Read(p)
		if err == io.EOF {
			r.current, err = nil, nil
			if n == 0 {
				continue
			}
		}
		return n, err
	}
}
