package platform

import "github.com/rumpl/gosc/emulator/internal/state"

// TriggerFilter selects triggers; empty members select everything.
type TriggerFilter struct{ ApplicationID, NamespaceID, ProjectID string }

// ListTriggers returns the triggers of a scope, the oldest first.
func (p *Platform) ListTriggers(scope Scope, filter TriggerFilter) []*state.Trigger {
	var list []*state.Trigger
	p.store.View(func(t *state.Tables) {
		list = t.Triggers.All(func(row *state.Trigger) bool {
			app, err := scope.application(t, row.ApplicationID)
			return err == nil && matches(filter.ApplicationID, row.ApplicationID) &&
				matches(filter.NamespaceID, app.NamespaceID) && matches(filter.ProjectID, app.Namespace.Project())
		})
	})
	return list
}

// GetTrigger returns one trigger.
func (p *Platform) GetTrigger(scope Scope, id string) (*state.Trigger, error) {
	var row *state.Trigger
	var err error
	p.store.View(func(t *state.Tables) { row, err = findTrigger(t, scope, id) })
	return row, err
}

func findTrigger(t *state.Tables, scope Scope, id string) (*state.Trigger, error) {
	row, ok := t.Triggers.Get(id)
	if !ok || !scope.has(t, row.ApplicationID) {
		return nil, &NotFoundError{ResourceTrigger, id}
	}
	return row, nil
}

// NewTrigger is a request for a trigger. The queue or subject is not looked for:
// messages come from FireTrigger.
type NewTrigger struct {
	ApplicationID, Name, Description string
	Source                           state.Source
}

// CreateTrigger makes a trigger: on its way, then ready and with a credential.
func (p *Platform) CreateTrigger(scope Scope, request NewTrigger) (*state.Trigger, error) {
	row := &state.Trigger{
		ID: newID(), ApplicationID: request.ApplicationID, Name: request.Name, Description: request.Description,
		Source: request.Source, Status: state.StatusCreating,
	}
	if scope.Product == state.Containers { // since its back end was replaced
		row.Status = state.StatusPending
	}
	err := p.store.Update(func(t *state.Tables) error {
		if err := p.callable(t, scope, row.ApplicationID); err != nil {
			return err
		}
		row.Seq = t.NextSeq()
		t.Triggers.Put(row.ID, row)
		return nil
	})
	if err != nil {
		return nil, err
	}
	p.finishTriggerLater(row.ID)
	return row, nil
}

func (p *Platform) finishTriggerLater(id string) {
	p.tasks.after(p.options.Delays.Trigger, func() {
		p.update("trigger ready", func(t *state.Tables) error {
			row, ok := t.Triggers.Get(id)
			if ok && (row.Status == state.StatusCreating || row.Status == state.StatusPending) {
				row = row.Copy()
				row.Status, row.CredentialID = state.StatusReady, newID()
				t.Triggers.Put(id, row)
			}
			return nil
		})
	})
}

// UpdateTrigger changes name and description; nil leaves them.
func (p *Platform) UpdateTrigger(scope Scope, id string, name, description *string) (*state.Trigger, error) {
	var row *state.Trigger
	err := p.store.Update(func(t *state.Tables) error {
		old, err := findTrigger(t, scope, id)
		if err != nil {
			return err
		}
		if err := p.changeable(ResourceTrigger, id, old.Status); err != nil {
			return err
		}
		row = old.Copy()
		if name != nil {
			row.Name = *name
		}
		if description != nil {
			row.Description = *description
		}
		t.Triggers.Put(id, row)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return row, nil
}

// DeleteTrigger ends a trigger.
func (p *Platform) DeleteTrigger(scope Scope, id string) (*state.Trigger, error) {
	var row *state.Trigger
	var again bool
	err := p.store.Update(func(t *state.Tables) error {
		var err error
		if row, err = findTrigger(t, scope, id); err != nil {
			return err
		}
		if again = row.Status == state.StatusDeleting; again {
			return nil
		}
		if err := p.deletable(ResourceTrigger, id, row.Status); err != nil {
			return err
		}
		row = row.Copy()
		row.Status = state.StatusDeleting
		t.Triggers.Put(id, row)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if !again {
		p.removeTriggerLater(id)
	}
	return row, nil
}

func (p *Platform) removeTriggerLater(id string) {
	p.tasks.after(p.options.Delays.Delete, func() {
		p.update("trigger gone", func(t *state.Tables) error {
			t.Triggers.Delete(id)
			return nil
		})
		p.deliveries.forget(id)
	})
}
