package functionauth

import (
	"fmt"
	"slices"
	"strings"

	"github.com/golang-jwt/jwt/v5"
)

// maxTokenBytes is far above what the platform issues (under 1 KiB). Decoding a token
// takes many times its size, before the signature is checked.
const maxTokenBytes = 16 << 10

// Verify checks a token and returns its claims. The error is one of this package's,
// and says why the token was refused.
//
// It also checks in a public application; only Middleware lets everyone through.
func (v *Verifier) Verify(token string) (*Claims, error) {
	if v == nil || v.parser == nil {
		return nil, ErrNotConfigured
	}
	if token == "" {
		return nil, ErrNoToken
	}
	if len(token) > maxTokenBytes { // checked before anything is allocated
		return nil, fmt.Errorf("%w: longer than %d bytes", ErrInvalidToken, maxTokenBytes)
	}
	if strings.ContainsAny(token, "\r\n") { // base64 decoders skip line breaks
		return nil, fmt.Errorf("%w: malformed", ErrInvalidToken)
	}
	var content wireClaims
	if _, err := v.parser.ParseWithClaims(token, &content, v.keyOf); err != nil {
		return nil, refusal(err)
	}
	ours := func(s Scope) bool { return s.covers(v.cfg.NamespaceID, v.cfg.ApplicationID) }
	if !slices.ContainsFunc(content.Scopes, ours) {
		return nil, ErrWrongScope
	}
	return content.claims(), nil
}

// keyOf returns the same key for every token: what a token says about keys is
// ignored. It refuses headers whose extensions change what is signed or how it is
// checked, since no extension is implemented: crit (RFC 7515, section 4.1.11) and
// b64 (RFC 7797).
func (v *Verifier) keyOf(token *jwt.Token) (any, error) {
	if _, ok := token.Header["crit"]; ok {
		return nil, errExtension
	}
	if encoded, ok := token.Header["b64"]; ok && encoded != true {
		return nil, errExtension
	}
	return v.key, nil
}
