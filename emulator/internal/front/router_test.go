package front

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRouterFind(t *testing.T) {
	var rt Router
	var called string
	add := func(method, pattern string) {
		rt.Add(method, "/v1/regions/r/{region}"+pattern, func(*Request) (any, error) {
			called = method + " " + pattern
			return nil, nil
		})
	}
	add("GET", "/functions")
	add("GET", "/functions/{id}")
	add("POST", "/functions/{id}/deploy")

	tests := []struct {
		method, target string
		want           string // route; empty means none
		id             string
	}{
		{"GET", "/v1/regions/r/x/functions", "GET /functions", ""},
		{"GET", "/v1/regions/r/x/functions/7", "GET /functions/{id}", "7"},
		{"POST", "/v1/regions/r/x/functions/7/deploy", "POST /functions/{id}/deploy", "7"},
		{"GET", "/v1/regions/r/x/functions/deploy", "GET /functions/{id}", "deploy"},
		{"GET", "/v1/regions/r/x/functions/a%2Fb", "GET /functions/{id}", "a/b"},
		{"GET", "/v1/regions/r/x/functions/a%3Fb%23c", "GET /functions/{id}", "a?b#c"},
		{"GET", "/v1/regions/r/x/functions/%252F", "GET /functions/{id}", "%2F"},
		{"GET", "/v1/regions/r/x/functions/..", "GET /functions/{id}", ".."},
		{"GET", "/v1/regions/r/x/functions/%2e", "GET /functions/{id}", "."},
		{"GET", "/v1/regions/r/x/functions/{id}", "GET /functions/{id}", "{id}"},
		// A base address that ends with a slash, and a path that begins with two.
		{"GET", "//v1/regions/r/x/functions", "GET /functions", ""},
		{"GET", "/v1/regions/r/x//functions/7", "GET /functions/{id}", "7"},
		{"GET", "///v1/regions/r/x//functions", "GET /functions", ""},
		// An empty id names no resource.
		{"GET", "/v1/regions/r/x/functions/", "", ""},
		{"GET", "/v1/regions/r/x/functions//", "", ""},
		{"POST", "/v1/regions/r/x/functions//deploy", "", ""},
		{"GET", "/v1/regions/r//functions", "", ""},
		{"GET", "/v1/regions/r/x/", "", ""},
		{"GET", "/v1/regions/r/x//", "", ""},
		{"GET", "//", "", ""},
		{"DELETE", "/v1/regions/r/x/functions/7", "", ""},
		{"GET", "/v1/regions/r/x/Functions", "", ""},
		{"GET", "/v1/regions/r/x/functions/7/more", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.method+" "+tt.target, func(t *testing.T) {
			r := httptest.NewRequest(tt.method, "/", http.NoBody)
			var err error
			r.URL.RawPath = tt.target
			r.URL.Path, err = url.PathUnescape(tt.target)
			require.NoError(t, err)
			handle, params := rt.Find(r)
			if tt.want == "" {
				assert.Nil(t, handle)
				return
			}
			require.NotNil(t, handle)
			_, err = handle(nil)
			require.NoError(t, err)
			assert.Equal(t, tt.want, called)
			assert.Equal(t, tt.id, params["id"])
			assert.Equal(t, "x", params["region"])
		})
	}
}
