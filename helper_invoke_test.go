package gosc

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// markedToken is a function's token that must not be shown.
const markedToken = "22222222-dead-4bad-8bad-hunter2hunter"

func isLocked(err error) bool { return errors.Is(err, ErrLocked) }

func invokeClient(t *testing.T) *APIClient {
	client := testClient(t, "http://127.0.0.1:1")
	client.GetConfig().AddDefaultHeader("X-Default", marked)
	return client
}

func TestInvokeSendsTheTokenAndNothingOfTheAPI(t *testing.T) {
	var header http.Header
	var uri, method, body string
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header, uri, method = r.Header, r.RequestURI, r.Method
		data, _ := io.ReadAll(r.Body)
		body = string(data)
		w.Header().Set("Location", "/elsewhere")
		w.WriteHeader(302)
		_, _ = io.WriteString(w, "answer")
	}))
	defer srv.Close()
	client := invokeClient(t)
	resp, err := client.FunctionsApi.InvokeFunction(t.Context(), Function{Endpoint: srv.URL + "/fn"}, &InvokeOpts{
		Token: "a.jwt.token", Path: "/a%2Fb?x=1", Header: http.Header{"X-Mine": {"1"}}, Body: strings.NewReader("question"),
	})
	require.NoError(t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	assert.Equal(t, "answer", string(text))
	assert.Equal(t, 302, resp.StatusCode, "redirects are for the caller")
	assert.Equal(t, "/elsewhere", resp.Header.Get("Location"))
	assert.Equal(t, "/fn/a%2Fb?x=1", uri)
	assert.Equal(t, "POST", method)
	assert.Equal(t, "question", body)
	assert.Equal(t, "1", header.Get("X-Mine"))
	assert.Equal(t, "a.jwt.token", header.Get("Scw_functions_token"))
	assert.Empty(t, header.Get("X-Auth-Token"))
	assert.Empty(t, header.Get("X-Default"))
}

func TestTheTokensHeaderGoesOutLiterally(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	request := make(chan string, 1)
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		buf := make([]byte, 4096)
		n, _ := conn.Read(buf)
		request <- string(buf[:n])
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
	}()
	resp, err := invokeClient(t).ContainersApi.InvokeContainer(t.Context(), Container{Endpoint: "http://" + listener.Addr().String()}, &InvokeOpts{Token: "a.jwt.token"})
	require.NoError(t, err)
	resp.Body.Close()
	got := <-request
	assert.True(t, strings.HasPrefix(got, "GET / HTTP/1.1\r\n"), got)
	assert.Contains(t, got, "\r\nSCW_FUNCTIONS_TOKEN: a.jwt.token\r\n")
}

func TestInvokeRefusesBadArguments(t *testing.T) {
	for _, tc := range []struct {
		name     string
		endpoint string
		opts     InvokeOpts
		text     string
		is       error
	}{
		{"no endpoint", "", InvokeOpts{}, "InvokeFunction: endpoint is empty", ErrInvalidArguments},
		{"relative endpoint", "/fn", InvokeOpts{}, "endpoint is not an absolute URL", ErrInvalidArguments},
		{"secret key", "https://h", InvokeOpts{Header: http.Header{"X-Auth-Token": {marked}}}, "X-Auth-Token must not be sent to a function", ErrInvalidArguments},
		{"secret key in other letters", "https://h", InvokeOpts{Header: http.Header{"x-auth-token": {marked}}}, "must not be sent to a function", ErrInvalidArguments},
		{"plain http with its own header", "http://example.com", InvokeOpts{Header: http.Header{"Scw_functions_token": {markedToken}}}, "token would travel", ErrInsecureTransport},
		{"plain http", "http://example.com", InvokeOpts{Token: markedToken}, "token would travel over plain http", ErrInsecureTransport},
		{"line break", "https://h", InvokeOpts{Token: markedToken + "\n"}, "token contains a line break", ErrInvalidArguments},
		{"path", "https://h", InvokeOpts{Path: "/%zz"}, "is not well escaped", ErrInvalidArguments},
		{"method", "https://h", InvokeOpts{Method: "GE T"}, "method is not an HTTP method", ErrInvalidArguments},
	} {
		t.Run(tc.name, func(t *testing.T) {
			resp, err := invokeClient(t).FunctionsApi.InvokeFunction(t.Context(), Function{Endpoint: tc.endpoint}, &tc.opts)
			assert.Nil(t, resp)
			require.ErrorIs(t, err, tc.is)
			assert.ErrorContains(t, err, tc.text)
			assert.NotContains(t, err.Error(), "hunter2hunter")
		})
	}
}

func TestInvokeEndsInTime(t *testing.T) {
	release := make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/slow-body" {
			w.(http.Flusher).Flush()
		}
		select {
		case <-release:
		case <-r.Context().Done():
		}
	}))
	defer srv.Close()
	defer close(release)
	client := invokeClient(t)
	t.Run("context", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(10*time.Millisecond, cancel)
		_, err := client.FunctionsApi.InvokeFunction(ctx, Function{Endpoint: srv.URL}, nil)
		require.ErrorIs(t, err, context.Canceled)
		assert.ErrorContains(t, err, "gosc: InvokeFunction: ")
	})
	t.Run("the function's own timeout", func(t *testing.T) {
		req, err := http.NewRequest("GET", srv.URL, nil)
		require.NoError(t, err)
		ctx, cancel := context.WithCancelCause(t.Context())
		client.caller.start()
		_, err = client.caller.sendInvocation(req.WithContext(ctx), 10*time.Millisecond, cancel)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.EqualError(t, err, "the call did not end within 10ms")
	})
	t.Run("reading takes as long as it takes", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		resp, err := client.FunctionsApi.InvokeFunction(ctx, Function{Endpoint: srv.URL + "/slow-body", Timeout: 1}, nil)
		require.NoError(t, err)
		time.AfterFunc(10*time.Millisecond, cancel)
		_, err = io.ReadAll(resp.Body)
		require.ErrorIs(t, err, context.Canceled)
		require.NoError(t, resp.Body.Close())
	})
	t.Run("nobody there", func(t *testing.T) {
		_, err := client.FunctionsApi.InvokeFunction(t.Context(), Function{Endpoint: "http://127.0.0.1:1"}, &InvokeOpts{Token: markedToken, Path: "/?sig=" + markedToken})
		var reqErr *RequestError
		require.ErrorAs(t, err, &reqErr)
		assert.NotContains(t, err.Error(), "hunter2hunter")
	})
}
