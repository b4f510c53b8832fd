package certificates

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/rumpl/gosc/emulator/internal/patience"
)

const limit = 30 * time.Second

// serve starts a server that says whether it was called with TLS, and what for.
func serve(t *testing.T, a *Authority) (address string) {
	t.Helper()
	t.Cleanup(func() { goleak.VerifyNone(t) })
	server := patience.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		assert.NoError(t, err)
		name := "plain"
		if r.TLS != nil {
			name = "TLS " + r.TLS.ServerName
		}
		fmt.Fprintf(w, "%s %s %d", name, r.Host, len(body))
	}), limit)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	served := make(chan error, 1)
	attached := a.Attach(server, listener)
	go func() { served <- server.Serve(patience.Listen(attached, limit)) }()
	t.Cleanup(func() {
		require.NoError(t, server.Close())
		assert.ErrorIs(t, <-served, http.ErrServerClosed)
	})
	return listener.Addr().String()
}

// client returns a client that trusts the authority and dials address for every name.
func client(t *testing.T, a *Authority, address string) *http.Client {
	t.Helper()
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool(t, a)}}
	dialer := net.Dialer{}
	transport.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return dialer.DialContext(ctx, network, address)
	}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: limit}
}

func post(t *testing.T, c *http.Client, url, body string) string {
	t.Helper()
	resp, err := c.Post(url, "text/plain", strings.NewReader(body))
	require.NoError(t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return string(text)
}

func TestBothOnOnePort(t *testing.T) {
	a := open(t, t.TempDir())
	address := serve(t, a)
	c := client(t, a, address)
	large := strings.Repeat("x", 1<<20)
	for range 3 { // connections are used again
		assert.Equal(t, "plain shop.example.org 3", post(t, c, "http://shop.example.org/", "abc"))
		assert.Equal(t, "TLS shop.example.org shop.example.org 3", post(t, c, "https://shop.example.org/", "abc"))
		assert.Equal(t, "TLS  "+address+" 1048576", post(t, c, "https://"+address+"/", large), "an address has no name")
		assert.Equal(t, "plain "+address+" 1048576", post(t, c, "http://"+address+"/", large))
	}
}

func TestStrangersDoNotTrustIt(t *testing.T) {
	a, other := open(t, t.TempDir()), open(t, t.TempDir())
	address := serve(t, a)
	_, err := client(t, other, address).Get("https://shop.example.org/")
	var unknown x509.UnknownAuthorityError
	require.ErrorAs(t, err, &unknown)
}

func TestWithoutAnAuthorityThereIsNoTLS(t *testing.T) {
	var none *Authority
	address := serve(t, none)
	c := client(t, open(t, t.TempDir()), address)
	assert.Equal(t, "plain shop.example.org 0", post(t, c, "http://shop.example.org/", ""))
	_, err := c.Get("https://shop.example.org/")
	require.Error(t, err)
}

// A connection that is closed or stalls before its first byte or during a handshake
// does not block other connections.
func TestConnectionsThatSayLittle(t *testing.T) {
	a := open(t, t.TempDir())
	address := serve(t, a)
	for _, begin := range []string{"", "\x16", "\x16\x03\x01", "\x16nonsense\r\n\r\n", "G"} {
		for _, end := range []bool{true, false} {
			connection, err := net.Dial("tcp", address)
			require.NoError(t, err)
			t.Cleanup(func() { _ = connection.Close() })
			_, err = io.WriteString(connection, begin)
			require.NoError(t, err)
			if end {
				require.NoError(t, connection.Close())
			}
		}
	}
	assert.Equal(t, "plain shop.example.org 0", post(t, client(t, a, address), "http://shop.example.org/", ""))
}

func TestRequestInPieces(t *testing.T) {
	a := open(t, t.TempDir())
	address := serve(t, a)
	connection, err := net.Dial("tcp", address)
	require.NoError(t, err)
	defer connection.Close()
	require.NoError(t, connection.SetDeadline(time.Now().Add(limit)))
	for _, piece := range []string{"P", "OST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n", "\r\nx", "y"} {
		_, err := io.WriteString(connection, piece)
		require.NoError(t, err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(connection), nil)
	require.NoError(t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	assert.Equal(t, "plain a 2", string(text))
}
