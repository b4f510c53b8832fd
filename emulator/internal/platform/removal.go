package platform

import "github.com/rumpl/gosc/emulator/internal/state"

// DeleteApplication ends a function or container together with its crons,
// domains, tokens and triggers.
func (p *Platform) DeleteApplication(scope Scope, kind, id string) (Application, error) {
	var result Application
	var again bool
	err := p.store.Update(func(t *state.Tables) error {
		var err error
		if result, err = find(t, scope, kind, id); err != nil {
			return err
		}
		if again = result.Status == state.StatusDeleting; again {
			return nil
		}
		if err := p.deletable(kind, id, result.Status); err != nil {
			return err
		}
		result.Application = p.markDeleting(t, result.Application)
		return nil
	})
	if err != nil {
		return Application{}, err
	}
	if !again {
		p.removeApplicationLater(id)
	}
	return result, nil
}

// markDeleting begins the end of an application and of all that belongs to it.
func (p *Platform) markDeleting(t *state.Tables, row *state.Application) *state.Application {
	row = row.Copy()
	row.Status, row.UpdatedAt = state.StatusDeleting, p.now()
	t.Applications.Put(row.ID, row)
	for _, cron := range t.Crons.All(ofApplication[*state.Cron](row.ID)) {
		cron = cron.Copy()
		cron.Status = state.StatusDeleting
		t.Crons.Put(cron.ID, cron)
	}
	for _, domain := range t.Domains.All(ofApplication[*state.Domain](row.ID)) {
		domain = domain.Copy()
		domain.Status = state.StatusDeleting
		t.Domains.Put(domain.ID, domain)
	}
	for _, token := range t.Tokens.All(ofApplication[*state.Token](row.ID)) {
		token = token.Copy()
		token.Status = state.StatusDeleting
		t.Tokens.Put(token.ID, token)
	}
	for _, trigger := range t.Triggers.All(ofApplication[*state.Trigger](row.ID)) {
		trigger = trigger.Copy()
		trigger.Status = state.StatusDeleting
		t.Triggers.Put(trigger.ID, trigger)
	}
	return row
}

func ofApplication[T interface{ Application() string }](id string) func(T) bool {
	return func(row T) bool { return row.Application() == id }
}

func (p *Platform) removeApplicationLater(id string) {
	p.tasks.after(p.options.Delays.Delete, func() {
		var row *state.Application
		if p.update("application gone", func(t *state.Tables) error {
			row, _ = t.Applications.Get(id)
			removeApplication(t, id)
			return nil
		}) && row != nil {
			p.release(row)
		}
	})
}

// removeApplication deletes the records of an application.
func removeApplication(t *state.Tables, id string) {
	for _, cron := range t.Crons.All(ofApplication[*state.Cron](id)) {
		t.Crons.Delete(cron.ID)
	}
	for _, domain := range t.Domains.All(ofApplication[*state.Domain](id)) {
		t.Domains.Delete(domain.ID)
	}
	for _, token := range t.Tokens.All(ofApplication[*state.Token](id)) {
		t.Tokens.Delete(token.ID)
	}
	for _, trigger := range t.Triggers.All(ofApplication[*state.Trigger](id)) {
		t.Triggers.Delete(trigger.ID)
	}
	t.Applications.Delete(id)
}

// release frees what an application that is gone has used: processes, log,
// archives, planned crons.
func (p *Platform) release(row *state.Application) {
	p.unplanApplication(row.ID)
	p.logs.Remove(row.ID)
	p.mu.Lock()
	ended := p.runs[row.ID]
	delete(p.runs, row.ID)
	p.mu.Unlock()
	p.tasks.start(func() {
		if ended != nil {
			if err := ended.close(); err != nil {
				p.options.Logger.Error("application did not end well", "application", row.ID, "error", err)
			}
		}
		p.archives.remove(row.Uploads...)
	})
}

// DeleteNamespace ends a namespace with all that is in it. Its registry
// namespace stays.
func (p *Platform) DeleteNamespace(scope Scope, id string) (*state.Namespace, error) {
	var ns *state.Namespace
	var again bool
	err := p.store.Update(func(t *state.Tables) error {
		var err error
		if ns, err = scope.namespace(t, id); err != nil {
			return err
		}
		if again = ns.Status == state.StatusDeleting; again {
			return nil
		}
		if err := p.deletable(ResourceNamespace, id, ns.Status); err != nil {
			return err
		}
		ns = ns.Copy()
		ns.Status, ns.UpdatedAt = state.StatusDeleting, p.now()
		t.Namespaces.Put(id, ns)
		for _, app := range t.Applications.All(inNamespace(id)) {
			p.markDeleting(t, app)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if !again {
		p.removeNamespaceLater(id)
	}
	return ns, nil
}

func inNamespace(id string) func(*state.Application) bool {
	return func(app *state.Application) bool { return app.NamespaceID == id }
}

func (p *Platform) removeNamespaceLater(id string) {
	p.tasks.after(p.options.Delays.Delete, func() {
		var gone []*state.Application
		done := p.update("namespace gone", func(t *state.Tables) error {
			gone = t.Applications.All(inNamespace(id))
			for _, app := range gone {
				removeApplication(t, app.ID)
			}
			for _, token := range t.Tokens.All(func(row *state.Token) bool { return row.NamespaceID == id }) {
				t.Tokens.Delete(token.ID)
			}
			t.Namespaces.Delete(id)
			t.Keys.Delete(id)
			return nil
		})
		if !done {
			return
		}
		p.keys.forget(id)
		for _, app := range gone {
			p.release(app)
		}
	})
}

// changeable refuses changes of what is being deleted, and, in strict mode, of
// everything that is on its way to another status.
func (p *Platform) changeable(resource, id, status string) error {
	if status == state.StatusDeleting || (p.options.Strict && state.Transient(status)) {
		return &TransientError{resource, id, status}
	}
	return nil
}

// deletable lets a second delete of the same resource pass.
func (p *Platform) deletable(resource, id, status string) error {
	if status == state.StatusDeleting {
		return nil
	}
	return p.changeable(resource, id, status)
}
