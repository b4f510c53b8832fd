package certificates

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"sync"
)

// handshakeByte begins every TLS connection, and no HTTP request.
const handshakeByte = 0x16

// Attach makes a server accept both TLS and plain HTTP from a listener: the first
// byte of a connection decides. It returns the listener to serve, which may be
// wrapped by one whose connections have a method NetConn. A nil Authority changes
// nothing.
func (a *Authority) Attach(server *http.Server, l net.Listener) net.Listener {
	if a == nil {
		return l
	}
	server.ConnContext = func(ctx context.Context, c net.Conn) context.Context {
		if wrapped, ok := c.(interface{ NetConn() net.Conn }); ok {
			c = wrapped.NetConn()
		}
		return context.WithValue(ctx, connKey{}, c)
	}
	next := server.Handler
	server.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c, ok := r.Context().Value(connKey{}).(*conn); ok {
			if state := c.tlsState(); state != nil {
				r = r.WithContext(r.Context())
				r.TLS = state
			}
		}
		next.ServeHTTP(w, r)
	})
	return &listener{l, a.config()}
}

type connKey struct{}

type listener struct {
	net.Listener
	config *tls.Config
}

// Accept implements net.Listener. It does not wait for the first byte.
func (l *listener) Accept() (net.Conn, error) {
	accepted, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &conn{Conn: accepted, config: l.config}, nil
}

// conn is a connection that becomes one of TLS with the first byte that is read.
// Deadlines are those of the connection below.
type conn struct {
	net.Conn
	config *tls.Config

	mu     sync.Mutex // of what follows
	chosen net.Conn   // nil until the first byte is there
	secure *tls.Conn  // nil if it is plain HTTP
}

// Read implements net.Conn. Only one goroutine of a server reads at a time.
func (c *conn) Read(p []byte) (int, error) {
	current := c.current()
	if current == nil {
		if len(p) == 0 {
			return 0, nil
		}
		var first [1]byte
		if _, err := c.Conn.Read(first[:]); err != nil {
			return 0, err
		}
		current = c.choose(first[0])
	}
	return current.Read(p)
}

func (c *conn) current() net.Conn {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.chosen
}

func (c *conn) choose(first byte) net.Conn {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.chosen = &begun{Conn: c.Conn, first: []byte{first}}
	if first == handshakeByte {
		c.secure = tls.Server(c.chosen, c.config)
		c.chosen = c.secure
	}
	return c.chosen
}

// Write implements net.Conn. What is written before anything was read, such as a
// refusal of a slow client, is plain.
func (c *conn) Write(p []byte) (int, error) {
	if current := c.current(); current != nil {
		return current.Write(p)
	}
	return c.Conn.Write(p)
}

// Close implements net.Conn. TLS tells the client first, within seconds.
func (c *conn) Close() error {
	if current := c.current(); current != nil {
		return current.Close()
	}
	return c.Conn.Close()
}

// CloseWrite lets the server end its side of a connection before its client does.
func (c *conn) CloseWrite() error {
	c.mu.Lock()
	secure := c.secure
	c.mu.Unlock()
	if secure != nil {
		return secure.CloseWrite()
	}
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

// tlsState is nil for plain HTTP.
func (c *conn) tlsState() *tls.ConnectionState {
	c.mu.Lock()
	secure := c.secure
	c.mu.Unlock()
	if secure == nil {
		return nil
	}
	state := secure.ConnectionState()
	return &state
}

// begun returns the byte that was read first again.
type begun struct {
	net.Conn
	first []byte
}

// Read implements net.Conn.
func (b *begun) Read(p []byte) (int, error) {
	if len(b.first) == 0 {
		return b.Conn.Read(p)
	}
	n := copy(p, b.first)
	b.first = b.first[n:]
	return n, nil
}
