// Package lend lends a user's reader to the transport for one attempt at a time, and
// takes it back.
package lend

import (
	"errors"
	"io"
	"net/http"
	"sync"
)

// Source lends a reader. net/http can go on reading a body after it has returned
// the reply, over HTTP/2 even after it has closed it, and a user's own RoundTripper
// may never close it at all. So the Source ends the loan, and the next attempt, and
// the return to the user, wait for a Read that is under way.
type Source struct {
	Size       int64                   // of what is sent; -1 if it is unknown
	Repeatable bool                    // the reader can be sent again
	Progress   func(sent, total int64) // called as bytes are sent, may be nil

	from   io.Reader
	rewind func() error
	last   *loan
}

// New returns a Source for the content of r from its current offset. It can be sent
// again only if r is an io.Seeker.
func New(r io.Reader) (*Source, error) {
	source := &Source{Size: -1, from: r}
	seeker, ok := r.(io.Seeker)
	if !ok {
		return source, nil
	}
	start, size, err := Measure(seeker)
	if err != nil {
		return nil, err
	}
	source.rewind = func() error { _, err := seeker.Seek(start, io.SeekStart); return err }
	source.Size, source.Repeatable = size, true
	return source, nil
}

// Of returns a Source for a reader of this size, -1 if that is unknown. It can be
// sent again only with a rewind function, which returns it to its start.
func Of(r io.Reader, size int64, rewind func() error) *Source {
	return &Source{Size: size, Repeatable: rewind != nil, from: r, rewind: rewind}
}

// Measure returns the reader's current offset and how many bytes are left.
func Measure(s io.Seeker) (start, size int64, err error) {
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

// Open ends the previous loan, rewinds the reader and lends it again.
func (s *Source) Open() (io.ReadCloser, error) {
	s.TakeBack()
	from := s.from
	if s.rewind != nil {
		if err := s.rewind(); err != nil {
			return nil, &ReadError{err}
		}
		from = io.LimitReader(s.from, s.Size) // a body that has grown would exceed the announced size
	}
	s.last = &loan{source: s, from: from, done: make(chan struct{})}
	return s.last, nil
}

// TakeBack ends the loan, and waits for a Read that is under way. If the reader has
// panicked, so does TakeBack: on a goroutine of the transport a panic would end the
// program, and nobody could recover it.
func (s *Source) TakeBack() {
	if s.last != nil {
		s.last.Close()
		<-s.last.done
		if panicked := s.last.panicked; panicked != nil {
			s.last.panicked = nil
			panic(panicked)
		}
	}
}

// Sent returns how much of the body was sent in the last attempt.
func (s *Source) Sent() int64 {
	if s.last == nil {
		return 0
	}
	s.last.mu.Lock()
	defer s.last.mu.Unlock()
	return s.last.sent
}

// loan is the reader while it is lent to the transport.
type loan struct {
	source *Source
	from   io.Reader
	done   chan struct{} // closed once reading has ended

	mu      sync.Mutex
	sent    int64
	reading bool
	closed  bool

	panicked any // value of the reader's panic; read once done is closed
}

func (l *loan) Read(p []byte) (n int, err error) {
	l.mu.Lock()
	if l.closed {
		l.mu.Unlock()
		return 0, http.ErrBodyReadAfterClose
	}
	l.reading = true
	l.mu.Unlock()

	defer func() {
		panicked := recover()
		l.mu.Lock()
		defer l.mu.Unlock()
		if panicked != nil {
			l.panicked = panicked
			n, err = 0, &ReadError{errors.New("the reader panicked")}
		}
		l.reading = false
		if l.closed {
			close(l.done) // not before the last report of progress
		}
	}()
	return l.read(p)
}

func (l *loan) read(p []byte) (int, error) {
	n, err := l.from.Read(p)
	if err != nil && err != io.EOF {
		err = &ReadError{err}
	}
	l.mu.Lock()
	l.sent += int64(n)
	sent := l.sent
	l.mu.Unlock()
	if n > 0 && l.source.Progress != nil {
		l.source.Progress(sent, l.source.Size)
	}
	return n, err
}

// Close leaves the reader itself open: it is the user's.
func (l *loan) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.closed {
		l.closed = true
		if !l.reading {
			close(l.done)
		}
	}
	return nil
}

// ReadError is a failure of the user's own reader, which would also occur in another
// attempt.
type ReadError struct{ err error }

func (e *ReadError) Error() string { return "cannot read the body to send: " + e.err.Error() }

// Unwrap returns the reader's error.
func (e *ReadError) Unwrap() error { return e.err }
