package platform

import (
	"time"

	"github.com/rumpl/gosc/emulator/internal/state"
	"github.com/rumpl/gosc/emulator/internal/token"
)

// JWT is a token with the key that it is checked with.
type JWT struct {
	Token     string
	PublicKey string // PEM
}

// IssueNamespaceJWT makes a token for everything in a namespace. A zero time
// means that it never expires.
func (p *Platform) IssueNamespaceJWT(scope Scope, id string, expires time.Time) (JWT, error) {
	if _, err := p.GetNamespace(scope, id); err != nil {
		return JWT{}, err
	}
	return p.issue(id, token.Scope{NamespaceID: id}, expires)
}

// IssueApplicationJWT makes a token for one application. The kind is what the
// caller believes it to be: clients are known to ask for a container's token as
// if it were a function.
func (p *Platform) IssueApplicationJWT(kind, id string, expires time.Time) (JWT, error) {
	app, err := p.anyApplication(kind, id)
	if err != nil {
		return JWT{}, err
	}
	return p.issue(app.NamespaceID, token.Scope{ApplicationID: id}, expires)
}

func (p *Platform) anyApplication(kind, id string) (*state.Application, error) {
	var app *state.Application
	var ok bool
	p.store.View(func(t *state.Tables) { app, ok = t.Applications.Get(id) })
	if !ok {
		return nil, &NotFoundError{kind, id}
	}
	return app, nil
}

func (p *Platform) issue(namespace string, scope token.Scope, expires time.Time) (JWT, error) {
	key, err := p.keys.get(namespace)
	if err != nil {
		return JWT{}, err
	}
	jwt, err := key.Issue(scope, expires)
	if err != nil {
		return JWT{}, err
	}
	return JWT{Token: jwt, PublicKey: key.PublicPEM()}, nil
}
