package gosc

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRedirectsAreNeverFollowed(t *testing.T) {
	var elsewhere atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		elsewhere.Add(1)
		writeReply(w, 200, `{"id":"stolen"}`)
	}))
	defer other.Close()
	for _, tc := range []struct{ name, location, text string }{
		{"other host", other.URL + "/take?sig=hunter2hunter2", "redirect not followed: to " + other.URL + "/take?REDACTED"},
		{"itself", "", "redirect not followed"},
		{"same host", "/elsewhere", "redirect not followed: to http://127.0.0.1:"},
		{"bad", "http://[::1", "redirect not followed: bad Location"},
		{"password", "https://user:hunter2hunter2@example.com/", "redirect not followed: to https://example.com/"},
	} {
		for _, status := range []int{301, 302, 303, 307, 308} {
			t.Run(tc.name, func(t *testing.T) {
				var calls atomic.Int32
				caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
					calls.Add(1)
					location := tc.location
					if tc.name == "itself" {
						location = r.RequestURI
					}
					w.Header().Set("Location", location)
					w.WriteHeader(status)
				})
				caller.Config().APIKey = "hunter2hunter2"
				// Redirects are not followed, whatever the user's own client does with them.
				caller.Config().HTTPClient.CheckRedirect = func(*http.Request, []*http.Request) error { return nil }
				for _, call := range []func() error{
					func() error { _, _, err := getThing(t.Context(), caller, "", "x"); return err },
					func() error { _, _, err := createThing(t.Context(), caller, thing{ID: "x"}); return err },
				} {
					calls.Store(0)
					err := call()
					var e GenericOpenAPIError
					require.ErrorAs(t, err, &e)
					assert.Equal(t, status, e.StatusCode)
					assert.Contains(t, err.Error(), tc.text)
					assert.NotContains(t, err.Error(), "hunter2")
					assert.EqualValues(t, 1, calls.Load())
				}
			})
		}
	}
	assert.Zero(t, elsewhere.Load())
}

func TestALargeErrorPageDoesNotHideTheStatus(t *testing.T) {
	page := strings.Repeat("<p>sorry</p>\n", 20000)
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(500)
		_, _ = w.Write([]byte(page))
	})
	_, _, err := getThing(t.Context(), caller, "", "x")
	var e GenericOpenAPIError
	require.ErrorAs(t, err, &e)
	assert.Equal(t, page, string(e.Body()))
	assert.Equal(t, "gosc: GetThing (GET /shop/v1/regions/fr-par/things/x): 500 Internal Server Error: text/html of 260000 bytes instead of JSON", err.Error())
}
