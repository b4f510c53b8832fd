package platform

import (
	"fmt"
	"net/url"
	"slices"

	"github.com/rumpl/gosc/emulator/internal/apps"
	"github.com/rumpl/gosc/emulator/internal/state"
)

// Application is a function or a container together with its namespace.
type Application struct {
	*state.Application
	Namespace *state.Namespace
}

// Image is what a container runs: the image it names, or the one that its
// owner pushes to the namespace's registry under the container's name.
func (a Application) Image() string {
	if a.RegistryImage != "" || a.Namespace.RegistryEndpoint == "" {
		return a.RegistryImage
	}
	return a.Namespace.RegistryEndpoint + "/" + a.Name + ":latest"
}

// CPU is the share of a CPU in mCPU: the one asked for, or the one that comes
// with the memory.
func (a Application) CPU() uint32 {
	if a.CPULimit != 0 {
		return a.CPULimit
	}
	return CPUOfMemory(a.MemoryLimit)
}

// ApplicationFilter selects applications; empty members select everything.
type ApplicationFilter struct {
	NamespaceID, Name, OrganizationID, ProjectID string
}

// ListApplications returns functions or containers, the oldest first.
func (p *Platform) ListApplications(scope Scope, kind string, filter ApplicationFilter) []Application {
	var list []Application
	p.store.View(func(t *state.Tables) {
		for _, row := range t.Applications.All(func(app *state.Application) bool {
			return app.Kind == kind && matches(filter.NamespaceID, app.NamespaceID) && matches(filter.Name, app.Name)
		}) {
			ns, err := scope.namespace(t, row.NamespaceID)
			if err == nil && matches(filter.OrganizationID, ns.OrganizationID) && matches(filter.ProjectID, ns.Project()) {
				list = append(list, Application{row, ns})
			}
		}
	})
	return list
}

// GetApplication returns one function or container.
func (p *Platform) GetApplication(scope Scope, kind, id string) (Application, error) {
	var result Application
	var err error
	p.store.View(func(t *state.Tables) { result, err = find(t, scope, kind, id) })
	return result, err
}

func find(t *state.Tables, scope Scope, kind, id string) (Application, error) {
	row, ok := t.Applications.Get(id)
	if !ok || row.Kind != kind {
		return Application{}, &NotFoundError{kind, id}
	}
	ns, err := scope.namespace(t, row.NamespaceID)
	if err != nil {
		return Application{}, &NotFoundError{kind, id}
	}
	return Application{row, ns}, nil
}

// NewApplication is a request for a function or container.
type NewApplication struct {
	Kind, NamespaceID, Name string
	API                     string // by whose rules it is called
	Settings                state.Settings
	Deploy                  bool // it needs no call of Deploy
}

// CreateApplication makes a function or container. It is "created" until it is
// deployed; its endpoint is there at once.
func (p *Platform) CreateApplication(scope Scope, request NewApplication) (Application, error) {
	now := p.now()
	row := &state.Application{
		ID: newID(), Kind: request.Kind, API: request.API, NamespaceID: request.NamespaceID, Name: request.Name,
		Settings: request.Settings, Status: state.StatusCreated, CreatedAt: now, UpdatedAt: now,
	}
	var result Application
	err := p.store.Update(func(t *state.Tables) error {
		ns, err := scope.namespace(t, row.NamespaceID)
		if err != nil {
			return err
		}
		if err := p.changeable(ResourceNamespace, ns.ID, ns.Status); err != nil {
			return err
		}
		if !p.options.AllowDuplicateNames && applicationExists(t, row) {
			return &NameTakenError{row.Kind, row.Name}
		}
		if err := p.withinQuota(t, row); err != nil {
			return err
		}
		row.Seq = t.NextSeq()
		if err := p.listen(row); err != nil {
			return err
		}
		result = Application{row, ns}
		if request.Deploy {
			result.target(now)
		}
		t.Applications.Put(row.ID, row)
		return nil
	})
	if err != nil {
		p.release(row)
		return Application{}, err
	}
	if request.Deploy {
		p.deployLater(row)
	}
	return result, nil
}

func applicationExists(t *state.Tables, app *state.Application) bool {
	return slices.ContainsFunc(t.ApplicationsNamed(app.NamespaceID, app.Name), func(other *state.Application) bool {
		return other.Kind == app.Kind && other.Name == app.Name
	})
}

// listen opens the application's endpoint, where it was before if that is
// possible, and its log.
func (p *Platform) listen(row *state.Application) error {
	p.logs.Add(row.ID)
	out := p.newOutput(row)
	app, err := p.manager.NewApp(apps.AppOptions{
		ID: row.ID, Name: row.Name, Addr: endpointAddr(row.Endpoint),
		Log: func(stream, line string) {
			p.logs.Append(row.ID, line)
			out.line(stream, line)
		},
		Called: out.called,
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

// endpointAddr is the host and port of an endpoint that was used before.
func endpointAddr(endpoint string) string {
	parsed, err := url.Parse(endpoint)
	if err != nil {
		return ""
	}
	return parsed.Host
}

// Redeploy says when an update deploys.
type Redeploy int

const (
	// RedeployNever stores the settings for the next deploy.
	RedeployNever Redeploy = iota
	// RedeployDeployed deploys what a deploy was asked for before.
	RedeployDeployed
	// RedeployAlways deploys, too, what has never been deployed.
	RedeployAlways
)

// UpdateApplication changes settings. The function change edits a copy of them; if it
// returns an error, nothing is changed.
func (p *Platform) UpdateApplication(
	scope Scope, kind, id string, redeploy Redeploy, change func(*state.Settings) error,
) (Application, error) {
	var result Application
	deploying := false
	err := p.store.Update(func(t *state.Tables) error {
		old, err := find(t, scope, kind, id)
		if err != nil {
			return err
		}
		row := old.Copy()
		if err := change(&row.Settings); err != nil {
			return err
		}
		if err := p.changeable(kind, id, old.Status); err != nil {
			return err
		}
		if memoryOf(row) > memoryOf(old.Application) { // one beyond the quota may shrink
			if err := p.withinQuota(t, row); err != nil {
				return err
			}
		}
		row.UpdatedAt = p.now()
		result = Application{row, old.Namespace}
		deploying = redeploy == RedeployAlways || redeploy == RedeployDeployed && row.Target != nil
		if deploying {
			result.target(row.UpdatedAt)
		}
		t.Applications.Put(id, row)
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
