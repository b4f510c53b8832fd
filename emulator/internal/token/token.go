// Package token issues and checks the JWTs of private functions. A key pair belongs
// to a namespace; a token is valid for the whole namespace or for one of its
// applications.
package token

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// Sizes of keys: those of v1alpha2's namespaces and those of v1beta1's.
const (
	Bits   = 2048
	V2Bits = 4096
)

// Scope is the scope of a token. Exactly one member is set, so that a token for one
// application is not valid for another one of the namespace.
type Scope struct {
	NamespaceID   string `json:"namespace_id"`
	ApplicationID string `json:"application_id"`
}

// claims of a token, in the order in which they are written.
type claims struct {
	ApplicationClaim []Scope `json:"application_claim"`
	jwt.RegisteredClaims
}

// Key is the key pair of a namespace.
type Key struct {
	private *rsa.PrivateKey
	public  string
}

// NewKey makes a key pair. That takes some tens of milliseconds for 2,048 bits, and
// some seconds for 4,096.
func NewKey(bits int) (*Key, error) {
	private, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		return nil, fmt.Errorf("generate an RSA key: %w", err)
	}
	return newKey(private)
}

// ParseKey reads what Marshal wrote.
func ParseKey(der []byte) (*Key, error) {
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, fmt.Errorf("parse a stored key: %w", err)
	}
	private, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("stored key is a %T, not an RSA key", parsed)
	}
	return newKey(private)
}

func newKey(private *rsa.PrivateKey) (*Key, error) {
	der, err := x509.MarshalPKIXPublicKey(&private.PublicKey)
	if err != nil {
		return nil, fmt.Errorf("encode a public key: %w", err)
	}
	public := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	return &Key{private: private, public: string(public)}, nil
}

// Marshal encodes the whole pair (PKCS #8), to be kept.
func (k *Key) Marshal() ([]byte, error) { return x509.MarshalPKCS8PrivateKey(k.private) }

// PublicPEM is the public key as applications get it.
func (k *Key) PublicPEM() string { return k.public }

// Issue signs a token. A zero time means that it never expires.
func (k *Key) Issue(scope Scope, expires time.Time) (string, error) {
	content := claims{ApplicationClaim: []Scope{scope}}
	if !expires.IsZero() {
		content.ExpiresAt = jwt.NewNumericDate(expires)
	}
	signed, err := jwt.NewWithClaims(jwt.SigningMethodRS256, content).SignedString(k.private)
	if err != nil {
		return "", fmt.Errorf("sign a token: %w", err)
	}
	return signed, nil
}

// Allows reports whether a token lets its bearer call an application at a time:
// signed with this key, not expired, and for this application or all of its
// namespace.
func (k *Key) Allows(token string, app Scope, now time.Time) bool {
	var content claims
	_, err := jwt.ParseWithClaims(token, &content,
		func(*jwt.Token) (any, error) { return &k.private.PublicKey, nil },
		jwt.WithValidMethods([]string{jwt.SigningMethodRS256.Alg()}),
		jwt.WithTimeFunc(func() time.Time { return now }))
	if err != nil {
		return false
	}
	for _, claim := range content.ApplicationClaim {
		if claim.allows(app) {
			return true
		}
	}
	return false
}

// allows reports whether a claim is for this application or all of its namespace.
func (s Scope) allows(app Scope) bool {
	if s.ApplicationID != "" {
		return s.ApplicationID == app.ApplicationID
	}
	return s.NamespaceID != "" && s.NamespaceID == app.NamespaceID
}
