package gosc

import (
	"bytes"
	"context"
	"io"
	"sync"
)

// requestBody is a body that can be sent again.
type requestBody struct {
	open       func() (io.ReadCloser, error) // nil: no body
	size       int64                         // -1: unknown
	repeatable bool
	wait       func() // until nobody reads any more; nil: nobody shares it
	progress   *func(sent, total int64)
}

func bytesBody(data []byte) requestBody {
	return requestBody{size: int64(len(data)), repeatable: true, open: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(data)), nil
	}}
}

// readerBody sends what the caller's reader has, from where it stands. It can be
// sent again only if the reader can seek.
func readerBody(r io.Reader) (requestBody, error) {
	if r == nil {
		return requestBody{}, nil
	}
	source := &sharedReader{r: r, size: -1}
	body := requestBody{size: -1, open: source.open, wait: source.wait, progress: &source.progress}
	seeker, ok := r.(io.Seeker)
	if !ok {
		return body, nil
	}
	start, size, err := measure(seeker)
	if err != nil {
		return requestBody{}, err
	}
	source.rewind = func() error { _, err := seeker.Seek(start, io.SeekStart); return err }
	source.size, body.size, body.repeatable = size, size, true
	return body, nil
}

// measure returns where a reader stands and how many bytes are left.
func measure(s io.Seeker) (start, size int64, err error) {
	if start, err = s.Seek(0, io.SeekCurrent); err != nil {
		return 0, 0, err
	}
	end, err := s.Seek(0, io.SeekEnd)
	if err != nil {
		return 0, 0, err
	}
	if _, err = s.Seek(start, io.SeekStart); err != nil {
		return 0, 0, err
	}
	return start, max(0, end-start), nil
}

// sharedReader lends the caller's reader to one attempt at a time. net/http can
// go on reading a body after it has returned the reply, so the next attempt, and
// the return to the caller, wait until it closes it.
type sharedReader struct {
	r        io.Reader
	rewind   func() error
	size     int64
	progress func(sent, total int64)
	last     *lentReader
}

func (s *sharedReader) open() (io.ReadCloser, error) {
	s.wait()
	from := s.r
	if s.rewind != nil {
		if err := s.rewind(); err != nil {
			return nil, err
		}
		from = io.LimitReader(s.r, s.size)
	}
	s.last = &lentReader{source: s, from: from, closed: make(chan struct{})}
	return s.last, nil
}

func (s *sharedReader) wait() {
	if s.last != nil {
		<-s.last.closed
	}
}

type lentReader struct {
	source *sharedReader
	from   io.Reader
	sent   int64
	once   sync.Once
	closed chan struct{}
}

func (b *lentReader) Read(p []byte) (int, error) {
	n, err := b.from.Read(p)
	b.sent += int64(n)
	if n > 0 && b.source.progress != nil {
		b.source.progress(b.sent, b.source.size)
	}
	return n, err
}

// Close leaves the reader itself open: it is the caller's.
func (b *lentReader) Close() error {
	b.once.Do(func() { close(b.closed) })
	return nil
}

// awaitBody ends an attempt only when the transport has let go of the body.
func awaitBody(next handler) handler {
	return func(ctx context.Context, req *request) (*reply, error) {
		r, err := next(ctx, req)
		if req.body.wait != nil {
			req.body.wait()
		}
		return r, err
	}
}
