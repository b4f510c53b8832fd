package gosc

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRepliesThatCannotBeUsedKeepTheStatus(t *testing.T) {
	for _, tc := range []struct {
		name, body, kind, text string
		is                     error
	}{
		{"empty", "", "application/json", "the body is empty", ErrMalformedResponse},
		{"white space", " \n", "application/json", "the body is empty", ErrMalformedResponse},
		{"null", "null", "application/json", "the body is null", ErrMalformedResponse},
		{"html", "<html>hunter2</html>", "text/html", "text/html of 20 bytes", ErrMalformedResponse},
		{"cut short", `{"id":"x`, "application/json", "application/json of 8 bytes", ErrMalformedResponse},
		{"trailing garbage", `{"id":"x"}}`, "application/json", "of 11 bytes", ErrMalformedResponse},
		{"other type", `{"id":7}`, "application/json", "of 8 bytes", ErrMalformedResponse},
		{"too large", `{"id":"` + strings.Repeat("x", 2000) + `"}`, "application/json", "more than 1000 bytes", ErrResponseTooLarge},
	} {
		t.Run(tc.name, func(t *testing.T) {
			caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", tc.kind)
				w.Header().Set("X-Request-Id", "req-1")
				_, _ = w.Write([]byte(tc.body))
			})
			caller.Config().MaxResponseBytes = 1000
			var raw APIResponse
			got, resp, err := getThing(t.Context(), caller, "", "x", WithAPIResponse(&raw))
			require.ErrorIs(t, err, tc.is)
			assert.Zero(t, got)
			var e GenericOpenAPIError
			require.ErrorAs(t, err, &e)
			assert.Equal(t, 200, e.StatusCode)
			assert.Equal(t, 200, resp.StatusCode)
			assert.Contains(t, err.Error(), tc.text)
			assert.Contains(t, err.Error(), "req-1")
			assert.NotContains(t, err.Error(), "hunter2", "a reply may hold a secret, so it is never quoted")
			assert.True(t, strings.HasPrefix(tc.body, string(raw.Payload)))
		})
	}
}

func TestTheReplyIsReadAndItsBodyEmpty(t *testing.T) {
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) { writeReply(w, 200, `{"id":"x"}`) })
	var raw APIResponse
	_, resp, err := getThing(t.Context(), caller, "", "x", WithAPIResponse(&raw))
	require.NoError(t, err)
	rest, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	assert.Empty(t, rest)
	assert.Same(t, resp, raw.Response)
	assert.Equal(t, `{"id":"x"}`, string(raw.Payload))
	assert.Equal(t, "GetThing", raw.Operation)
	assert.Equal(t, "GET", raw.Method)
	assert.True(t, strings.HasSuffix(raw.RequestURL, "/base/shop/v1/regions/fr-par/things/x"), raw.RequestURL)
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

func TestAReplyThatNeverEndsIsBounded(t *testing.T) {
	before := peakHeap()
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
		chunk := bytes.Repeat([]byte(" "), 1<<16)
		for r.Context().Err() == nil {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	})
	caller.Config().MaxResponseBytes = 1 << 20
	_, _, err := getThing(t.Context(), caller, "", "x")
	require.ErrorIs(t, err, ErrResponseTooLarge)
	assert.Less(t, peakHeap()-before, int64(16<<20))
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

func peakHeap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

func TestHeadersOrBodyThatNeverCome(t *testing.T) {
	release := make(chan struct{})
	headers := func(c net.Conn) { <-release }
	body := func(c net.Conn) {
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"id\"")
		<-release
	}
	defer close(release)
	for name, speak := range map[string]func(net.Conn){"headers": headers, "body": body} {
		t.Run(name+" and the context", func(t *testing.T) {
			caller := serveRawAsync(t, speak)
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
			defer cancel()
			_, _, err := getThing(ctx, caller, "", "x")
			require.ErrorIs(t, err, context.DeadlineExceeded)
			assert.NotContains(t, err.Error(), "attempts")
		})
		t.Run(name+" and cancel", func(t *testing.T) {
			caller := serveRawAsync(t, speak)
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(20*time.Millisecond, cancel)
			_, _, err := getThing(ctx, caller, "", "x")
			require.ErrorIs(t, err, context.Canceled)
		})
		t.Run(name+" and cancel with a cause", func(t *testing.T) {
			caller := serveRawAsync(t, speak)
			ctx, cancel := context.WithCancelCause(t.Context())
			cause := errors.New("shutting down")
			time.AfterFunc(20*time.Millisecond, func() { cancel(cause) })
			_, _, err := getThing(ctx, caller, "", "x")
			require.ErrorIs(t, err, context.Canceled)
			require.ErrorIs(t, err, cause)
			assert.ErrorContains(t, err, "context canceled: ")
		})
		t.Run(name+" and the limit of an attempt", func(t *testing.T) {
			caller := serveRawAsync(t, speak)
			caller.Config().Timeout = 20 * time.Millisecond
			_, _, err := getThing(t.Context(), caller, "", "x")
			require.ErrorIs(t, err, context.DeadlineExceeded)
			assert.Contains(t, err.Error(), "the attempt did not end within 20ms")
			assert.Contains(t, err.Error(), "(3 attempts)")
		})
		t.Run(name+" and the limit of the operation", func(t *testing.T) {
			caller := serveRawAsync(t, speak)
			_, _, err := getThing(t.Context(), caller, "", "x", WithTimeout(20*time.Millisecond))
			require.ErrorIs(t, err, context.DeadlineExceeded)
			assert.Contains(t, err.Error(), "the operation did not end within 20ms")
		})
	}
	t.Run("a context that has ended", func(t *testing.T) {
		caller := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("something was sent") })
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, _, err := getThing(ctx, caller, "", "x")
		require.ErrorIs(t, err, context.Canceled)
	})
}

// serveRawAsync is serveRaw for servers that hang: each connection has its own
// goroutine, which ends with the connection's other side.
func serveRawAsync(t testing.TB, speak func(net.Conn)) *Caller {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	var group sync.WaitGroup
	group.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				buf := make([]byte, 4096)
				_, _ = conn.Read(buf)
				speak(conn)
			}()
		}
	})
	t.Cleanup(func() { listener.Close(); group.Wait() })
	return newTestCaller(t, "http://"+listener.Addr().String())
}

func TestConnectionsAreReused(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"reply": func(w http.ResponseWriter, r *http.Request) { writeReply(w, 200, `{"id":"x"}`) },
		"chunked": func(w http.ResponseWriter, r *http.Request) {
			w.(http.Flusher).Flush()
			_, _ = io.WriteString(w, `{"id":"x"}`)
		},
		"error": func(w http.ResponseWriter, r *http.Request) { writeReply(w, 404, `{"message":"m"}`) },
		"page": func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(500)
			_, _ = w.Write(bytes.Repeat([]byte("x"), 256<<10))
		},
		"malformed": func(w http.ResponseWriter, r *http.Request) { writeReply(w, 200, `{`) },
	} {
		t.Run(name, func(t *testing.T) {
			conns := map[string]bool{}
			caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
				conns[r.RemoteAddr] = true
				answer(w, r)
			})
			for range 5 {
				_, _, _ = getThing(t.Context(), caller, "", "x")
			}
			assert.Len(t, conns, 1)
		})
	}
}

func TestAnIdleConnectionThatTheServerCloses(t *testing.T) {
	caller := serve(t, nil)
	served := 0
	srv := serveClosing(t, &served)
	caller.ChangeBasePath(srv)
	for range 20 {
		_, _, err := getThing(t.Context(), caller, "", "x")
		require.NoError(t, err)
	}
}

// serveClosing answers one request per connection as if it kept it alive, and
// then closes it, just when the client is about to use it again.
func serveClosing(t *testing.T, served *int) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	var group sync.WaitGroup
	group.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			buf := make([]byte, 4096)
			_, _ = conn.Read(buf)
			_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"id\":\"x\"}")
			*served++
			conn.Close()
		}
	})
	t.Cleanup(func() { listener.Close(); group.Wait() })
	return "http://" + listener.Addr().String()
}

func TestOneClientServesManyGoroutines(t *testing.T) {
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
		id := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
		writeReply(w, 200, fmt.Sprintf(`{"id":%q}`, id))
	})
	base := caller.Config().BasePath
	var group sync.WaitGroup
	for g := range 64 {
		group.Go(func() {
			for n := range 10 {
				id := fmt.Sprintf("%d-%d", g, n)
				got, _, err := getThing(t.Context(), caller, "", id)
				assert.NoError(t, err)
				assert.Equal(t, id, got.ID, "replies never mix")
				caller.ChangeBasePath(base)
			}
		})
	}
	group.Wait()
}
