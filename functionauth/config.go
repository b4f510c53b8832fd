package functionauth

import (
	"bytes"
	"crypto/rsa"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// The variables that the platform sets for every function and container.
const (
	EnvPublic        = "SCW_PUBLIC"
	EnvPublicKey     = "SCW_PUBLIC_KEY"
	EnvNamespaceID   = "SCW_NAMESPACE_ID"
	EnvApplicationID = "SCW_APPLICATION_ID"
)

// Config is the identity of the application and the public key of the tokens that it
// accepts.
type Config struct {
	// Public lets everyone through the Middleware. The other fields may then
	// be empty. Default false.
	Public bool
	// PublicKey is the public key of the namespace, RSA, in PEM: exactly one key
	// of at least 2048 bits. Line breaks may be written as \n, as in files of
	// variables.
	PublicKey string
	// NamespaceID and ApplicationID are those of this application. Both are required.
	NamespaceID   string
	ApplicationID string

	// Leeway is how far the clocks of the issuer and of this machine may be
	// apart. Default 0.
	Leeway time.Duration
	// RequireExpiry refuses tokens that never expire. Default false, since the
	// platform issues such tokens and cannot revoke any.
	RequireExpiry bool
	// OnRefusal, if set, is called by the Middleware with every request that it
	// refuses, and why; for logs and metrics. The error is safe to log, the
	// headers of the request are not.
	OnRefusal func(*http.Request, error)
}

// ConfigFromEnv reads the variables of the platform. Only SCW_PUBLIC=true makes
// the application public; anything else, or nothing, is private.
func ConfigFromEnv() Config {
	return Config{
		Public:        os.Getenv(EnvPublic) == "true",
		PublicKey:     os.Getenv(EnvPublicKey),
		NamespaceID:   os.Getenv(EnvNamespaceID),
		ApplicationID: os.Getenv(EnvApplicationID),
	}
}

// Verifier verifies tokens. It is safe for concurrent use. The zero value, and
// a nil one, refuse everything.
type Verifier struct {
	cfg    Config
	key    *rsa.PublicKey
	parser *jwt.Parser
}

// FromEnv is New(ConfigFromEnv()).
func FromEnv() (*Verifier, error) { return New(ConfigFromEnv()) }

// New returns a Verifier. It fails if a required field is missing or the key cannot
// be read; do not serve requests then.
func New(cfg Config) (*Verifier, error) {
	missing := cfg.missing()
	if cfg.Public && len(missing) > 0 {
		return &Verifier{cfg: cfg}, nil
	}
	if len(missing) > 0 {
		return nil, fmt.Errorf("functionauth: missing %s; the platform sets them for private applications", strings.Join(missing, ", "))
	}
	if cfg.Leeway < 0 {
		return nil, errors.New("functionauth: negative Leeway")
	}
	key, err := parseKey(cfg.PublicKey)
	if err != nil {
		return nil, err
	}
	return &Verifier{cfg: cfg, key: key, parser: newParser(cfg, time.Now)}, nil
}

// missing returns the variables of the empty fields.
func (c Config) missing() []string {
	var names []string
	for _, field := range []struct{ name, value string }{
		{EnvPublicKey, c.PublicKey}, {EnvNamespaceID, c.NamespaceID}, {EnvApplicationID, c.ApplicationID},
	} {
		if field.value == "" {
			names = append(names, field.name)
		}
	}
	return names
}

// minKeyBits is what RFC 7518 (section 3.3) requires for RS256.
const minKeyBits = 2048

func parseKey(text string) (*rsa.PublicKey, error) {
	data := []byte(strings.ReplaceAll(text, `\n`, "\n"))
	key, err := jwt.ParseRSAPublicKeyFromPEM(data)
	if err != nil {
		return nil, fmt.Errorf("functionauth: %s is not an RSA public key in PEM: %w", EnvPublicKey, err)
	}
	if _, rest := pem.Decode(data); len(bytes.TrimSpace(rest)) > 0 { // two keys would be ambiguous
		return nil, fmt.Errorf("functionauth: %s contains more than one key", EnvPublicKey)
	}
	if bits := key.N.BitLen(); bits < minKeyBits {
		return nil, fmt.Errorf("functionauth: %s has a key of %d bits; at least %d are needed", EnvPublicKey, bits, minKeyBits)
	}
	return key, nil
}

func newParser(cfg Config, now func() time.Time) *jwt.Parser {
	options := []jwt.ParserOption{
		jwt.WithValidMethods([]string{jwt.SigningMethodRS256.Alg()}),
		jwt.WithLeeway(cfg.Leeway),
		jwt.WithTimeFunc(now),
		jwt.WithStrictDecoding(), // a token has only one valid encoding
	}
	if cfg.RequireExpiry {
		options = append(options, jwt.WithExpirationRequired())
	}
	return jwt.NewParser(options...)
}
