package gosc

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestBasePath(t *testing.T) {
	for _, tc := range []struct{ base, scheme, host, want string }{
		{base: "", want: "https://api.scaleway.com/x"},
		{base: "http://127.0.0.1:1", want: "http://127.0.0.1:1/x"},
		{base: "http://127.0.0.1:1/", want: "http://127.0.0.1:1/x"},
		{base: "https://h/a%2Fb//", want: "https://h/a%2Fb/x"},
		{base: "https://h", scheme: "http", want: "http://h/x"},
		{base: "https://h/p", host: "127.0.0.1:2", want: "https://127.0.0.1:2/p/x"},
	} {
		var got string
		caller := NewCaller(&Configuration{BasePath: tc.base, Scheme: tc.scheme, Host: tc.host, HTTPClient: &http.Client{
			Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
				got = r.URL.String()
				return canned(200, nil, "{}"), nil
			}),
		}})
		_, _, err := Do[thing](t.Context(), caller.NewCall("Op", "GET", "/x"), nil)
		require.NoError(t, err)
		assert.Equal(t, tc.want, got)
	}
	for base, text := range map[string]string{
		"ftp://h/?token=hunter2":     "is not a URL that begins with http:// or https://",
		"h:80":                       "is not a URL that begins with",
		"https://":                   "has no host",
		"https://h/?sig=hunter2":     "must not have a query or a fragment",
		"https://h/%zz?sig=hunter2":  "is not a URL",
		"https://u:hunter2@h/#a":     "must not have a query or a fragment",
		"https://u:hunter2@[::1/":    "is not a URL",
		"https://ok.example\x00evil": "is not a URL",
	} {
		_, _, err := getThing(t.Context(), NewCaller(&Configuration{BasePath: base, Region: "r"}), "", "x")
		require.ErrorIs(t, err, ErrInvalidArguments, base)
		assert.ErrorContains(t, err, text, base)
		assert.NotContains(t, err.Error(), "hunter2")
	}
	_, _, err := getThing(t.Context(), NewCaller(&Configuration{Host: "u:hunter2@h", Region: "r"}), "", "x")
	assert.EqualError(t, err, "gosc: GetThing: Configuration.Host is no host")
	_, _, err = getThing(t.Context(), NewCaller(&Configuration{BasePath: "https://h/shop/v1/regions/fr-par", Region: "r"}), "", "x")
	assert.EqualError(t, err, "gosc: GetThing: Configuration.BasePath must end before /shop/v1, which every call adds")
}

func TestAPasswordInTheBasePathIsACredential(t *testing.T) {
	var got string
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got = r.Header.Get("Authorization")
		writeReply(w, 401, `{"message":"not hunter2hunter2"}`)
	})
	base, err := url.Parse(caller.Config().BasePath)
	require.NoError(t, err)
	base.User = url.UserPassword("user", "hunter2hunter2")
	caller.ChangeBasePath(base.String())
	_, resp, err := getThing(t.Context(), caller, "", "x")
	require.ErrorIs(t, err, ErrDeniedAuthentication)
	assert.Equal(t, basicAuthorization(BasicAuth{"user", "hunter2hunter2"}), got)
	assert.NotContains(t, err.Error(), "hunter2")
	assert.Empty(t, resp.Request.Header.Get("Authorization"), "the reply does not show what was sent")

	caller.ChangeBasePath("http://user:hunter2hunter2@example.com")
	_, _, err = getThing(t.Context(), caller, "", "x")
	require.ErrorIs(t, err, ErrInsecureTransport)
}

func TestHeadersByPrecedence(t *testing.T) {
	var got http.Header
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) { got = r.Header; writeReply(w, 200, "{}") })
	cfg := caller.Config()
	cfg.UserAgent = "mine/1"
	cfg.AddDefaultHeader("Accept", "text/x-default")
	cfg.AddDefaultHeader("X-Default", "1")
	_, _, err := getThing(t.Context(), caller, "", "x", WithHeader("x-call", "2"), nil)
	require.NoError(t, err)
	assert.Equal(t, "application/json", got.Get("Accept"), "the operation's own wins over the default")
	assert.Equal(t, "1", got.Get("X-Default"))
	assert.Equal(t, "2", got.Get("X-Call"))
	assert.Equal(t, "mine/1", got.Get("User-Agent"))
	_, _, err = getThing(t.Context(), caller, "", "x", WithHeader("Accept", "text/x-call"))
	require.NoError(t, err)
	assert.Equal(t, "text/x-call", got.Get("Accept"))

	for _, header := range [][2]string{{"X-Bad", "a\r\nX-Injected: 1"}, {"X Bad", "a"}, {"", "a"}, {"X:Bad", "a"}} {
		_, _, err := getThing(t.Context(), caller, "", "x", WithHeader(header[0], header[1]))
		require.ErrorIs(t, err, ErrInvalidArguments, header)
	}
}

func TestTheDefaultsOfAConfiguration(t *testing.T) {
	cfg := NewConfiguration()
	assert.Equal(t, "https://api.scaleway.com", cfg.BasePath)
	assert.Equal(t, "fr-par", cfg.Region)
	transport := cfg.HTTPClient.Transport.(*http.Transport)
	assert.Equal(t, responseHeaderTimeout, transport.ResponseHeaderTimeout)
	assert.NotNil(t, transport.Proxy)
	assert.True(t, transport.ForceAttemptHTTP2)
	assert.NotSame(t, http.DefaultClient, cfg.HTTPClient)

	options := newCallOptions(&Configuration{}, []CallOption{nil, WithMaxResponseBytes(math.MaxInt64)})
	assert.Equal(t, defaultTimeout, options.attempt)
	assert.Equal(t, defaultRetryPolicy, options.retry)
	assert.EqualValues(t, math.MaxInt64-1, options.maxBytes, "one more byte can still be counted")

	functions := withoutHeaderTimeout(cfg.HTTPClient).Transport.(*http.Transport)
	assert.Zero(t, functions.ResponseHeaderTimeout, "functions may think longer than the API")
}

func TestServerUrl(t *testing.T) {
	cfg := NewConfiguration()
	cfg.Servers = []ServerConfiguration{{Url: "https://{region}.example/{x}", Variables: map[string]ServerVariable{
		"region": {DefaultValue: "fr-par", EnumValues: []string{"fr-par", "nl-ams"}}, "x": {DefaultValue: "v1"},
	}}}
	got, err := cfg.ServerUrl(0, nil)
	require.NoError(t, err)
	assert.Equal(t, "https://fr-par.example/v1", got)
	got, err = cfg.ServerUrl(0, map[string]string{"region": "nl-ams", "x": "v2"})
	require.NoError(t, err)
	assert.Equal(t, "https://nl-ams.example/v2", got)
	_, err = cfg.ServerUrl(0, map[string]string{"region": "moon"})
	require.ErrorContains(t, err, `"moon" is no value of variable "region", use one of fr-par, nl-ams`)
	_, err = cfg.ServerUrl(1, nil)
	require.ErrorContains(t, err, "index 1 is out of range")
}

func TestSecretsDoNotPrint(t *testing.T) {
	cfg := NewConfiguration()
	cfg.APIKey, cfg.BasePath = "hunter2hunter2", "https://u:hunter2@h"
	for _, value := range []any{*cfg, cfg, APIKey{Key: "hunter2hunter2"}, BasicAuth{"u", "hunter2hunter2"}} {
		for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
			assert.NotContains(t, fmt.Sprintf(format, value), "hunter2")
		}
		assert.NotContains(t, slog.AnyValue(value).Resolve().String(), "hunter2")
	}
}

func TestFailuresThatAnotherAttemptCannotCure(t *testing.T) {
	for name, cause := range map[string]error{
		"a certificate": &tls.CertificateVerificationError{Err: errors.New("unknown authority")},
		"a bad address": &url.Error{Op: "Get", URL: "https://h?sig=hunter2", Err: &argumentLike{}},
	} {
		t.Run(name, func(t *testing.T) {
			calls := 0
			caller := newTestCaller(t, "http://127.0.0.1")
			caller.Config().HTTPClient = &http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) { calls++; return nil, cause })}
			_, _, err := getThing(t.Context(), caller, "", "x")
			require.Error(t, err)
			assert.NotContains(t, err.Error(), "hunter2")
			var urlErr *url.Error
			assert.False(t, errors.As(err, &urlErr), "it would show the URL")
			if name == "a certificate" {
				assert.Equal(t, 1, calls)
			}
		})
	}
}

type argumentLike struct{}

func (*argumentLike) Error() string { return "refused" }

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

func TestAPIResponseSaysWhatIsWrong(t *testing.T) {
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) { writeReply(w, 404, `{"message":"gone"}`) })
	var raw APIResponse
	_, _, err := getThing(t.Context(), caller, "", "x", WithAPIResponse(&raw))
	require.Error(t, err)
	assert.Equal(t, err.Error(), raw.Message)
	assert.Equal(t, `{"message":"gone"}`, string(raw.Payload))
	_, _, err = getThing(t.Context(), caller, "", "", WithAPIResponse(&raw))
	require.Error(t, err)
	assert.Equal(t, APIResponse{Message: err.Error(), Operation: "GetThing", Method: "GET"}, raw, "nothing of the call before is left")
	assert.Equal(t, &APIResponse{Message: "m"}, NewAPIResponseWithError("m"))
}
