package platform

import (
	"github.com/rumpl/gosc/emulator/internal/state"
)

// ListDomains returns the domains of an application, or all; the oldest first.
func (p *Platform) ListDomains(scope Scope, application string) []*state.Domain {
	var list []*state.Domain
	p.store.View(func(t *state.Tables) {
		list = t.Domains.All(func(row *state.Domain) bool {
			return matches(application, row.ApplicationID) && scope.has(t, row.ApplicationID)
		})
	})
	return list
}

// GetDomain returns one domain.
func (p *Platform) GetDomain(scope Scope, id string) (*state.Domain, error) {
	var row *state.Domain
	var err error
	p.store.View(func(t *state.Tables) { row, err = findDomain(t, scope, id) })
	return row, err
}

func findDomain(t *state.Tables, scope Scope, id string) (*state.Domain, error) {
	row, ok := t.Domains.Get(id)
	if !ok || !scope.has(t, row.ApplicationID) {
		return nil, &NotFoundError{ResourceDomain, id}
	}
	return row, nil
}

// CreateDomain gives an application a host name: pending, then ready. The DNS is not
// consulted.
func (p *Platform) CreateDomain(scope Scope, application, hostname string) (*state.Domain, error) {
	row := &state.Domain{
		ID: newID(), ApplicationID: application, Hostname: hostname, Status: state.StatusPending,
	}
	err := p.store.Update(func(t *state.Tables) error {
		if err := p.callable(t, scope, application); err != nil {
			return err
		}
		if len(t.DomainsNamed(hostname)) > 0 {
			return &NameTakenError{ResourceDomain, hostname}
		}
		row.Seq = t.NextSeq()
		t.Domains.Put(row.ID, row)
		return nil
	})
	if err != nil {
		return nil, err
	}
	p.finishDomainLater(row.ID)
	return row, nil
}

func (p *Platform) finishDomainLater(id string) {
	p.tasks.after(p.options.Delays.Domain, func() {
		p.update("domain ready", func(t *state.Tables) error {
			row, ok := t.Domains.Get(id)
			if ok && row.Status == state.StatusPending {
				row = row.Copy()
				row.Status = state.StatusReady
				t.Domains.Put(id, row)
			}
			return nil
		})
	})
}

// DeleteDomain ends a domain.
func (p *Platform) DeleteDomain(scope Scope, id string) (*state.Domain, error) {
	var row *state.Domain
	var again bool
	err := p.store.Update(func(t *state.Tables) error {
		var err error
		if row, err = findDomain(t, scope, id); err != nil {
			return err
		}
		if again = row.Status == state.StatusDeleting; again {
			return nil
		}
		if err := p.deletable(ResourceDomain, id, row.Status); err != nil {
			return err
		}
		row = row.Copy()
		row.Status = state.StatusDeleting
		t.Domains.Put(id, row)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if !again {
		p.removeDomainLater(id)
	}
	return row, nil
}

func (p *Platform) removeDomainLater(id string) {
	p.tasks.after(p.options.Delays.Delete, func() {
		p.update("domain gone", func(t *state.Tables) error {
			t.Domains.Delete(id)
			return nil
		})
	})
}
