// Package certificates lets servers accept TLS and plain HTTP on the same port, with
// certificates of an authority that each emulator makes for itself.
package certificates

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/rumpl/gosc/emulator/internal/files"
)

const (
	// FileName is the authority's certificate in its folder, for clients to trust.
	FileName = "ca.pem"
	keyName  = "ca-key.pem"

	authorityLife   = 10 * 365 * 24 * time.Hour
	certificateLife = 365 * 24 * time.Hour // some clients refuse more than 398 days
	// renewal is how long before its expiry a certificate is replaced.
	renewal = 30 * 24 * time.Hour
	// maxNames bounds the certificates that are kept: clients choose the names.
	maxNames = 1000
)

// Authority signs a certificate for each name that a client asks for. It is safe
// for concurrent use.
type Authority struct {
	file        string
	encoded     []byte // PEM
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey

	mu     sync.Mutex
	leaves map[string]*tls.Certificate // by name
}

// Open reads the authority of a folder. One is made if there is none, or if it
// ends soon.
func Open(dir string) (*Authority, error) {
	dir, err := filepath.Abs(dir) // with a folder, clients read File
	if err != nil {
		return nil, fmt.Errorf("find the certificate authority: %w", err)
	}
	a, err := read(dir)
	if err == nil && time.Until(a.certificate.NotAfter) > certificateLife {
		return a, nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read the certificate authority: %w", err)
	}
	if err := create(dir); err != nil {
		return nil, fmt.Errorf("make a certificate authority: %w", err)
	}
	return read(dir)
}

func read(dir string) (*Authority, error) {
	file := filepath.Join(dir, FileName)
	encoded, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	encodedKey, err := os.ReadFile(filepath.Join(dir, keyName))
	if err != nil {
		return nil, err
	}
	pair, err := tls.X509KeyPair(encoded, encodedKey)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	key, ok := pair.PrivateKey.(*ecdsa.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("%s: its key is of the wrong kind, %T", file, pair.PrivateKey)
	}
	return &Authority{file: file, encoded: encoded, certificate: pair.Leaf, key: key, leaves: map[string]*tls.Certificate{}}, nil
}

// create writes the certificate last: without it there is no authority.
func create(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	template := newTemplate(authorityLife)
	template.Subject = pkix.Name{CommonName: "functions-emulator on this machine"}
	template.IsCA, template.BasicConstraintsValid, template.MaxPathLenZero = true, true, true
	template.KeyUsage = x509.KeyUsageCertSign
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return err
	}
	encodedKey, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	// An authority that expires soon is removed before its key is replaced: a kill in
	// between must not leave a key and a certificate that do not match.
	if err := os.Remove(filepath.Join(dir, FileName)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	keyPEM := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: encodedKey})
	if err := files.Write(filepath.Join(dir, keyName), keyPEM); err != nil {
		return err
	}
	file := filepath.Join(dir, FileName)
	if err := files.Write(file+".new", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})); err != nil {
		return err
	}
	return files.Rename(file+".new", file)
}

func newTemplate(life time.Duration) *x509.Certificate {
	serial, _ := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120)) // never fails
	now := time.Now()
	return &x509.Certificate{SerialNumber: serial, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(life)}
}

// File is the path of the authority's certificate.
func (a *Authority) File() string { return a.file }

// PEM is the authority's certificate.
func (a *Authority) PEM() []byte { return slices.Clone(a.encoded) }

func (a *Authority) config() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}, GetCertificate: a.get}
}

// get returns the certificate for the name that a client asks for. A client that
// calls an address asks for no name: it gets the address that it has reached.
func (a *Authority) get(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	name := strings.ToLower(strings.TrimSuffix(hello.ServerName, "."))
	if name == "" {
		host, _, err := net.SplitHostPort(hello.Conn.LocalAddr().String())
		if err != nil {
			return nil, err
		}
		name = host
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if leaf := a.leaves[name]; leaf != nil && time.Until(leaf.Leaf.NotAfter) > renewal {
		return leaf, nil
	}
	leaf, err := a.issue(name)
	if err != nil {
		return nil, fmt.Errorf("make a certificate for %q: %w", name, err)
	}
	if len(a.leaves) >= maxNames {
		clear(a.leaves)
	}
	a.leaves[name] = leaf
	return leaf, nil
}

func (a *Authority) issue(name string) (*tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := newTemplate(certificateLife)
	template.KeyUsage, template.ExtKeyUsage = x509.KeyUsageDigitalSignature, []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	if ip := net.ParseIP(name); ip != nil {
		template.IPAddresses = []net.IP{ip}
	} else {
		template.DNSNames = []string{name}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, key.Public(), a.key)
	if err != nil {
		return nil, err
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	return &tls.Certificate{Certificate: [][]byte{der, a.certificate.Raw}, PrivateKey: key, Leaf: leaf}, nil
}
