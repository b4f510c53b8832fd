package gosc

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// meteredBody counts what is read of an endless body, and whether it is closed.
type meteredBody struct {
	read   int64
	closed bool
}

func (b *meteredBody) Read(p []byte) (int, error) { b.read += int64(len(p)); return len(p), nil }

func (b *meteredBody) Close() error { b.closed = true; return nil }

func TestEndlessBodiesAreCutAndClosed(t *testing.T) {
	for status, limit := range map[int]int64{200: defaultMaxResponseBytes, 500: maxErrorBytes} {
		body := &meteredBody{}
		caller := newTestCaller(t, "http://127.0.0.1")
		caller.Config().HTTPClient = &http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: status, Header: http.Header{}, Body: body, ContentLength: -1}, nil
		})}
		_, _, err := getThing(t.Context(), caller, "", "x")
		var e GenericOpenAPIError
		require.ErrorAs(t, err, &e)
		assert.Equal(t, status, e.StatusCode)
		assert.True(t, body.closed)
		assert.LessOrEqual(t, body.read, 2*limit, "no more is read than the limit and a buffer")
		assert.LessOrEqual(t, len(e.Body()), maxErrorBytes)
	}
}

func TestAReplyThatNeverEndsIsBounded(t *testing.T) {
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
		chunk := bytes.Repeat([]byte(" "), 1<<16)
		for r.Context().Err() == nil {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	})
	caller.Config().MaxResponseBytes = 1 << 20
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, _, err := getThing(t.Context(), caller, "", "x")
	runtime.ReadMemStats(&after)
	require.ErrorIs(t, err, ErrResponseTooLarge)
	// TotalAlloc counts garbage too. The limit allows for a buffer that doubles until
	// it holds the limit, and for the server.
	assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(16<<20))
}

func Test64MiBOfJSONIsRefusedByDefault(t *testing.T) {
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `{"id":"`)
		chunk := strings.Repeat("x", 1<<20)
		size := 64
		if strings.HasSuffix(r.URL.Path, "/file") {
			size = 17 // still more than the default limit
		}
		for range size {
			if _, err := io.WriteString(w, chunk); err != nil {
				return
			}
		}
		_, _ = io.WriteString(w, `"}`)
	})
	_, _, err := getThing(t.Context(), caller, "", "x")
	require.ErrorIs(t, err, ErrResponseTooLarge)
	got, _, err := DoBytes(t.Context(), caller.NewCall("GetFile", "GET", "/file"), []CallOption{WithMaxResponseBytes(32 << 20)})
	require.NoError(t, err)
	assert.Len(t, got, 17<<20+9)
}

func TestGzipCountsAfterDecompression(t *testing.T) {
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
		assert.Equal(t, "gzip", r.Header.Get("Accept-Encoding"))
		w.Header().Set("Content-Encoding", "gzip")
		zw := gzip.NewWriter(w)
		fmt.Fprintf(zw, `{"id":%q}`, strings.Repeat("x", 1<<20))
		zw.Close()
	})
	got, _, err := getThing(t.Context(), caller, "", "x")
	require.NoError(t, err)
	assert.Len(t, got.ID, 1<<20)
	_, _, err = getThing(t.Context(), caller, "", "x", WithMaxResponseBytes(1<<19))
	require.ErrorIs(t, err, ErrResponseTooLarge)
}

func TestBrokenConnections(t *testing.T) {
	const whole = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{\"id\":\"x\"}"
	for _, tc := range []struct {
		name  string
		speak func(net.Conn)
	}{
		{"reset before the headers", reset},
		{"closed before the headers", func(net.Conn) {}},
		{"reset amid the headers", func(c net.Conn) { _, _ = io.WriteString(c, whole[:30]); reset(c) }},
		{"closed amid the headers", func(c net.Conn) { _, _ = io.WriteString(c, whole[:30]) }},
		{"reset after the headers", func(c net.Conn) { _, _ = io.WriteString(c, whole[:len(whole)-10]); reset(c) }},
		{"body cut short", func(c net.Conn) { _, _ = io.WriteString(c, whole[:len(whole)-4]) }},
		{"chunk cut short", func(c net.Conn) {
			_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"id\"\r\n")
		}},
		{"garbage", func(c net.Conn) { _, _ = io.WriteString(c, "SSH-2.0\r\n\r\n") }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			conns := 0
			caller := serveRaw(t, func(conn net.Conn, n int, _ *http.Request) {
				conns = n
				if n < 3 {
					tc.speak(conn)
				} else {
					_, _ = io.WriteString(conn, whole)
				}
			})
			got, _, err := getThing(t.Context(), caller, "", "x")
			require.NoError(t, err, "the third attempt is answered")
			assert.Equal(t, "x", got.ID)
			assert.Equal(t, 3, conns)
		})
		t.Run(tc.name+", for ever", func(t *testing.T) {
			caller := serveRaw(t, func(conn net.Conn, _ int, _ *http.Request) { tc.speak(conn) })
			caller.Config().APIKey = "hunter2hunter2"
			_, _, err := getThing(t.Context(), caller, "", "x")
			require.Error(t, err)
			assert.Contains(t, err.Error(), "gosc: GetThing (GET ")
			assert.Contains(t, err.Error(), "(3 attempts)")
			assert.NotContains(t, err.Error(), "hunter2")
			assert.NotContains(t, err.Error(), "127.0.0.1/base", "no URL")
			_, _, err = createThing(t.Context(), caller, thing{ID: "x"})
			require.Error(t, err)
			assert.NotContains(t, err.Error(), "attempts", "a POST that may have arrived is not repeated")
		})
	}
}
