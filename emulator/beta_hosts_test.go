package emulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator"
)

// get calls a URL with headers; "Host" is the request's host. It follows no
// redirect.
func (c *remote) get(url string, header map[string]string) reply {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), "GET", url, http.NoBody)
	require.NoError(c.t, err)
	for name, value := range header {
		if name == "Host" {
			r.Host = value
		} else {
			r.Header.Set(name, value)
		}
	}
	before := http.DefaultClient.CheckRedirect
	http.DefaultClient.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	defer func() { http.DefaultClient.CheckRedirect = before }()
	return send(c.t, r)
}

const helloJS = `module.exports.handle = (event) => ({statusCode: 200, body: "hello " + event.path});`

func TestCallsByHost(t *testing.T) {
	for _, domains := range []emulator.Domains{emulator.LoopbackDomains, emulator.RealDomains} {
		t.Run("domains "+string(domains), func(t *testing.T) {
			c, _ := startBeta(t, emulator.Options{Domains: domains})
			fn := c.function(c.namespace("shop"), "hello", "")
			c.upload(fn, "handler.js", helloJS)
			name := c.deployed(fn).field(t, "domain_name")
			if domains == emulator.RealDomains {
				assert.Regexp(t, `^shop[a-z0-9]{8}-hello\.functions\.fnc\.fr-par\.scw\.cloud$`, name)
				port := c.srv.URL()[strings.LastIndex(c.srv.URL(), ":"):]
				assert.Equal(t, "hello /a", c.get(c.srv.URL()+"/a", map[string]string{"Host": name + port}).body)
			} else {
				assert.Regexp(t, `^127\.0\.0\.1:[0-9]+$`, name)
				assert.Equal(t, "hello /a", c.get("http://"+name+"/a", nil).body)
			}
			byHost := map[string]string{"Host": name}
			for _, path := range []string{"/", "/a/b", functionsBase + "/namespaces", "/console/state", "/healthz"} {
				got := c.get(c.srv.URL()+path, byHost)
				assert.Equal(t, 200, got.status, path)
				assert.Equal(t, "hello "+path, got.body, "whatever the path is")
			}
			c.create("/domains", `{"function_id":%q,"hostname":"api.example.org"}`, fn)
			assert.Equal(t, "hello /x", c.get(c.srv.URL()+"/x", map[string]string{"Host": "API.example.org:80"}).body)
			health := c.get(c.srv.URL()+"/healthz", nil)
			assert.Equal(t, 200, health.status)
			assert.Equal(t, `{"status":"ok"}`, health.body)
		})
	}
}

func TestPrivateFunctionsWantAKey(t *testing.T) {
	const secretKey = "0f0e0d0c-0000-4000-8000-00000000beef"
	c, _ := startBeta(t, emulator.Options{SecretKeys: []string{secretKey}})
	ns := c.namespace("shop")
	fn := c.function(ns, "hello", `,"privacy":"private"`)
	other := c.function(ns, "other", "")
	c.upload(fn, "handler.js", helloJS)
	url := "http://" + c.deployed(fn).field(t, "domain_name") + "/"
	status := func(key string) int { return c.get(url, map[string]string{"X-Auth-Token": key}).status }

	token := c.ok("POST", "/tokens", `{"function_id":"`+fn+`"}`)
	namespaceToken := c.ok("POST", "/tokens", `{"namespace_id":"`+ns+`"}`)
	wrong := c.ok("POST", "/tokens", `{"function_id":"`+other+`"}`)
	assert.Equal(t, 403, c.get(url, nil).status)
	assert.Equal(t, 403, status("nonsense"))
	assert.Equal(t, 403, status(wrong.field(t, "token")))
	assert.Equal(t, 200, status(secretKey))
	assert.Equal(t, 200, status(token.field(t, "token")))
	assert.Equal(t, 200, status(namespaceToken.field(t, "token")))

	c.ok("DELETE", "/tokens/"+token.field(t, "id"), "")
	assert.Equal(t, 403, status(token.field(t, "token")), "it has been deleted")

	claims, err := base64Part(token.field(t, "token"), 1)
	require.NoError(t, err)
	assert.Regexp(t, `^\{"application_claim":\[\{"namespace_id":"","application_id":"`+fn+`"\}\],"version":2,"aud":"functions",`+
		`"jti":"`+token.field(t, "id")+`","iat":[0-9]+,"iss":"SCALEWAY","nbf":[0-9]+,"sub":"token"\}$`, claims)
	header, err := base64Part(token.field(t, "token"), 0)
	require.NoError(t, err)
	assert.Equal(t, `{"alg":"RS256","typ":"JWT"}`, header)
	assert.True(t, strings.HasPrefix(token.field(t, "public_key"), "-----BEGIN RSA PUBLIC KEY-----\n"))
	assert.Equal(t, token.field(t, "public_key"), namespaceToken.field(t, "public_key"), "one key for a namespace")
	assert.Equal(t, "<hidden>", c.ok("GET", "/tokens/"+wrong.field(t, "id"), "").field(t, "token"))
}

func TestRedirectToTLS(t *testing.T) {
	c, _ := startBeta(t, emulator.Options{})
	fn := c.function(c.namespace("shop"), "hello", `,"http_option":"redirected"`)
	c.upload(fn, "handler.js", helloJS)
	name := c.deployed(fn).field(t, "domain_name")
	got := c.get("http://"+name+"/a?b=c", nil)
	assert.Equal(t, 301, got.status)
	assert.Equal(t, "https://"+name+"/a?b=c", got.header.Get("Location"))
	assert.Equal(t, "hello /a", c.get("http://"+name+"/a", map[string]string{"X-Forwarded-Proto": "https"}).body)
}

func TestPublicHost(t *testing.T) {
	c, _ := startBeta(t, emulator.Options{PublicHost: "emulator.internal"})
	fn := c.function(c.namespace("shop"), "hello", "")
	assert.Regexp(t, `^emulator\.internal:[0-9]+$`, c.ok("GET", "/functions/"+fn, "").field(t, "domain_name"))
	port := c.srv.URL()[strings.LastIndex(c.srv.URL(), ":"):]
	url := c.ok("GET", "/functions/"+fn+"/upload-url?content_length=3", "").field(t, "url")
	assert.True(t, strings.HasPrefix(url, "http://emulator.internal"+port+"/"), url)
	assert.Regexp(t, `^http://emulator\.internal:[0-9]+$`, c.remote.ok("GET", "/functions/"+fn, "").field(t, "endpoint"))
	_, err := emulator.New(emulator.Options{PublicHost: "http://x"})
	assert.ErrorContains(t, err, `public host "http://x"`)
}

func TestMetadata(t *testing.T) {
	c, _ := startBeta(t, emulator.Options{})
	r := c.request("GET", "/metadata", "")
	assert.Equal(t, `{"platform":"external","partition":"scw","domain":"scw.eu"}`, send(t, r).body)
	r.Header.Del("X-Auth-Token")
	assert.Equal(t, 401, send(t, r).status)
}

func TestConsoleCallsPrivateFunctionsOfV1Beta1(t *testing.T) {
	c, _ := startBeta(t, emulator.Options{})
	fn := c.function(c.namespace("shop"), "hello", `,"privacy":"private"`)
	c.upload(fn, "handler.js", helloJS)
	c.deployed(fn)
	call := `{"application":"` + fn + `","method":"GET","path":"/a","token":`
	assert.Equal(t, "403", c.console("POST", "/console/call", call+"false}").field(t, "code"))
	assert.Equal(t, "hello /a", c.console("POST", "/console/call", call+"true}").field(t, "body"))
}
