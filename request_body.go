package gosc

import (
	"bytes"
	"io"

	"github.com/rumpl/gosc/internal/lend"
)

// requestBody is the body of a request.
type requestBody struct {
	open       func() (io.ReadCloser, error) // nil: no body
	size       int64                         // -1: unknown
	repeatable bool                          // it can be sent again
	lent       *lend.Source                  // nil if the body is not the user's reader
}

// bytesBody returns a body of these bytes, which must not change.
func bytesBody(data []byte) requestBody {
	return requestBody{size: int64(len(data)), repeatable: true, open: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(data)), nil
	}}
}

// readerBody returns a body that reads from the user's reader, starting at its
// current offset.
func readerBody(r io.Reader) (requestBody, error) {
	if r == nil {
		return requestBody{}, nil
	}
	source, err := lend.New(r)
	if err != nil {
		return requestBody{}, err
	}
	return requestBody{open: source.Open, size: source.Size, repeatable: source.Repeatable, lent: source}, nil
}

// takeBack makes sure that the user's reader is no longer read.
func (b *requestBody) takeBack() {
	if b.lent != nil {
		b.lent.TakeBack()
	}
}
