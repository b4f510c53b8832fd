package platform

import (
	"fmt"

	"github.com/rumpl/gosc/emulator/internal/apps"
	"github.com/rumpl/gosc/emulator/internal/state"
	"github.com/rumpl/gosc/emulator/internal/wire"
)

// Application is a function or a container together with what its rendering
// needs from its namespace.
type Application struct {
	*state.Application
	registryEndpoint string
	region           string
}

// ApplicationFilter selects applications; empty members select everything.
type ApplicationFilter struct {
	NamespaceID, Name, OrganizationID string
}

// ListApplications returns functions or containers, the oldest first.
func (p *Platform) ListApplications(kind string, filter ApplicationFilter) []Application {
	var list []Application
	p.store.View(func(t *state.Tables) {
		for _, row := range t.Applications.All(func(app *state.Application) bool {
			return app.Kind == kind && matches(filter.NamespaceID, app.NamespaceID) && matches(filter.Name, app.Name)
		}) {
			ns, ok := t.Namespaces.Get(row.NamespaceID)
			if ok && matches(filter.OrganizationID, ns.OrganizationID) {
				list = append(list, withNamespace(row, ns))
			}
		}
	})
	return list
}

func withNamespace(app *state.Application, ns *state.Namespace) Application {
	return Application{Application: app, registryEndpoint: ns.RegistryEndpoint, region: ns.Region}
}

// GetApplication returns one function or container.
func (p *Platform) GetApplication(kind, id string) (Application, error) {
	var result Application
	var err error
	p.store.View(func(t *state.Tables) { result, err = find(t, kind, id) })
	return result, err
}

func find(t *state.Tables, kind, id string) (Application, error) {
	row, ok := t.Applications.Get(id)
	if !ok || row.Kind != kind {
		return Application{}, wire.NotFound(kind, id)
	}
	ns, ok := t.Namespaces.Get(row.NamespaceID)
	if !ok {
		return Application{}, wire.NotFound(kind, id)
	}
	return withNamespace(row, ns), nil
}

// CreateApplication makes a function or container. It is "created" until it is
// deployed; its endpoint is there at once.
func (p *Platform) CreateApplication(kind string, body *wire.Body) (Application, error) {
	row := &state.Application{
		ID: newID(), Kind: kind,
		NamespaceID: body.RequiredString("namespace_id"),
		Name:        body.RequiredString("name"),
		Status:      wire.StatusCreated,
	}
	setDefaults(row)
	if kind == state.Function {
		readRuntime(row, body)
	}
	readSettings(row, body)
	if err := body.Err(); err != nil {
		return Application{}, err
	}
	var result Application
	err := p.store.Update(func(t *state.Tables) error {
		ns, ok := t.Namespaces.Get(row.NamespaceID)
		if !ok {
			return wire.NotFound(resourceNamespace, row.NamespaceID)
		}
		if err := p.changeable(resourceNamespace, ns.ID, ns.Status); err != nil {
			return err
		}
		if !p.options.AllowDuplicateNames && applicationExists(t, row) {
			return wire.Conflict(fmt.Sprintf("a %s named %q exists already in this namespace", kind, row.Name))
		}
		row.Seq = t.NextSeq()
		if err := p.listen(row); err != nil {
			return err
		}
		t.Applications.Put(row.ID, row)
		result = withNamespace(row, ns)
		return nil
	})
	if err != nil {
		p.release(row)
		return Application{}, err
	}
	return result, nil
}

func applicationExists(t *state.Tables, app *state.Application) bool {
	return len(t.Applications.All(func(other *state.Application) bool {
		return other.Kind == app.Kind && other.NamespaceID == app.NamespaceID && other.Name == app.Name
	})) > 0
}

// listen opens the application's endpoint, where it was before if that is
// possible, and its log.
func (p *Platform) listen(row *state.Application) error {
	p.logs.Add(row.ID)
	app, err := p.manager.NewApp(apps.AppOptions{
		ID: row.ID, Name: row.Name, Addr: endpointAddr(row.Endpoint),
		Log: func(_, line string) { p.logs.Append(row.ID, line) },
	})
	if err != nil {
		return fmt.Errorf("open an endpoint for %s: %w", row.Name, err)
	}
	row.Endpoint = app.URL()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.runs[row.ID] = &run{app: app}
	return nil
}

// UpdateApplication changes settings. Unless the body says "redeploy": false, an
// application that has been deployed before is deployed again with them.
func (p *Platform) UpdateApplication(kind, id string, body *wire.Body) (Application, error) {
	var result Application
	redeploy := body.Bool("redeploy")
	deploying := false
	err := p.store.Update(func(t *state.Tables) error {
		old, err := find(t, kind, id)
		if err != nil {
			return err
		}
		row := old.Copy()
		readSettings(row, body)
		if err := body.Err(); err != nil {
			return err
		}
		if err := p.changeable(kind, id, old.Status); err != nil {
			return err
		}
		ns, _ := t.Namespaces.Get(row.NamespaceID)
		if deploying = (redeploy == nil || *redeploy) && row.Target != nil; deploying {
			target(row, ns)
		}
		t.Applications.Put(id, row)
		result = withNamespace(row, ns)
		return nil
	})
	if err != nil {
		return Application{}, err
	}
	if deploying {
		p.deployLater(result.Application)
	}
	return result, nil
}

// DeleteApplication ends a function or container together with its crons.
func (p *Platform) DeleteApplication(kind, id string) (Application, error) {
	var result Application
	var again bool
	err := p.store.Update(func(t *state.Tables) error {
		var err error
		if result, err = find(t, kind, id); err != nil {
			return err
		}
		if again = result.Status == wire.StatusDeleting; again {
			return nil
		}
		if err := p.deletable(kind, id, result.Status); err != nil {
			return err
		}
		result.Application = markDeleting(t, result.Application)
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

// markDeleting begins the end of an application and its crons.
func markDeleting(t *state.Tables, row *state.Application) *state.Application {
	row = row.Copy()
	row.Status = wire.StatusDeleting
	t.Applications.Put(row.ID, row)
	for _, cron := range t.Crons.All(ofApplication(row.ID)) {
		cron = cron.Copy()
		cron.Status = wire.StatusDeleting
		t.Crons.Put(cron.ID, cron)
	}
	return row
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
	for _, cron := range t.Crons.All(ofApplication(id)) {
		t.Crons.Delete(cron.ID)
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
