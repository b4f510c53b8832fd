package emulator_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator"
)

const (
	settleTime = time.Minute
	poll       = 5 * time.Millisecond
)

func (c *remote) token(query string) string {
	c.t.Helper()
	return c.ok("GET", "/jwt/issue?"+query, "").field(c.t, "token")
}

func TestTokens(t *testing.T) {
	c := start(t, emulator.Options{})
	ns := c.namespace("shop")
	fn := c.function(ns, "f", "")
	container := c.create("/containers", `{"namespace_id":%q,"name":"c"}`, ns)
	tests := []struct{ query, claims string }{
		{"namespace_id=" + ns, `{"application_claim":[{"namespace_id":"` + ns + `","application_id":""}]}`},
		{"namespace_id=" + ns + "&function_id=&container_id=", `{"application_claim":[{"namespace_id":"` + ns + `","application_id":""}]}`},
		{"function_id=" + fn, `{"application_claim":[{"namespace_id":"","application_id":"` + fn + `"}]}`},
		{"container_id=" + container, `{"application_claim":[{"namespace_id":"","application_id":"` + container + `"}]}`},
		{"function_id=" + container, `{"application_claim":[{"namespace_id":"","application_id":"` + container + `"}]}`},
		{"function_id=" + fn + "&expiration_date=2021-01-02T00:00:00Z", `{"application_claim":[{"namespace_id":"","application_id":"` + fn + `"}],"exp":1609545600}`},
		{"function_id=" + fn + "&expiration_date=2021-01-02T00:00:00.000Z", `{"application_claim":[{"namespace_id":"","application_id":"` + fn + `"}],"exp":1609545600}`},
		{"function_id=" + fn + "&expiration_date=2021-01-02T02:00:00%2B02:00", `{"application_claim":[{"namespace_id":"","application_id":"` + fn + `"}],"exp":1609545600}`},
		{"function_id=" + fn + "&expiration_date=2021-01-02T02:00:00+02:00", `{"application_claim":[{"namespace_id":"","application_id":"` + fn + `"}],"exp":1609545600}`},
	}
	for _, test := range tests {
		r := c.ok("GET", "/jwt/issue?"+test.query, "")
		key, err := jwt.ParseRSAPublicKeyFromPEM([]byte(r.field(t, "public_key")))
		require.NoError(t, err)
		parsed, err := jwt.Parse(r.field(t, "token"), func(*jwt.Token) (any, error) { return key, nil },
			jwt.WithTimeFunc(func() time.Time { return newYear }), jwt.WithValidMethods([]string{"RS256"}))
		require.NoError(t, err, test.query)
		claims, err := base64Part(parsed.Raw, 1)
		require.NoError(t, err)
		assert.Equal(t, test.claims, claims, test.query)
	}
	other := c.namespace("other")
	assert.Equal(t, c.ok("GET", "/jwt/issue?namespace_id="+ns, "").field(t, "public_key"),
		c.ok("GET", "/jwt/issue?function_id="+fn, "").field(t, "public_key"), "one key pair per namespace")
	assert.NotEqual(t, c.ok("GET", "/jwt/issue?namespace_id="+ns, "").field(t, "public_key"),
		c.ok("GET", "/jwt/issue?namespace_id="+other, "").field(t, "public_key"))
}

func TestPrivateFunctions(t *testing.T) {
	clock := emulator.NewManualClock(newYear)
	c := start(t, emulator.Options{Clock: clock})
	ns, otherNS := c.namespace("shop"), c.namespace("other")
	fn, sibling := c.function(ns, "f", `,"privacy":"private"`), c.function(ns, "g", "")
	c.upload(fn, "handler.js", echoJS)
	endpoint := c.deployed("/functions/" + fn)
	soon := url.QueryEscape(newYear.Add(time.Minute).Format(time.RFC3339))
	expiring := c.token("function_id=" + fn + "&expiration_date=" + soon)
	tests := []struct {
		name, token string
		want        int
	}{
		{"none", "", http.StatusNotFound},
		{"garbage", "abc", http.StatusNotFound},
		{"its own", c.token("function_id=" + fn), http.StatusOK},
		{"its namespace's", c.token("namespace_id=" + ns), http.StatusOK},
		{"with an expiry", expiring, http.StatusOK},
		{"its sibling's", c.token("function_id=" + sibling), http.StatusNotFound},
		{"another namespace's", c.token("namespace_id=" + otherNS), http.StatusNotFound},
	}
	for _, test := range tests {
		assert.Equal(t, test.want, c.invoke(endpoint, test.token, "").status, test.name)
	}
	got := decode[echo](t, c.invoke(endpoint, expiring, ""))
	assert.Equal(t, "false", got.Env["SCW_PUBLIC"])
	clock.Advance(2 * time.Minute)
	assert.Equal(t, http.StatusNotFound, c.invoke(endpoint, expiring, "").status, "expired")
}

func TestManyNamespacesCreatedAtOnce(t *testing.T) {
	c := start(t, emulator.Options{})
	begin := time.Now()
	for i := range 50 {
		c.namespace(fmt.Sprint("n", i))
	}
	assert.Less(t, time.Since(begin), 5*time.Second, "keys are made when they are needed")
}
