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
		{"no browser, another name of this machine", "functions.test" + port, "", http.StatusOK},
		{"own page", own, "http://" + own, http.StatusOK},
		{"own page by name", "localhost" + port, "http://localhost" + port, http.StatusOK},
		{"page of another site", own, "http://evil.test", http.StatusForbidden},
		{"page of another port", own, "http://127.0.0.1:1", http.StatusForbidden},
		{"page without a site", own, "null", http.StatusForbidden},
		{"name that has been made to mean this machine", "evil.test" + port, "http://evil.test" + port, http.StatusForbidden},
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
