package platform

import (
	"time"

	"github.com/rumpl/gosc/emulator/internal/state"
	"github.com/rumpl/gosc/emulator/internal/token"
)

// TokenFilter selects tokens; empty members select everything.
type TokenFilter struct{ NamespaceID, ApplicationID string }

// ListTokens returns the tokens of a scope, the oldest first.
func (p *Platform) ListTokens(scope Scope, filter TokenFilter) []*state.Token {
	var list []*state.Token
	p.store.View(func(t *state.Tables) {
		list = t.Tokens.All(func(row *state.Token) bool {
			return matches(filter.NamespaceID, row.NamespaceID) && matches(filter.ApplicationID, row.ApplicationID) &&
				scope.hasToken(t, row)
		})
	})
	return list
}

func (s Scope) hasToken(t *state.Tables, row *state.Token) bool {
	if row.ApplicationID != "" {
		return s.has(t, row.ApplicationID)
	}
	_, err := s.namespace(t, row.NamespaceID)
	return err == nil
}

// GetToken returns the record of a token, without the token itself.
func (p *Platform) GetToken(scope Scope, id string) (*state.Token, error) {
	var row *state.Token
	var err error
	p.store.View(func(t *state.Tables) { row, err = findToken(t, scope, id) })
	return row, err
}

func findToken(t *state.Tables, scope Scope, id string) (*state.Token, error) {
	row, ok := t.Tokens.Get(id)
	if !ok || !scope.hasToken(t, row) {
		return nil, &NotFoundError{ResourceToken, id}
	}
	return row, nil
}

// NewToken is a request for a token: for a namespace or for an application, never
// both. A zero time means that it never expires.
type NewToken struct {
	NamespaceID, ApplicationID, Description string
	ExpiresAt                               time.Time
}

// CreateToken makes a token: creating, then ready. Only this reply has the token
// itself. The first one of a namespace waits for the namespace's key.
func (p *Platform) CreateToken(scope Scope, request NewToken) (*state.Token, JWT, error) {
	namespace, err := p.namespaceOfToken(scope, request)
	if err != nil {
		return nil, JWT{}, err
	}
	row := &state.Token{
		ID: newID(), NamespaceID: request.NamespaceID, ApplicationID: request.ApplicationID,
		Description: request.Description, ExpiresAt: request.ExpiresAt, Status: state.StatusCreating,
	}
	key, err := p.keys.get(namespace)
	if err != nil {
		return nil, JWT{}, err
	}
	signed, err := key.IssueV2(token.V2{
		ID: row.ID, Scope: token.Scope{NamespaceID: row.NamespaceID, ApplicationID: row.ApplicationID},
		IssuedAt: p.now(), ExpiresAt: row.ExpiresAt,
	})
	if err != nil {
		return nil, JWT{}, err
	}
	err = p.store.Update(func(t *state.Tables) error {
		if !scope.hasToken(t, row) { // it is gone since
			return &NotFoundError{ResourceNamespace, namespace}
		}
		row.Seq = t.NextSeq()
		t.Tokens.Put(row.ID, row)
		return nil
	})
	if err != nil {
		return nil, JWT{}, err
	}
	p.finishTokenLater(row.ID)
	return row, JWT{Token: signed, PublicKey: key.PublicPKCS1()}, nil
}

func (p *Platform) namespaceOfToken(scope Scope, request NewToken) (string, error) {
	if request.NamespaceID != "" {
		ns, err := p.GetNamespace(scope, request.NamespaceID)
		if err != nil {
			return "", err
		}
		return ns.ID, nil
	}
	var app Application
	var err error
	p.store.View(func(t *state.Tables) { app, err = scope.application(t, request.ApplicationID) })
	if err != nil {
		return "", err
	}
	return app.NamespaceID, nil
}

func (p *Platform) finishTokenLater(id string) {
	p.tasks.after(p.options.Delays.Token, func() {
		p.update("token ready", func(t *state.Tables) error {
			row, ok := t.Tokens.Get(id)
			if ok && row.Status == state.StatusCreating {
				row = row.Copy()
				row.Status = state.StatusReady
				t.Tokens.Put(id, row)
			}
			return nil
		})
	})
}

// DeleteToken revokes a token.
func (p *Platform) DeleteToken(scope Scope, id string) (*state.Token, error) {
	var row *state.Token
	var again bool
	err := p.store.Update(func(t *state.Tables) error {
		var err error
		if row, err = findToken(t, scope, id); err != nil {
			return err
		}
		if again = row.Status == state.StatusDeleting; again {
			return nil
		}
		row = row.Copy()
		row.Status = state.StatusDeleting
		t.Tokens.Put(id, row)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if !again {
		p.removeTokenLater(id)
	}
	return row, nil
}

func (p *Platform) removeTokenLater(id string) {
	p.tasks.after(p.options.Delays.Delete, func() {
		p.update("token gone", func(t *state.Tables) error {
			t.Tokens.Delete(id)
			return nil
		})
	})
}

// opens reports whether a token is valid for an application of v1beta1.
func (p *Platform) opens(jwt string, app *state.Application) bool {
	key := p.keys.ready(app.NamespaceID)
	if key == nil { // no token was issued yet
		return false
	}
	id, ok := key.AllowsV2(jwt, token.Scope{NamespaceID: app.NamespaceID, ApplicationID: app.ID}, p.now())
	if !ok {
		return false
	}
	var row *state.Token
	p.store.View(func(t *state.Tables) { row, ok = t.Tokens.Get(id) })
	return ok && row.Status != state.StatusDeleting
}
