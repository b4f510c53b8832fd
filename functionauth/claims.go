package functionauth

import (
	"encoding/json"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// Claims are the claims of a verified token.
type Claims struct {
	// Scopes are all scopes of the token, including those of other applications.
	Scopes []Scope
	// ExpiresAt is when the token expires; zero if it never does.
	ExpiresAt time.Time
}

// Scope is what a token gives access to: one application if ApplicationID is set,
// else all applications of the namespace.
//
// A scope matches this application if it has an id, and all of its ids are those of
// the application. So a scope with both ids gives access to that one application and
// not to its namespace, and an id that is empty on both sides does not match.
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

// wireClaims is the part of a token's payload that is used.
type wireClaims struct {
	Scopes []Scope
	jwt.RegisteredClaims
}

// UnmarshalJSON compares the names of claims exactly, as RFC 7519 requires:
// encoding/json alone would accept APPLICATION_CLAIM as application_claim.
func (c *wireClaims) UnmarshalJSON(data []byte) error {
	var scopes []wireScope
	err := unmarshalExactly(data, map[string]any{
		"application_claim": &scopes, "exp": &c.ExpiresAt, "nbf": &c.NotBefore,
	})
	for _, scope := range scopes {
		c.Scopes = append(c.Scopes, Scope(scope))
	}
	return err
}

type wireScope Scope

func (s *wireScope) UnmarshalJSON(data []byte) error {
	return unmarshalExactly(data, map[string]any{"namespace_id": &s.NamespaceID, "application_id": &s.ApplicationID})
}

// unmarshalExactly decodes the members of an object whose exact names are in targets,
// and ignores the others.
func unmarshalExactly(data []byte, targets map[string]any) error {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		return err
	}
	for name, target := range targets {
		if value, ok := members[name]; ok {
			if err := json.Unmarshal(value, target); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *wireClaims) claims() *Claims {
	out := &Claims{Scopes: c.Scopes}
	if c.ExpiresAt != nil {
		out.ExpiresAt = c.ExpiresAt.Time
	}
	return out
}
