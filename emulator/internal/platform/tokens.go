package platform

import (
	"time"

	"github.com/rumpl/gosc/emulator/internal/state"
	"github.com/rumpl/gosc/emulator/internal/token"
	"github.com/rumpl/gosc/emulator/internal/wire"
)

const resourceApplication = "application" // where the kind is not known

// IssueNamespaceToken makes a token for everything in a namespace. A zero time
// means that it never expires.
func (p *Platform) IssueNamespaceToken(id string, expires time.Time) (wire.Token, error) {
	if _, err := p.GetNamespace(id); err != nil {
		return wire.Token{}, err
	}
	return p.issue(id, token.Scope{NamespaceID: id}, expires)
}

// IssueApplicationToken makes a token for one application. The kind is what the
// caller believes it to be: clients are known to ask for a container's token as
// if it were a function.
func (p *Platform) IssueApplicationToken(kind, id string, expires time.Time) (wire.Token, error) {
	app, err := p.anyApplication(kind, id)
	if err != nil {
		return wire.Token{}, err
	}
	return p.issue(app.NamespaceID, token.Scope{ApplicationID: id}, expires)
}

func (p *Platform) anyApplication(kind, id string) (*state.Application, error) {
	var app *state.Application
	var ok bool
	p.store.View(func(t *state.Tables) { app, ok = t.Applications.Get(id) })
	if !ok {
		return nil, wire.NotFound(kind, id)
	}
	return app, nil
}

func (p *Platform) issue(namespace string, scope token.Scope, expires time.Time) (wire.Token, error) {
	key, err := p.keys.get(namespace)
	if err != nil {
		return wire.Token{}, err
	}
	jwt, err := key.Issue(scope, expires)
	if err != nil {
		return wire.Token{}, err
	}
	return wire.Token{Token: jwt, PublicKey: key.PublicPEM()}, nil
}
