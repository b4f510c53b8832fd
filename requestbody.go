package gosc

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"sync"
)

// requestBody is a body that can be sent again.
type requestBody struct {
	open       func() (io.ReadCloser, error) // nil: no body
	size       int64                         // -1: unknown
	repeatable bool
	shared     *sharedReader // nil: the body is not the caller's reader
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
	body := requestBody{size: -1, open: source.open, shared: source}
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
// go on reading a body after it has returned the reply, over HTTP/2 even after it
// has closed it, and a RoundTripper of a user's may never close it at all. So a
// loan is ended from here, and the next attempt, and the return to the caller,
// wait for a Read that is under way.
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
			return nil, &readerError{err}
		}
		from = io.LimitReader(s.r, s.size)
	}
	s.last = &lentReader{source: s, from: from, done: make(chan struct{})}
	return s.last, nil
}

func (s *sharedReader) wait() {
	if s.last != nil {
		s.last.Close()
		<-s.last.done
	}
}

// sent is how much of the body left in the last attempt.
func (s *sharedReader) sent() int64 {
	if s.last == nil {
		return 0
	}
	s.last.mu.Lock()
	defer s.last.mu.Unlock()
	return s.last.sent
}

type lentReader struct {
	source *sharedReader
	from   io.Reader
	done   chan struct{} // closed once nobody reads any more

	mu      sync.Mutex
	sent    int64
	reading bool
	closed  bool
}

func (b *lentReader) Read(p []byte) (int, error) {
	b.mu.Lock()
	if b.closed {
		b.mu.Unlock()
		return 0, http.ErrBodyReadAfterClose
	}
	b.reading = true
	b.mu.Unlock()

	n, err := b.from.Read(p)
	if err != nil && err != io.EOF {
		err = &readerError{err}
	}
	b.mu.Lock()
	b.sent += int64(n)
	sent := b.sent
	b.mu.Unlock()
	if n > 0 && b.source.progress != nil {
		b.source.progress(sent, b.source.size)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.reading = false
	if b.closed {
		close(b.done) // not before the last report of progress
	}
	return n, err
}

// Close leaves the reader itself open: it is the caller's.
func (b *lentReader) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.closed {
		b.closed = true
		if !b.reading {
			close(b.done)
		}
	}
	return nil
}

// readerError is a failure of the caller's own reader: another attempt would
// meet it again.
type readerError struct{ err error }

func (e *readerError) Error() string { return "cannot read the body to send: " + e.err.Error() }
func (e *readerError) Unwrap() error { return e.err }

// awaitBody ends an attempt only when nobody reads the body any more.
func awaitBody(next handler) handler {
	return func(ctx context.Context, req *request) (*reply, error) {
		r, err := next(ctx, req)
		if req.body.shared != nil {
			req.body.shared.wait()
		}
		return r, err
	}
}
