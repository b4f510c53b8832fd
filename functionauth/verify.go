package functionauth

import (
	"fmt"
	"slices"
	"strings"

	"github.com/golang-jwt/jwt/v5"
)

// Verify checks a token and returns what it says. The error is one of this
// package's, and tells why the token was refused.
//
// It checks in a public application too; only Middleware lets everybody through.
func (v *Verifier) Verify(token string) (*Claims, error) {
	if v == nil || v.parser == nil {
		return nil, ErrNotConfigured
	}
	if token == "" {
		return nil, ErrNoToken
	}
	if strings.ContainsAny(token, "\r\n") { // base64 decoders skip them
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

// keyOf gives the same key for every token: what a token says about keys is not
// looked at.
func (v *Verifier) keyOf(*jwt.Token) (any, error) { return v.key, nil }
