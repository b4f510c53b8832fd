package functionauth

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"
)

const (
	ownNamespace   = "6f1e3c1a-52c4-4a0e-9d0b-0c6f5b0f7a11"
	ownApplication = "9b7f0c52-1d3e-4c8a-8a6f-7e2b4d5c6a10"
	otherID        = "2c1d7a40-8f5b-4f6e-b9a3-51d0c2a9e7f4"
)

var now = time.Date(2020, 6, 20, 15, 40, 0, 0, time.UTC)

// Making an RSA key is slow, so all tests share two: that of the namespace and
// that of a stranger.
var (
	ownKey      = sync.OnceValue(newKey)
	strangerKey = sync.OnceValue(newKey)
)

func newKey() *rsa.PrivateKey { return keyOfBits(2048) }

// shortKey makes a key that is too short to be trusted.
func shortKey() *rsa.PrivateKey { return keyOfBits(1024) }

func keyOfBits(bits int) *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		panic(err)
	}
	return key
}

func publicPEM(key *rsa.PrivateKey) string {
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		panic(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

func ownConfig() Config {
	return Config{PublicKey: publicPEM(ownKey()), NamespaceID: ownNamespace, ApplicationID: ownApplication}
}

// newVerifier returns a Verifier whose clock is fixed at now.
func newVerifier(t testing.TB, cfg Config) *Verifier {
	t.Helper()
	v, err := New(cfg)
	require.NoError(t, err)
	if v.parser != nil {
		v.parser = newParser(cfg, func() time.Time { return now })
	}
	return v
}

func sign(t testing.TB, method jwt.SigningMethod, key any, claims jwt.MapClaims) string {
	t.Helper()
	token, err := jwt.NewWithClaims(method, claims).SignedString(key)
	require.NoError(t, err)
	return token
}

// issue signs claims as the platform does.
func issue(t testing.TB, claims jwt.MapClaims) string {
	t.Helper()
	return sign(t, jwt.SigningMethodRS256, ownKey(), claims)
}

// scopes makes the application_claim of pairs of namespace id and application id.
func scopes(pairs ...[2]string) jwt.MapClaims {
	list := []map[string]string{}
	for _, pair := range pairs {
		list = append(list, map[string]string{"namespace_id": pair[0], "application_id": pair[1]})
	}
	return jwt.MapClaims{"application_claim": list}
}

func with(claims jwt.MapClaims, name string, value any) jwt.MapClaims {
	claims[name] = value
	return claims
}
