package patience

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// impatient serves a handler as the emulator does, with little patience, and
// returns its address.
func impatient(t *testing.T, handler http.Handler, patience time.Duration, open *atomic.Int64) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := NewServer(handler, patience)
	server.ConnState = func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			open.Add(1)
		case http.StateClosed, http.StateHijacked:
			open.Add(-1)
		}
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(Listen(l, patience)) }()
	t.Cleanup(func() {
		require.NoError(t, server.Close())
		require.ErrorIs(t, <-served, http.ErrServerClosed)
	})
	return l.Addr().String()
}

func dial(t *testing.T, address, request string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() }) // the server may have closed it
	_, err = io.WriteString(conn, request)
	require.NoError(t, err)
	return conn
}

func TestStalledConnectionsEnd(t *testing.T) {
	reads := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) })
	leaves := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) })
	writes := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for range 1 << 10 {
			if _, err := w.Write(make([]byte, 1<<16)); err != nil {
				return
			}
		}
	})
	const upload = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"
	for _, tt := range []struct {
		name, request string
		handler       http.Handler
	}{
		{"a body that is read", upload, reads},
		{"a body that nobody reads", upload, leaves},
		{"a chunked body", "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe", reads},
		{"a reply that nobody takes", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", writes},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var open atomic.Int64
			address := impatient(t, tt.handler, 100*time.Millisecond, &open)
			for range 20 {
				dial(t, address, tt.request)
			}
			require.Eventually(t, func() bool { return open.Load() == 20 || open.Load() == 0 }, 5*time.Second, time.Millisecond)
			require.Eventually(t, func() bool { return open.Load() == 0 }, 10*time.Second, 10*time.Millisecond)
		})
	}
}

// A client may be slow, and a handler may take its time after it has the body.
func TestPatienceIsForEachRead(t *testing.T) {
	const patience = 400 * time.Millisecond
	var open atomic.Int64
	address := impatient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		select {
		case <-r.Context().Done():
			err = r.Context().Err()
		case <-time.After(2 * patience):
		}
		_, _ = fmt.Fprintf(w, "%s %v", body, err)
	}), patience, &open)
	conn := dial(t, address, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 12\r\n\r\n")
	for part := range strings.SplitSeq("ab cd ef gh", " ") {
		_, err := io.WriteString(conn, part+".")
		require.NoError(t, err)
		time.Sleep(patience / 2)
	}
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	require.NoError(t, err)
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, "ab.cd.ef.gh. <nil>", string(body))
}
