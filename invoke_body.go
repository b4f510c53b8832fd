package gosc

import (
	"errors"
	"io"
	"net/http"
	"os"
	"sync"
)

// invokedBody is the body of an invocation while net/http reads it, on a goroutine of
// its own: there a panic of the user's reader would end the program, and nobody could
// recover it.
type invokedBody struct {
	io.ReadCloser
	mu       sync.Mutex
	panicked any
}

// guardBody guards the body of a request, unless its type is known not to panic: for
// some of those, net/http has faster ways to send them.
func guardBody(req *http.Request) *invokedBody {
	guarded := &invokedBody{ReadCloser: req.Body}
	if _, isFile := req.Body.(*os.File); req.Body != nil && req.GetBody == nil && !isFile {
		req.Body = guarded
	}
	return guarded
}

func (b *invokedBody) Read(p []byte) (n int, err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.panicked = panicked
			n, err = 0, errors.New("cannot read the body to send: the reader panicked")
		}
	}()
	return b.ReadCloser.Read(p)
}

// rethrow panics as the reader has, if it has.
func (b *invokedBody) rethrow() {
	b.mu.Lock()
	panicked := b.panicked
	b.panicked = nil
	b.mu.Unlock()
	if panicked != nil {
		panic(panicked)
	}
}
