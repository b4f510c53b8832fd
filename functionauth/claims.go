package functionauth

import (
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// Claims is what a verified token says.
type Claims struct {
	// Scopes are all scopes of the token, also those that are not ours.
	Scopes []Scope
	// ExpiresAt is the end of the token; zero if it never expires.
	ExpiresAt time.Time
}

// Scope is what a token is good for: one application if ApplicationID is set,
// else all applications of the namespace.
//
// A scope is ours if it names something and everything that it names is us. So
// a scope with both ids is good for that one application and does not open its
// namespace, and an id that is empty on both sides is no match.
type Scope struct {
	NamespaceID   string `json:"namespace_id"`
	ApplicationID string `json:"application_id"`
}

func (s Scope) covers(namespaceID, applicationID string) bool {
	if s.NamespaceID == "" && s.ApplicationID == "" {
		return false
	}
	return (s.NamespaceID == "" || s.NamespaceID == namespaceID) &&
		(s.ApplicationID == "" || s.ApplicationID == applicationID)
}

// wireClaims is the payload of a token.
type wireClaims struct {
	Scopes []Scope `json:"application_claim"`
	jwt.RegisteredClaims
}

func (c *wireClaims) claims() *Claims {
	out := &Claims{Scopes: c.Scopes}
	if c.ExpiresAt != nil {
		out.ExpiresAt = c.ExpiresAt.Time
	}
	return out
}
