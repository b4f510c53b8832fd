package platform

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"time"

	"github.com/rumpl/gosc/emulator/internal/state"
	"github.com/rumpl/gosc/emulator/internal/token"
)

// Headers in which the callers of private applications say who they are.
const (
	betaTokenHeader  = "X-Auth-Token"
	alphaTokenHeader = "SCW_FUNCTIONS_TOKEN"
)

// Credential returns the header, in its exact spelling, and the value with which the
// emulator itself, or its console, calls a private application for some minutes. It
// is not valid for other applications.
func (p *Platform) Credential(id string, life time.Duration) (header, value string, err error) {
	app, err := p.anyApplication(ResourceApplication, id)
	if err != nil {
		return "", "", err
	}
	if app.API == state.V1Beta1 {
		return betaTokenHeader, p.ownKeyOf(id), nil
	}
	key, err := p.keys.get(app.NamespaceID)
	if err != nil {
		return "", "", err
	}
	jwt, err := key.Issue(token.Scope{ApplicationID: app.ID}, p.options.Clock.Now().Add(life))
	return alphaTokenHeader, jwt, err
}

// newOwnKey makes the key from which the emulator derives the keys to call its own
// applications.
func newOwnKey() string { return rand.Text() }

func (p *Platform) ownKeyOf(application string) string {
	mac := hmac.New(sha256.New, []byte(p.ownKey))
	mac.Write([]byte(application))
	return hex.EncodeToString(mac.Sum(nil))
}

// isKey reports whether a text is one of the secret keys that open every private
// application of v1beta1, as keys of IAM do, or the emulator's own for this one.
func (p *Platform) isKey(given, application string) bool {
	found := subtle.ConstantTimeCompare([]byte(given), []byte(p.ownKeyOf(application)))
	for _, key := range p.options.SecretKeys {
		found |= subtle.ConstantTimeCompare([]byte(given), []byte(key))
	}
	return found == 1
}
