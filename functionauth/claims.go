package functionauth

import (
	"encoding/json"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// Claims are the claims of a verified token.
type Claims struct {
	// Scopes are all scopes of the token, also those that are not ours.
	Scopes []Scope
	// ExpiresAt is the end of the token; zero if it never expires.
	ExpiresAt time.Time
}

// Scope is what a token gives access to: one application if ApplicationID is set,
// else all applications of the namespace.
//
// A scope is ours if it names something and everything that it names is us. So
// a scope with both ids is good for that one application and does not open its
// namespace, and an id that is empty on both sides does not match.
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

// wireClaims is the payload of a token, as far as it is looked at.
type wireClaims struct {
	Scopes []Scope
	jwt.RegisteredClaims
}

// UnmarshalJSON compares the names of claims exactly, as RFC 7519 has it:
// encoding/json alone would take APPLICATION_CLAIM for application_claim.
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

// unmarshalExactly decodes the members of an object that targets names, letter
// for letter, and ignores the others.
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
