package gosc

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/http/httptrace"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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
	var served atomic.Int32
	srv := serveClosing(t, &served)
	caller.ChangeBasePath(srv)
	for range 20 {
		_, _, err := getThing(t.Context(), caller, "", "x")
		require.NoError(t, err)
	}
	assert.EqualValues(t, 20, served.Load(), "no request was answered twice")
}

// serveClosing answers one request per connection as if it kept the connection
// alive, and closes it just as the client is about to reuse it.
func serveClosing(t *testing.T, served *atomic.Int32) string {
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
			served.Add(1)
			_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"id\":\"x\"}")
			conn.Close()
		}
	})
	t.Cleanup(func() { listener.Close(); group.Wait() })
	return "http://" + listener.Addr().String()
}

func TestAFailedHandshakeSentNothing(t *testing.T) {
	var conns atomic.Int32
	srv := httptest.NewUnstartedServer(http.NotFoundHandler())
	srv.TLS = &tls.Config{GetConfigForClient: func(*tls.ClientHelloInfo) (*tls.Config, error) {
		conns.Add(1)
		return nil, errors.New("not now")
	}}
	srv.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	srv.StartTLS()
	defer srv.Close()
	caller := newTestCaller(t, srv.URL)
	_, _, err := createThing(t.Context(), caller, thing{ID: "x"})
	require.Error(t, err)
	assert.EqualValues(t, 3, conns.Load(), "a POST is repeated, too")
}

func TestARoundTripperThatReturnsNothing(t *testing.T) {
	caller := newTestCaller(t, "http://127.0.0.1")
	caller.Config().HTTPClient = &http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) { return nil, nil })}
	_, _, err := getThing(t.Context(), caller, "", "x")
	require.ErrorContains(t, err, "neither a reply nor an error")
}

func TestAPostThatGotNoFurtherThanTheConnectionIsRepeated(t *testing.T) {
	calls := 0
	caller := newTestCaller(t, "http://127.0.0.1")
	caller.Config().HTTPClient = &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		calls++
		httptrace.ContextClientTrace(r.Context()).GotConn(httptrace.GotConnInfo{})
		return nil, errors.New("broken")
	})}
	_, _, err := createThing(t.Context(), caller, thing{ID: "x"})
	require.ErrorContains(t, err, "broken (3 attempts)")
	assert.Equal(t, 3, calls)
}

func TestFailuresThatAnotherAttemptCannotCure(t *testing.T) {
	for _, tc := range []struct {
		name  string
		cause error
		calls int
	}{
		{"a certificate", &tls.CertificateVerificationError{Err: errors.New("unknown authority")}, 1},
		{"an unknown host", &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", IsNotFound: true}}, 1},
		{"another failure", &url.Error{Op: "Get", URL: "https://h?sig=hunter2", Err: errors.New("refused")}, 3},
	} {
		t.Run(tc.name, func(t *testing.T) {
			calls := 0
			caller := newTestCaller(t, "http://127.0.0.1")
			caller.Config().HTTPClient = &http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) { calls++; return nil, tc.cause })}
			_, _, err := getThing(t.Context(), caller, "", "x")
			require.Error(t, err)
			assert.NotContains(t, err.Error(), "hunter2")
			var urlErr *url.Error
			assert.False(t, errors.As(err, &urlErr), "it would show the URL")
			assert.Equal(t, tc.calls, calls)
		})
	}
}

func TestAClientWithATimeoutOrAJarIsUsedWhole(t *testing.T) {
	var cookie string
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
		cookie = r.Header.Get("Cookie")
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "1", Path: "/"})
		w.Header().Set("Location", "/elsewhere")
		w.WriteHeader(302)
	})
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	caller.Config().HTTPClient.Jar = jar
	for _, want := range []string{"", "a=1"} {
		_, resp, err := getThing(t.Context(), caller, "", "x")
		require.ErrorContains(t, err, "redirect not followed: to ")
		assert.Equal(t, "/elsewhere", resp.Header.Get("Location"))
		assert.Equal(t, want, cookie)
	}
}

func TestTheReplysRequestShowsNoCredentials(t *testing.T) {
	for name, wrap := range map[string]func(http.RoundTripper) http.RoundTripper{
		"own": func(t http.RoundTripper) http.RoundTripper { return t },
		"cloned": func(t http.RoundTripper) http.RoundTripper {
			return roundTrip(func(r *http.Request) (*http.Response, error) { return t.RoundTrip(r.Clone(r.Context())) })
		},
		"none": func(t http.RoundTripper) http.RoundTripper {
			return roundTrip(func(r *http.Request) (*http.Response, error) {
				resp, err := t.RoundTrip(r)
				if err == nil {
					resp.Request = nil
				}
				return resp, err
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			var keys []string
			caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
				keys = append(keys, r.Header.Get("X-Auth-Token"))
				writeReply(w, 503, "")
			})
			caller.Config().HTTPClient.Transport = wrap(caller.Config().HTTPClient.Transport)
			_, resp, err := getThing(t.Context(), caller, "", "x", WithHeader("X-Auth-Token", marked))
			require.Error(t, err)
			assert.Equal(t, []string{marked, marked, marked}, keys, "every attempt has its credentials")
			if name == "none" {
				assert.Nil(t, resp.Request)
				return
			}
			assert.Empty(t, resp.Request.Header.Get("X-Auth-Token"))
			assert.Equal(t, "application/json", resp.Request.Header.Get("Accept"))
			op, ok := OperationFromContext(resp.Request.Context())
			assert.True(t, ok)
			assert.Equal(t, "GetThing", op.ID)
		})
	}
}

// net/http opens connection after connection by itself when a server sends GOAWAY
// on each before it answers. Many of them are refused so early that they are never
// given to the attempt, and net/http dials some in the background: what the server
// sees is a few more than what the attempts may open, and without a bound thousands.
func TestConnectionsOfAnAttemptAreBounded(t *testing.T) {
	for name, tc := range map[string]struct {
		attempt time.Duration
		opts    []CallOption
	}{
		"limited":                    {attempt: time.Minute},
		"without a limit":            {attempt: -1},
		"only the operation limited": {attempt: -1, opts: []CallOption{WithTimeout(time.Minute)}},
	} {
		t.Run(name, func(t *testing.T) {
			srv, opened := serveGoAway(t)
			caller := newTestCaller(t, srv.URL)
			caller.Config().HTTPClient = srv.Client()
			caller.Config().Timeout = tc.attempt
			defer caller.CloseIdleConnections()
			_, _, err := getThing(t.Context(), caller, "", "x", tc.opts...)
			require.ErrorIs(t, err, errConnectionsRefused)
			assert.ErrorContains(t, err, "(3 attempts)", "only the attempt is given up")
			assert.Less(t, opened.Load(), int32(10*quick.MaxAttempts*(maxNewConnections+1)))
		})
	}
}

func TestAnAttemptIsGivenUpAfterItsNewConnections(t *testing.T) {
	for name, open := range map[string]func(*attempt){
		"given":     func(a *attempt) { a.gotConn(httptrace.GotConnInfo{}) },
		"handshake": func(a *attempt) { a.handshakeDone(tls.ConnectionState{}, nil) },
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			a := &attempt{Context: ctx, giveUp: cancel}
			for range maxNewConnections {
				open(a)
				a.gotConn(httptrace.GotConnInfo{Reused: true})
				a.handshakeDone(tls.ConnectionState{}, io.ErrUnexpectedEOF)
			}
			require.NoError(t, ctx.Err())
			assert.False(t, a.refused())
			open(a)
			require.Error(t, ctx.Err())
			assert.Equal(t, errConnectionsRefused, a.classify(ctx.Err()))
		})
	}
}

// serveGoAway takes no stream on any connection. It counts the connections.
func serveGoAway(t *testing.T) (*httptest.Server, *atomic.Int32) {
	opened := new(atomic.Int32)
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	srv.EnableHTTP2 = true
	srv.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	srv.TLS = &tls.Config{NextProtos: []string{"h2"}}
	srv.Config.TLSNextProto = map[string]func(*http.Server, *tls.Conn, http.Handler){"h2": func(_ *http.Server, conn *tls.Conn, _ http.Handler) {
		opened.Add(1)
		_, _ = io.WriteString(conn, "\x00\x00\x00\x04\x00\x00\x00\x00\x00")                                 // SETTINGS
		_, _ = io.WriteString(conn, "\x00\x00\x08\x07\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00") // GOAWAY, no stream was taken
		_, _ = io.Copy(io.Discard, conn)
		conn.Close()
	}}
	srv.StartTLS()
	t.Cleanup(srv.Close)
	return srv, opened
}
