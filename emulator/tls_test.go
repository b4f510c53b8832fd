package emulator_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator"
)

// secureClient trusts the emulator's certificate. If names is true, every host
// name leads to the emulator's port, as with curl --connect-to; addresses do not.
func secureClient(t *testing.T, srv *emulator.Server, names bool) *http.Client {
	t.Helper()
	roots := x509.NewCertPool()
	require.True(t, roots.AppendCertsFromPEM(srv.Certificate()))
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}
	if names {
		address, err := url.Parse(srv.URL())
		require.NoError(t, err)
		transport.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, address.Host)
		}
	}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}
}

func fetch(t *testing.T, client *http.Client, url string) reply {
	t.Helper()
	resp, err := client.Get(url)
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return reply{status: resp.StatusCode, header: resp.Header, body: string(body)}
}

const protoJS = `module.exports.handle = (event) => ({statusCode: 200, body: event.headers["X-Forwarded-Proto"] + " " + event.path});`

func TestTLS(t *testing.T) {
	for _, domains := range []emulator.Domains{emulator.LoopbackDomains, emulator.RealDomains} {
		t.Run("domains "+string(domains), func(t *testing.T) {
			c, _ := startBeta(t, emulator.Options{Domains: domains, TLS: true})
			fn := c.function(c.namespace("shop"), "hello", "")
			c.upload(fn, "handler.js", protoJS)
			name := c.deployed(fn).field(t, "domain_name")
			client := secureClient(t, c.srv, domains == emulator.RealDomains)
			assert.Equal(t, "https /a", fetch(t, client, "https://"+name+"/a").body)
			assert.Equal(t, "http /a", fetch(t, client, "http://"+name+"/a").body, "plain HTTP is on the same port")

			c.create("/domains", `{"function_id":%q,"hostname":"api.example.org"}`, fn)
			byName := secureClient(t, c.srv, true)
			assert.Equal(t, "https /b", fetch(t, byName, "https://api.example.org/b").body)

			c.ok("PATCH", "/functions/"+fn, `{"http_option":"redirected"}`)
			c.waitFor("/functions/" + fn)
			redirected := fetch(t, client, "http://"+name+"/c?d=e")
			assert.Equal(t, 301, redirected.status)
			assert.Equal(t, "https /c", fetch(t, client, redirected.header.Get("Location")).body, "the redirection leads somewhere")
		})
	}
}

func TestAPIOverTLS(t *testing.T) {
	c := start(t, emulator.Options{TLS: true})
	client := secureClient(t, c.srv, false)
	secure := "https" + c.srv.URL()[len("http"):]
	assert.Equal(t, `{"status":"ok"}`, fetch(t, client, secure+"/healthz").body)
	assert.Equal(t, 401, fetch(t, client, secure+"/metadata").status)

	served := fetch(t, client, c.srv.URL()+"/emulator/v1/ca.pem")
	assert.Equal(t, string(c.srv.Certificate()), served.body)
	onDisk, err := os.ReadFile(c.srv.CertificateFile())
	require.NoError(t, err)
	assert.Equal(t, string(onDisk), served.body)
}

func TestCertificateIsKept(t *testing.T) {
	options := emulator.Options{TLS: true, DataDir: t.TempDir()}
	first := start(t, options)
	certificate := first.srv.Certificate()
	require.NoError(t, first.srv.Close())
	assert.Equal(t, string(certificate), string(start(t, options).srv.Certificate()))
}

func TestWithoutTLS(t *testing.T) {
	c := start(t, emulator.Options{})
	assert.Empty(t, c.srv.CertificateFile())
	assert.Nil(t, c.srv.Certificate())
	assert.Equal(t, 404, c.call("GET", "/emulator/v1/ca.pem", "").status)
	_, err := http.Get("https" + c.srv.URL()[len("http"):] + "/healthz")
	require.Error(t, err)
}
