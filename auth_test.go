package gosc

import (
	"context"
	"errors"
	"net/http"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/oauth2"
)

func TestCredentialsAreTakenInOrder(t *testing.T) {
	source := func(token string) oauth2.TokenSource {
		return oauth2.StaticTokenSource(&oauth2.Token{AccessToken: token})
	}
	with := func(key, value any) func(context.Context) context.Context {
		return func(ctx context.Context) context.Context { return context.WithValue(ctx, key, value) }
	}
	for _, tc := range []struct {
		name          string
		ctx           func(context.Context) context.Context
		apiKey        string
		source        oauth2.TokenSource
		opts          []CallOption
		token         string
		authorization string
	}{
		{name: "none"},
		{name: "configuration", apiKey: "cfg-key", token: "cfg-key"},
		{name: "token source wins over key", apiKey: "cfg-key", source: source("cfg-source"), token: "cfg-source"},
		{name: "context wins over both", ctx: with(ContextAPIKey, APIKey{Key: "ctx-key"}), apiKey: "cfg-key", source: source("cfg-source"), token: "ctx-key"},
		{name: "prefix", ctx: with(ContextAPIKey, APIKey{Key: "ctx-key", Prefix: "Bearer"}), token: "Bearer ctx-key"},
		{name: "empty key in the context is none", ctx: with(ContextAPIKey, APIKey{}), apiKey: "cfg-key", token: "cfg-key"},
		{name: "oauth2", ctx: with(ContextOAuth2, source("ctx-source")), apiKey: "cfg-key", token: "ctx-source", authorization: "Bearer ctx-source"},
		{name: "access token", ctx: with(ContextAccessToken, "ctx-access"), token: "ctx-access", authorization: "Bearer ctx-access"},
		{name: "basic auth is for a proxy", ctx: with(ContextBasicAuth, BasicAuth{"user", "pass"}), apiKey: "cfg-key", token: "cfg-key", authorization: "Basic dXNlcjpwYXNz"},
		{name: "header of the call", apiKey: "cfg-key", opts: []CallOption{WithHeader("X-Auth-Token", "own-key")}, token: "own-key"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got http.Header
			caller := serve(t, func(w http.ResponseWriter, r *http.Request) { got = r.Header; writeReply(w, 200, `{}`) })
			caller.Config().APIKey, caller.Config().TokenSource = tc.apiKey, tc.source
			ctx := t.Context()
			if tc.ctx != nil {
				ctx = tc.ctx(ctx)
			}
			_, _, err := getThing(ctx, caller, "", "x", tc.opts...)
			require.NoError(t, err)
			assert.Equal(t, tc.token, got.Get("X-Auth-Token"))
			assert.Equal(t, tc.authorization, got.Get("Authorization"))
		})
	}
}

// rotating gives another token each time, or an error.
type rotating struct {
	n   int
	err error
}

func (r *rotating) Token() (*oauth2.Token, error) {
	r.n++
	return &oauth2.Token{AccessToken: "token-" + string(rune('0'+r.n))}, r.err
}

func TestEveryAttemptAsksTheTokenSource(t *testing.T) {
	var got []string
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got = append(got, r.Header.Get("X-Auth-Token"))
		writeReply(w, 503, "")
	})
	caller.Config().TokenSource = &rotating{}
	_, _, err := getThing(t.Context(), caller, "", "x")
	require.Error(t, err)
	assert.Equal(t, []string{"token-1", "token-2", "token-3"}, got)
}

func TestATokenSourceThatFails(t *testing.T) {
	caller := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("something was sent") })
	cause := errors.New(`cannot fetch: {"access_token":"hunter2hunter2"}`)
	caller.Config().TokenSource = &rotating{err: cause}
	_, _, err := getThing(t.Context(), caller, "", "x")
	require.ErrorIs(t, err, cause)
	assert.Contains(t, err.Error(), "gosc: GetThing (GET /shop/v1/regions/fr-par/things/x): no credential: cannot fetch")
	assert.NotContains(t, err.Error(), "hunter2")
}

func TestCredentialsStayOffPlainHTTP(t *testing.T) {
	for host, safe := range map[string]bool{
		"http://localhost": true, "http://LOCALHOST.:1": true, "http://a.localhost": true, "http://127.0.0.1:8": true, "http://127.9.9.9": true,
		"http://[::1]:8": true, "https://example.com": true,
		"http://example.com": false, "http://10.0.0.1": false, "http://localhost.example.com": false, "http://127.0.0.1.example.com": false, "http://0.0.0.0": false,
	} {
		base, err := parseBasePath(host, "", "")
		require.NoError(t, err)
		assert.Equal(t, safe, safeForSecrets(base.url), host)
	}

	caller := newTestCaller(t, "http://example.com")
	sent := 0
	caller.Config().HTTPClient = &http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) {
		sent++
		return canned(200, nil, `{"id":"x"}`), nil
	})}
	_, _, err := getThing(t.Context(), caller, "", "x")
	require.NoError(t, err, "there is no credential to protect")
	caller.Config().APIKey = "hunter2hunter2"
	_, _, err = getThing(t.Context(), caller, "", "x")
	require.ErrorIs(t, err, ErrInsecureTransport)
	assert.EqualError(t, err, "gosc: GetThing: X-Auth-Token would travel over plain http to example.com; use https, or set Configuration.AllowHTTP")
	assert.Equal(t, 1, sent)
	caller.Config().AllowHTTP = true
	_, _, err = getThing(t.Context(), caller, "", "x")
	require.NoError(t, err)
}

func TestAMissingCredentialIsNamed(t *testing.T) {
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
		writeReply(w, 401, `{"type":"denied_authentication","message":"denied"}`)
	})
	_, _, err := getThing(t.Context(), caller, "", "x")
	assert.ErrorContains(t, err, "denied: no X-Auth-Token was sent: set Configuration.APIKey")
	caller.Config().APIKey = "some key"
	_, _, err = getThing(t.Context(), caller, "", "x")
	require.ErrorIs(t, err, ErrDeniedAuthentication)
	assert.NotContains(t, err.Error(), "was sent")
	assert.ErrorContains(t, err, "the secret key was refused: check Configuration.APIKey; scwconfig.Load takes it from SCW_SECRET_KEY")

	var pointer *GenericOpenAPIError
	require.ErrorAs(t, err, &pointer)
	assert.Equal(t, 401, pointer.StatusCode)
}

func TestACredentialThatCannotBeSentIsRefused(t *testing.T) {
	caller := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("something was sent") })
	for _, key := range []string{"hunter2\nhunter2", "hunter2\r", "hunter2\x00", "hunter2\x7f"} {
		caller.Config().APIKey = key
		_, _, err := getThing(t.Context(), caller, "", "x")
		assert.EqualError(t, err, "gosc: GetThing: X-Auth-Token contains a line break or another control character")
	}
}

type blockingSource struct{ release chan struct{} }

func (s blockingSource) Token() (*oauth2.Token, error) {
	<-s.release
	return &oauth2.Token{AccessToken: "late"}, nil
}

func TestATokenSourceThatBlocksDoesNotOutliveTheContext(t *testing.T) {
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) { t.Error("sent") })
	source := blockingSource{make(chan struct{})}
	defer close(source.release)
	caller.Config().TokenSource = source
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	begin := time.Now()
	_, _, err := getThing(ctx, caller, "", "x")
	require.ErrorIs(t, err, context.DeadlineExceeded)
	assert.ErrorContains(t, err, "the token source did not answer")
	assert.Less(t, time.Since(begin), 5*time.Second)
}

// It runs on a goroutine of its own, where a panic would end the program whatever
// the caller's own goroutine recovers, and where runtime.Goexit ends nothing else.
func TestATokenSourceThatDoesNotReturn(t *testing.T) {
	caller := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("was sent") })
	caller.Config().TokenSource = tokenFunc(func() (*oauth2.Token, error) { panic("no token today") })
	assert.PanicsWithValue(t, "no token today", func() { _, _, _ = getThing(t.Context(), caller, "", "x") })

	caller.Config().TokenSource = tokenFunc(func() (*oauth2.Token, error) { runtime.Goexit(); return nil, nil })
	_, _, err := getThing(t.Context(), caller, "", "x")
	require.ErrorContains(t, err, "the token source did not return")
}
