package gosc

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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
		t.Run(name+" and the limit of the HTTP client", func(t *testing.T) {
			caller := serveRawAsync(t, speak)
			caller.Config().HTTPClient.Timeout = 20 * time.Millisecond
			_, _, err := getThing(t.Context(), caller, "", "x")
			require.ErrorIs(t, err, context.DeadlineExceeded)
			assert.Contains(t, err.Error(), "the request did not end within 20ms")
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

// http.Client watches a timeout of its own with a goroutine for each call, and tells a
// RoundTripper by Request.Cancel.
func TestTheLimitOfTheHTTPClientNeedsNoGoroutine(t *testing.T) {
	for name, tc := range map[string]struct{ client, attempt, within time.Duration }{
		"shorter than an attempt": {client: time.Second, attempt: time.Hour, within: time.Second},
		"longer than an attempt":  {client: time.Hour, attempt: time.Second, within: time.Second},
		"the only one":            {client: time.Second, attempt: -1, within: time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			jar, err := cookiejar.New(nil)
			require.NoError(t, err)
			for _, client := range []*http.Client{{}, {Jar: jar}} {
				client.Timeout = tc.client
				client.Transport = roundTrip(func(r *http.Request) (*http.Response, error) {
					end, ok := r.Context().Deadline()
					assert.True(t, ok)
					assert.LessOrEqual(t, time.Until(end), tc.within)
					//lint:ignore SA1019 that it is not used is the point
					assert.Nil(t, r.Cancel)
					return canned(200, nil, `{"id":"x"}`), nil
				})
				caller := newTestCaller(t, "https://example.com")
				caller.Config().Timeout = tc.attempt
				caller.Config().HTTPClient = client
				_, _, err = getThing(t.Context(), caller, "", "x")
				require.NoError(t, err)
				assert.Equal(t, tc.client, client.Timeout, "the user's client is not changed")
			}
		})
	}
}

// serveRawAsync is serveRaw for servers that hang: each connection has its own
// goroutine, which ends when the client closes the connection.
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

func TestAnUploadThatStandsStillEnds(t *testing.T) {
	release := make(chan struct{})
	client := storage(t, func(w http.ResponseWriter, r *http.Request) { <-release })
	defer close(release)
	client.GetConfig().Timeout = 100 * time.Millisecond
	err := client.FunctionsApi.UploadFunctionCode(t.Context(), "", "fn-1", bytes.NewReader(make([]byte, 32<<20)), WithRetry(RetryPolicy{MaxAttempts: 1}))
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.ErrorContains(t, err, "a step of the upload did not end within 100ms")
}
