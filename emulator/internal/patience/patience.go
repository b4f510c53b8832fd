// Package patience serves HTTP to clients that may stop in the middle: each
// connection that stalls would hold a descriptor for as long as the emulator runs.
package patience

import (
	"io"
	"net"
	"net/http"
	"time"
)

const (
	// Default is how long a client may send nothing of a body that it has announced, or
	// read nothing of a reply, before its connection is closed.
	Default = 30 * time.Second

	headerPatience = 10 * time.Second
	// idlePatience is how long a connection may be kept alive without a request.
	idlePatience = 3 * time.Minute
)

// NewServer returns a server that ends connections that stall. Its listener is
// Listen's.
func NewServer(handler http.Handler, patience time.Duration) *http.Server {
	return &http.Server{Handler: hurry(handler, patience), ReadHeaderTimeout: headerPatience, IdleTimeout: idlePatience}
}

// Listen returns a listener whose connections bound how long each write may wait.
func Listen(l net.Listener, patience time.Duration) net.Listener { return listener{l, patience} }

// hurry bounds how long each read of a request's body may wait. There is no bound
// on the whole body: a large one over a slow line gets through as long as it moves.
func hurry(next http.Handler, patience time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body != nil && r.Body != http.NoBody {
			request := &body{ReadCloser: r.Body, control: http.NewResponseController(w), patience: patience}
			// The server reads what a handler leaves of a body, too.
			request.extend()
			r.Body = request
		}
		next.ServeHTTP(w, r)
	})
}

type body struct {
	io.ReadCloser
	control  *http.ResponseController
	patience time.Duration
	ended    bool
}

// Read implements io.Reader.
func (b *body) Read(p []byte) (int, error) {
	if !b.ended {
		b.extend()
	}
	n, err := b.ReadCloser.Read(p)
	if err == io.EOF && !b.ended {
		// From here on the server waits for the next request on the connection,
		// and takes a deadline that passes for a client that is gone.
		b.ended = true
		_ = b.control.SetReadDeadline(time.Time{}) // as in extend
	}
	return n, err
}

// extend moves the deadline. The server does not end a connection that has none, or
// that was taken over.
func (b *body) extend() { _ = b.control.SetReadDeadline(time.Now().Add(b.patience)) }

type listener struct {
	net.Listener
	patience time.Duration
}

// Accept implements net.Listener.
func (l listener) Accept() (net.Conn, error) {
	accepted, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return conn{accepted, l.patience}, nil
}

type conn struct {
	net.Conn
	patience time.Duration
}

// NetConn is the connection below.
func (c conn) NetConn() net.Conn { return c.Conn }

// Write implements net.Conn.
func (c conn) Write(p []byte) (int, error) {
	if err := c.SetWriteDeadline(time.Now().Add(c.patience)); err != nil {
		return 0, err
	}
	return c.Conn.Write(p)
}
