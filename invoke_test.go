package gosc

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/oauth2"
)

func TestInvokeABareHost(t *testing.T) {
	for endpoint, want := range map[string]string{
		"fn.functions.fnc.fr-par.scw.cloud":     "https://fn.functions.fnc.fr-par.scw.cloud/a?b=1",
		"fn.functions.fnc.fr-par.scw.cloud:443": "https://fn.functions.fnc.fr-par.scw.cloud:443/a?b=1",
		"fn.localhost:8080":                     "http://fn.localhost:8080/a?b=1",
		"127.0.0.1":                             "http://127.0.0.1/a?b=1",
		"[::1]:80":                              "http://[::1]:80/a?b=1",
		"[::1]":                                 "http://[::1]/a?b=1",
		"[2001:db8::1]":                         "https://[2001:db8::1]/a?b=1",
		"[2001:db8::1]:8443":                    "https://[2001:db8::1]:8443/a?b=1",
		"HTTPS://H":                             "https://H/a?b=1",
		"https://h/base":                        "https://h/base/a?b=1",
		"http://h":                              "http://h/a?b=1",
	} {
		got, err := InvokeTarget{Helper: "InvokeFunction", Endpoint: endpoint}.url("a?b=1")
		require.NoError(t, err, endpoint)
		assert.Equal(t, want, got.String())
	}
	for _, endpoint := range []string{"", "/path", "user:pass@host", "host/path", "host with space",
		"https://user:pass@host", "https://h/?a=b", "https://h/#f", "::1", "[::1", "h:port", "ftp://h", "https://", "//h", "h:80:80"} {
		_, err := InvokeTarget{Helper: "InvokeFunction", Endpoint: endpoint}.url("/")
		require.ErrorIs(t, err, ErrInvalidArguments, endpoint)
		assert.NotContains(t, err.Error(), "pass@")
	}
	assert.Equal(t, 300*time.Second, InvokeTarget{}.timeout())
	assert.Equal(t, time.Second, InvokeTarget{Timeout: time.Second}.timeout())
}

func TestTheTokensHeaderIsTheTargets(t *testing.T) {
	var got http.Header
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { got = r.Header }))
	defer srv.Close()
	caller := newTestCaller(t, "http://127.0.0.1:1")
	caller.Config().APIKey = marked
	target := InvokeTarget{Helper: "InvokeFunction", Endpoint: srv.Listener.Addr().String(), TokenHeader: "X-Auth-Token"}
	resp, err := caller.Invoke(t.Context(), target, &InvokeOpts{Token: "a.jwt.token"})
	require.NoError(t, err)
	resp.Body.Close()
	assert.Equal(t, "a.jwt.token", got.Get("X-Auth-Token"))

	got = nil
	for _, params := range []*InvokeOpts{{Token: marked}, {Header: http.Header{"x-auth-token": {"any"}}}} {
		_, err = caller.Invoke(t.Context(), target, params)
		require.ErrorIs(t, err, ErrInvalidArguments)
		assert.NotContains(t, err.Error(), marked)
	}
	assert.Nil(t, got, "nothing was sent")
}

func TestTheQueryOfAnInvocation(t *testing.T) {
	var got string
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { got = r.RequestURI }))
	defer srv.Close()
	caller := newTestCaller(t, "http://127.0.0.1:1")
	target := InvokeTarget{Helper: "InvokeFunction", Endpoint: srv.URL, TokenHeader: "X-Auth-Token"}
	for path, want := range map[string]string{
		"/a?b=c d":      "/a?b=c%20d",
		"/a?b=c%20d":    "/a?b=c%20d",
		"/a b?c":        "/a%20b?c",
		"/?q=é#x":       "/?q=%C3%A9%23x",
		"/a#b":          "/a%23b",
		"?only=a+query": "/?only=a+query",
	} {
		resp, err := caller.Invoke(t.Context(), target, &InvokeOpts{Path: path})
		require.NoError(t, err, path)
		resp.Body.Close()
		assert.Equal(t, want, got, path)
	}
	for _, params := range []InvokeOpts{
		{Path: "/a?b=c\r\nX-Evil: 1"}, {Path: "/a?\x00"}, {Header: http.Header{"X-A": {"b\x01"}}}, {Header: http.Header{"X A": {"b"}}}, {Method: "GE T"},
		{Token: "a\nb"},
	} {
		got = ""
		body := &closeRecorder{Reader: strings.NewReader("body")}
		params.Body = body
		_, err := caller.Invoke(t.Context(), target, &params)
		require.ErrorIs(t, err, ErrInvalidArguments)
		if params.Method == "" {
			assert.NotContains(t, err.Error(), "method")
		}
		assert.True(t, body.closed, "as net/http does")
		assert.Empty(t, got, "nothing was sent")
	}
}

type closeRecorder struct {
	io.Reader
	closed bool
}

func (c *closeRecorder) Close() error { c.closed = true; return nil }

func TestTheSecretKeyIsNoToken(t *testing.T) {
	caller := newTestCaller(t, "http://127.0.0.1:1")
	caller.Config().APIKey = "key of the configuration"
	ctx := context.WithValue(t.Context(), ContextAPIKey, APIKey{Key: "key of the context"})
	ctx = context.WithValue(ctx, ContextAccessToken, AccessToken("token of the context"))
	for _, token := range []string{"key of the configuration", "key of the context", "token of the context"} {
		_, err := caller.Invoke(ctx, InvokeTarget{Helper: "InvokeThing", Endpoint: "127.0.0.1:1", TokenHeader: "X-Token"}, &InvokeOpts{Token: token})
		require.ErrorIs(t, err, ErrInvalidArguments)
		assert.EqualError(t, err, "gosc: InvokeThing: token is the secret key, which a function must not get")
	}
}

func TestTheKeyOfATokenSourceIsNoToken(t *testing.T) {
	var served atomic.Int32
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { served.Add(1) }))
	defer srv.Close()
	gives := func(token string, err error) oauth2.TokenSource {
		return tokenFunc(func() (*oauth2.Token, error) { return &oauth2.Token{AccessToken: token}, err })
	}
	for name, tc := range map[string]struct {
		configured, inContext oauth2.TokenSource
		token                 string
		refused               bool
	}{
		"of the configuration":  {gives(marked, nil), nil, marked, true},
		"of the context":        {nil, gives(marked, nil), marked, true},
		"hidden by the context": {gives(marked, nil), gives("another token", nil), marked, true},
		"another token":         {gives(marked, nil), nil, markedToken, false},
		"no token":              {gives(marked, nil), nil, "", false},
		"a source that fails":   {gives("", errors.New("vault is sealed")), nil, markedToken, false},
	} {
		t.Run(name, func(t *testing.T) {
			caller := newTestCaller(t, "http://127.0.0.1:1")
			caller.Config().TokenSource = tc.configured
			ctx := t.Context()
			if tc.inContext != nil {
				ctx = context.WithValue(ctx, ContextOAuth2, tc.inContext)
			}
			served.Store(0)
			resp, err := caller.Invoke(ctx, InvokeTarget{Helper: "InvokeThing", Endpoint: srv.URL, TokenHeader: "X-Token"}, &InvokeOpts{Token: tc.token})
			if !tc.refused {
				require.NoError(t, err)
				require.NoError(t, resp.Body.Close())
				return
			}
			require.EqualError(t, err, "gosc: InvokeThing: token is the secret key, which a function must not get")
			assert.Zero(t, served.Load(), "nothing was sent")
		})
	}
}

// TestABodyIsClosedWhateverIsWrong, before anything else is looked at.
func TestABodyIsClosedWhateverIsWrong(t *testing.T) {
	target := InvokeTarget{Helper: "InvokeThing", Endpoint: "127.0.0.1:1", TokenHeader: "X-Token"}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for name, tc := range map[string]struct {
		ctx    context.Context
		caller *Caller
	}{
		"no context": {noContext, newTestCaller(t, "http://127.0.0.1:1")}, "no client": {t.Context(), &Caller{}}, "nil client": {t.Context(), nil},
		"ended": {ended, newTestCaller(t, "http://127.0.0.1:1")},
	} {
		body := &closeRecorder{Reader: strings.NewReader("body")}
		_, err := tc.caller.Invoke(tc.ctx, target, &InvokeOpts{Body: body})
		require.Error(t, err, name)
		assert.True(t, body.closed, name)
	}
}

// TestNoHeaderCarriesTheSecretKeyToAFunction, nor any credential over plain http.
func TestNoHeaderCarriesTheSecretKeyToAFunction(t *testing.T) {
	caller := newTestCaller(t, "http://127.0.0.1:1")
	caller.Config().APIKey = marked
	for name, tc := range map[string]struct {
		endpoint string
		header   http.Header
		err      string
		is       error
	}{
		"bearer":                  {"https://127.0.0.1:1", http.Header{"Authorization": {"Bearer " + marked}}, "gosc: InvokeThing: header \"Authorization\" has the secret key in it, which a function must not get", ErrInvalidArguments},
		"cookie":                  {"https://127.0.0.1:1", http.Header{"cookie": {"a=b", "k=" + marked + "; c=d"}}, "header \"cookie\" has the secret key in it", ErrInvalidArguments},
		"another":                 {"https://127.0.0.1:1", http.Header{"X-Anything": {marked}}, "header \"X-Anything\" has the secret key in it", ErrInvalidArguments},
		"authorization over http": {"http://example.com", http.Header{"authorization": {"Bearer " + markedToken}}, "authorization would travel over plain http to example.com", ErrInsecureTransport},
		"cookie over http":        {"http://example.com", http.Header{"Cookie": {"session=" + markedToken}}, "Cookie would travel over plain http to example.com", ErrInsecureTransport},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := caller.Invoke(t.Context(), InvokeTarget{Helper: "InvokeThing", Endpoint: tc.endpoint, TokenHeader: "X-Token"}, &InvokeOpts{Header: tc.header})
			require.ErrorIs(t, err, tc.is)
			assert.ErrorContains(t, err, tc.err)
			assert.NotContains(t, err.Error(), "hunter2")
		})
	}
	t.Run("in an error", func(t *testing.T) {
		broken := errors.New("proxy: refused Authorization Bearer " + markedToken)
		caller := newTestCaller(t, "http://127.0.0.1:1")
		caller.Config().HTTPClient = &http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) { return nil, broken })}
		_, err := caller.Invoke(t.Context(), InvokeTarget{Helper: "InvokeThing", Endpoint: "https://example.com", TokenHeader: "X-Token"},
			&InvokeOpts{Header: http.Header{"X-Api-Key": {markedToken}}})
		require.ErrorIs(t, err, broken)
		assert.NotContains(t, err.Error(), "hunter2")
	})
}

func TestABlockedTokenSourceDoesNotBlockAnInvocation(t *testing.T) {
	blocked, asked := make(chan struct{}), make(chan struct{}, 1)
	defer close(blocked)
	caller := newTestCaller(t, "http://127.0.0.1:1")
	caller.Config().TokenSource = tokenFunc(func() (*oauth2.Token, error) {
		asked <- struct{}{}
		<-blocked
		return nil, errors.New("too late")
	})
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-asked; cancel() }()
	_, err := caller.Invoke(ctx, InvokeTarget{Helper: "InvokeThing", Endpoint: "127.0.0.1:1", TokenHeader: "X-Token"}, &InvokeOpts{Token: markedToken})
	require.ErrorIs(t, err, context.Canceled)
	assert.ErrorContains(t, err, "gosc: InvokeThing: ")
	assert.NotContains(t, err.Error(), markedToken)
}
