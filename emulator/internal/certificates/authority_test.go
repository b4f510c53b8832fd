package certificates

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func open(t *testing.T, dir string) *Authority {
	t.Helper()
	a, err := Open(dir)
	require.NoError(t, err)
	return a
}

func pool(t *testing.T, a *Authority) *x509.CertPool {
	t.Helper()
	roots := x509.NewCertPool()
	require.True(t, roots.AppendCertsFromPEM(a.PEM()))
	return roots
}

// reached is the server's side of a connection to an address.
type reached struct {
	net.Conn
	address string
}

func (r reached) LocalAddr() net.Addr {
	addr, _ := net.ResolveTCPAddr("tcp", r.address)
	return addr
}

func TestCertificatesAreForTheNameThatIsAskedFor(t *testing.T) {
	a := open(t, t.TempDir())
	for _, test := range []struct{ asked, address, name string }{
		{"shop-hello.functions.fnc.fr-par.scw.cloud", "127.0.0.1:8080", "shop-hello.functions.fnc.fr-par.scw.cloud"},
		{"API.example.org.", "127.0.0.1:8080", "api.example.org"},
		{"localhost", "127.0.0.1:8080", "localhost"},
		{"", "127.0.0.1:41234", "127.0.0.1"},
		{"", "[::1]:41234", "::1"},
	} {
		leaf, err := a.get(&tls.ClientHelloInfo{ServerName: test.asked, Conn: reached{address: test.address}})
		require.NoError(t, err)
		_, err = leaf.Leaf.Verify(x509.VerifyOptions{DNSName: test.name, Roots: pool(t, a)})
		require.NoError(t, err, test.name)
		assert.Error(t, leaf.Leaf.VerifyHostname("other.example.org"))
		again, err := a.get(&tls.ClientHelloInfo{ServerName: test.name, Conn: reached{address: test.address}})
		require.NoError(t, err)
		assert.Same(t, leaf, again, "one certificate for a name")
	}
}

func TestCertificatesAreNotKeptWithoutBound(t *testing.T) {
	a := open(t, t.TempDir())
	for i := range maxNames {
		a.leaves[string(rune('a'+i))] = &tls.Certificate{}
	}
	_, err := a.get(&tls.ClientHelloInfo{ServerName: "one.more.example"})
	require.NoError(t, err)
	assert.Len(t, a.leaves, 1)
}

func TestAuthorityIsKept(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "tls")
	first := open(t, dir)
	assert.True(t, filepath.IsAbs(first.File()))
	onDisk, err := os.ReadFile(first.File())
	require.NoError(t, err)
	assert.Equal(t, onDisk, first.PEM())
	assert.Equal(t, first.PEM(), open(t, dir).PEM())
	info, err := os.Stat(filepath.Join(dir, keyName))
	require.NoError(t, err)
	assert.Zero(t, info.Mode().Perm()&0o077, "the key is nobody else's")

	// A kill before the certificate was written leaves a key alone.
	require.NoError(t, os.Remove(first.File()))
	assert.NotEqual(t, first.PEM(), open(t, dir).PEM())
}

func TestAuthorityThatEndsSoonIsReplaced(t *testing.T) {
	dir := t.TempDir()
	first := open(t, dir)
	template := newTemplate(certificateLife - time.Hour)
	template.IsCA, template.BasicConstraintsValid = true, true
	der, err := x509.CreateCertificate(nil, template, template, first.key.Public(), first.key)
	require.NoError(t, err)
	old := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	require.NoError(t, os.WriteFile(first.File(), old, 0o600))

	second := open(t, dir)
	assert.NotEqual(t, old, second.PEM())
	assert.Greater(t, time.Until(second.certificate.NotAfter), certificateLife)
}

func TestDamagedAuthorityIsAnError(t *testing.T) {
	for _, name := range []string{FileName, keyName} {
		dir := t.TempDir()
		open(t, dir)
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("nonsense"), 0o600))
		_, err := Open(dir)
		require.ErrorContains(t, err, "read the certificate authority: "+filepath.Join(dir, FileName))
	}
}
