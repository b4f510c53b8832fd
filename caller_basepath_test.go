package gosc

import (
	"net/http"
	"net/url"
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
	assert.EqualError(t, err, "gosc: GetThing: Configuration.Host is not a host name or address")
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
