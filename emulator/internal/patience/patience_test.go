package patience

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// impatient serves a handler as the emulator does, with little patience, and
// returns its address. It counts the connections that have ended.
func impatient(t *testing.T, handler http.Handler, patience time.Duration, closed *atomic.Int64) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := NewServer(handler, patience)
	server.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateClosed {
			closed.Add(1)
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
			var closed atomic.Int64
			address := impatient(t, tt.handler, 100*time.Millisecond, &closed)
			for range 20 {
				dial(t, address, tt.request)
			}
			require.Eventually(t, func() bool { return closed.Load() == 20 }, time.Minute, time.Millisecond)
		})
	}
}

// deadlines is a reply whose connection keeps the deadlines that are set.
type deadlines struct {
	*httptest.ResponseRecorder
	set []time.Time
}

func (d *deadlines) SetReadDeadline(deadline time.Time) error {
	d.set = append(d.set, deadline)
	return nil
}

// slow is a body whose parts take a while, each.
type slow struct {
	parts []string
	takes time.Duration
}

func (s *slow) Read(p []byte) (int, error) {
	time.Sleep(s.takes)
	if len(s.parts) == 0 {
		return 0, io.EOF
	}
	n := copy(p, s.parts[0])
	s.parts = s.parts[1:]
	return n, nil
}

// The limit is for each read: a slow client, and a handler that takes long after it has
// read the body, are fine.
func TestPatienceIsForEachRead(t *testing.T) {
	const patience, takes = time.Second, 900 * time.Millisecond
	synctest.Test(t, func(t *testing.T) {
		w := &deadlines{ResponseRecorder: httptest.NewRecorder()}
		begin := time.Now()
		hurry(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			time.Sleep(takes)
			body, err := io.ReadAll(r.Body)
			require.NoError(t, err)
			require.Equal(t, "ab.cd.ef.", string(body))
			_, err = r.Body.Read(make([]byte, 1))
			require.ErrorIs(t, err, io.EOF)
		}), patience).ServeHTTP(w, httptest.NewRequest("POST", "/", &slow{parts: []string{"ab.", "cd.", "ef."}, takes: takes}))
		want := []time.Duration{0, takes, 2 * takes, 3 * takes, 4 * takes} // for what a handler leaves, then before each read
		require.Len(t, w.set, len(want)+1)
		for i, after := range want {
			require.Equal(t, after+patience, w.set[i].Sub(begin))
		}
		require.Zero(t, w.set[5], "none after the body, for the next request has one of its own")
	})
}
