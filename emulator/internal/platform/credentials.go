package platform

import (
	"crypto/rand"
	"crypto/subtle"
	"time"

	"github.com/rumpl/gosc/emulator/internal/state"
	"github.com/rumpl/gosc/emulator/internal/token"
)

// Headers in which the callers of private applications say who they are.
const (
	betaTokenHeader  = "X-Auth-Token"
	alphaTokenHeader = "SCW_FUNCTIONS_TOKEN"
)

// Credential returns the header, as it is written, and the value with which the
// emulator itself calls a private application, for some minutes.
func (p *Platform) Credential(app *state.Application, life time.Duration) (header, value string, err error) {
	if app.API == state.V1Beta1 {
		return betaTokenHeader, p.ownKey, nil
	}
	key, err := p.keys.get(app.NamespaceID)
	if err != nil {
		return "", "", err
	}
	jwt, err := key.Issue(token.Scope{ApplicationID: app.ID}, p.options.Clock.Now().Add(life))
	return alphaTokenHeader, jwt, err
}

// newOwnKey makes the key with which one emulator calls its own applications.
func newOwnKey() string { return rand.Text() }

// isKey reports whether a text is one of the secret keys that open every private
// application of v1beta1, as keys of IAM do.
func (p *Platform) isKey(given string) bool {
	found := subtle.ConstantTimeCompare([]byte(given), []byte(p.ownKey))
	for _, key := range p.options.SecretKeys {
		found |= subtle.ConstantTimeCompare([]byte(given), []byte(key))
	}
	return found == 1
}
