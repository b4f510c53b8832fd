package emulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/rumpl/gosc/emulator"
)

func TestPagesOfOtherSitesAreRefused(t *testing.T) {
	c := start(t, emulator.Options{})
	own := strings.TrimPrefix(c.srv.URL(), "http://")
	port := own[strings.LastIndex(own, ":"):]
	tests := []struct {
		name, host, origin string
		want               int
	}{
		{"no browser", own, "", http.StatusOK},
		{"another name of this machine", "shop.localhost" + port, "", http.StatusOK},
		{"own page", own, "http://" + own, http.StatusOK},
		{"own page by name", "localhost" + port, "http://localhost" + port, http.StatusOK},
		{"page of another site", own, "http://evil.test", http.StatusForbidden},
		{"page of another port", own, "http://127.0.0.1:1", http.StatusForbidden},
		{"page without a site", own, "null", http.StatusForbidden},
	}
	for i, test := range tests {
		r := c.request("POST", base+"/namespaces", `{"name":"n`+itoa(i)+`","organization_id":"o"}`)
		r.Host = test.host
		if test.origin != "" {
			r.Header.Set("Origin", test.origin)
		}
		got := send(t, r)
		assert.Equal(t, test.want, got.status, test.name)
		if test.want == http.StatusForbidden {
			assert.Equal(t, `{"message":"requests from web pages of other sites are refused"}`, got.body)
		}
	}
}

// DNS rebinding: evil.test may resolve to 127.0.0.1. Requests of its pages are then
// same-origin for the browser, and some have no Origin, but their Host is evil.test.
func TestHostsThatNobodyHasConfiguredAreRefused(t *testing.T) {
	c := start(t, emulator.Options{Hosts: []string{"emulator.test"}})
	fn := c.function(c.namespace("shop"), "f", "")
	upload := c.putRequest(fn, []byte("code"))
	port := c.srv.URL()[strings.LastIndex(c.srv.URL(), ":"):]
	routes := []string{
		"GET " + base + "/functions", "GET " + base + "/functions/" + fn, "POST " + base + "/namespaces", "DELETE " + base + "/functions/" + fn,
		"GET " + base + "/logs?application_id=" + fn, "GET " + base + "/jwt/issue?function_id=" + fn, "GET /", "GET /console/state",
		"GET /console/logs?application=" + fn, "POST /console/call", "GET /console/faults", "GET /nowhere", "GET /healthz",
		"PUT " + upload.URL.RequestURI(), "GET " + upload.URL.RequestURI(),
	}
	for _, host := range []string{
		"evil.test" + port, "evil.test", "localhost.evil.test" + port, "127.0.0.1.evil.test" + port, "192.0.2.1" + port, "0.0.0.0" + port, "2130706433" + port,
	} {
		for _, route := range routes {
			method, path, _ := strings.Cut(route, " ")
			r := c.request(method, path, "")
			r.Host = host
			got := send(t, r)
			assert.Equal(t, http.StatusForbidden, got.status, "%s at %s", route, host)
			assert.Contains(t, got.body, "does not know the host")
		}
	}
	for _, host := range []string{"emulator.test" + port, "EMULATOR.test.", "localhost" + port, "LOCALHOST", "[::1]" + port, "127.9.9.9"} {
		r := c.request("GET", base+"/functions/"+fn, "")
		r.Host = host
		assert.Equal(t, http.StatusOK, send(t, r).status, host)
	}
}
