package archive

import (
	"context"
	"errors"
	"io"
	"os"
)

// budgetReaderAt bounds how much is read while zip collects the entries in
// memory, which it does before anybody can count them.
type budgetReaderAt struct {
	file      *os.File
	left      int64
	unlimited bool
	exceeded  bool
}

func (b *budgetReaderAt) ReadAt(p []byte, off int64) (int, error) {
	if !b.unlimited {
		b.left -= int64(len(p))
		if b.left < 0 {
			b.exceeded = true
			return 0, errors.New("table of contents is too large")
		}
	}
	return b.file.ReadAt(p, off)
}

// ctxReader ends when its context does.
type ctxReader struct {
	ctx context.Context
	r   io.Reader
}

func (c ctxReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
