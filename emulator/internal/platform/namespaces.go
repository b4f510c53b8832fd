package platform

import (
	"crypto/rand"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/rumpl/gosc/emulator/internal/state"
)

const (
	registryPrefix  = "funcscw"
	labelNameLength = 20
	labelTailLength = 8
)

// NamespaceFilter selects namespaces; empty members select everything.
type NamespaceFilter struct{ Name, OrganizationID, ProjectID string }

// ListNamespaces returns the namespaces of a scope, the oldest first.
func (p *Platform) ListNamespaces(scope Scope, filter NamespaceFilter) []*state.Namespace {
	var list []*state.Namespace
	p.store.View(func(t *state.Tables) {
		list = t.Namespaces.All(func(ns *state.Namespace) bool {
			return scope.sees(ns) && matches(filter.Name, ns.Name) &&
				matches(filter.OrganizationID, ns.OrganizationID) && matches(filter.ProjectID, ns.Project())
		})
	})
	return list
}

func matches(filter, value string) bool { return filter == "" || filter == value }

// GetNamespace returns one namespace.
func (p *Platform) GetNamespace(scope Scope, id string) (*state.Namespace, error) {
	var ns *state.Namespace
	var err error
	p.store.View(func(t *state.Tables) { ns, err = scope.namespace(t, id) })
	return ns, err
}

// NewNamespace is a request for a namespace. Its name is unique inside its
// project, or, if it has none, inside its organization.
type NewNamespace struct {
	Name, OrganizationID, ProjectID string
	Settings                        state.NamespaceSettings
	VPCIntegration                  bool
}

// CreateNamespace starts the life of a namespace: pending, then ready.
func (p *Platform) CreateNamespace(scope Scope, request NewNamespace) (*state.Namespace, error) {
	now, id := p.now(), newID()
	ns := &state.Namespace{
		ID: id, Name: request.Name, OrganizationID: request.OrganizationID, ProjectID: request.ProjectID,
		Product: scope.Product, Region: scope.Region, Label: newLabel(scope.Product, id, request.Name),
		NamespaceSettings: request.Settings, VPCIntegration: request.VPCIntegration,
		Status: state.StatusPending, CreatedAt: now, UpdatedAt: now,
	}
	err := p.store.Update(func(t *state.Tables) error {
		if !p.options.AllowDuplicateNames && namespaceExists(t, ns) {
			return &NameTakenError{ResourceNamespace, ns.Name}
		}
		ns.Seq = t.NextSeq()
		t.Namespaces.Put(ns.ID, ns)
		return nil
	})
	if err != nil {
		return nil, err
	}
	p.finishNamespaceLater(ns.ID, p.options.Delays.Namespace)
	if ns.Product != state.BothProducts {
		p.keys.spare.begin()
	}
	return ns, nil
}

func namespaceExists(t *state.Tables, ns *state.Namespace) bool {
	return len(t.Namespaces.All(func(other *state.Namespace) bool {
		return other.Name == ns.Name && other.OrganizationID == ns.OrganizationID && other.ProjectID == ns.ProjectID &&
			other.Product == ns.Product && other.Region == ns.Region
	})) > 0
}

// newLabel is the namespace's part of host names and of its registry's name: what
// is left of its name, and eight characters that make it unique. Containers take
// them from the namespace's id.
func newLabel(product, id, name string) string {
	if product == state.BothProducts {
		return slug(name) + strings.ToLower(rand.Text()[:labelTailLength])
	}
	name = strings.ReplaceAll(slug(name), "-", "")
	name = name[:min(len(name), labelNameLength)]
	if product == state.Containers {
		return name + id[:labelTailLength]
	}
	return name + strings.ToLower(rand.Text()[:labelTailLength])
}

// slug reduces a name to what a registry namespace may contain.
func slug(name string) string {
	return strings.Map(func(r rune) rune {
		if ('a' <= r && r <= 'z') || ('0' <= r && r <= '9') || r == '-' {
			return r
		}
		return -1
	}, strings.ToLower(name))
}

func (p *Platform) finishNamespaceLater(id string, delay time.Duration) {
	p.tasks.after(delay, func() {
		p.update("namespace ready", func(t *state.Tables) error {
			ns, ok := t.Namespaces.Get(id)
			if !ok || ns.Status != state.StatusPending {
				return nil
			}
			ns = ns.Copy()
			ns.Status = state.StatusReady
			if ns.RegistryNamespaceID == "" {
				registry := p.newRegistry(t, ns)
				t.Registries.Put(registry.ID, registry)
				ns.RegistryNamespaceID, ns.RegistryEndpoint = registry.ID, registry.Endpoint
			}
			t.Namespaces.Put(id, ns)
			return nil
		})
	})
}

func (p *Platform) newRegistry(t *state.Tables, ns *state.Namespace) *state.Registry {
	now := p.now().Format(time.RFC3339Nano)
	if ns.Label == "" { // it was made by the first emulator
		ns.Label = newLabel(ns.Product, ns.ID, ns.Name)
	}
	name := registryPrefix + ns.Label
	return &state.Registry{
		Seq: t.NextSeq(), ID: newID(), Name: name, OrganizationID: ns.OrganizationID,
		Status: state.StatusReady, Endpoint: "rg." + ns.Region + ".scw.cloud/" + name,
		CreatedAt: now, UpdatedAt: now, Region: ns.Region,
	}
}

// UpdateNamespace changes settings. The function change edits a copy of them; if
// it returns an error, nothing happens. New variables put every deployed
// application of the namespace through a deploy.
func (p *Platform) UpdateNamespace(
	scope Scope, id string, change func(*state.NamespaceSettings) error,
) (*state.Namespace, error) {
	var ns *state.Namespace
	var redeploy []*state.Application
	var pending bool
	err := p.store.Update(func(t *state.Tables) error {
		old, err := scope.namespace(t, id)
		if err != nil {
			return err
		}
		if err := p.changeable(ResourceNamespace, id, old.Status); err != nil {
			return err
		}
		ns = old.Copy()
		if err := change(&ns.NamespaceSettings); err != nil {
			return err
		}
		ns.UpdatedAt = p.now()
		if !maps.Equal(ns.EnvironmentVariables, old.EnvironmentVariables) || !slices.Equal(ns.Secrets, old.Secrets) {
			redeploy = retarget(t, ns)
			if pending = scope.Product != state.BothProducts; pending {
				ns.Status = state.StatusPending
			}
		}
		t.Namespaces.Put(id, ns)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, app := range redeploy {
		p.deployLater(app)
	}
	if pending {
		p.finishNamespaceLater(id, p.options.Delays.NamespaceUpdate)
	}
	return ns, nil
}

// retarget gives every deployed application of a namespace a new revision. What
// v1beta1 made keeps its status: the new variables reach it in passing.
func retarget(t *state.Tables, ns *state.Namespace) []*state.Application {
	var changed []*state.Application
	for _, row := range t.Applications.All(func(app *state.Application) bool {
		return app.NamespaceID == ns.ID && app.Target != nil && app.Status != state.StatusDeleting
	}) {
		app := Application{row.Copy(), ns}
		if status, message := app.Status, app.ErrorMessage; app.API == state.V1Alpha2 {
			app.target(app.UpdatedAt)
		} else {
			app.target(app.UpdatedAt)
			app.Status, app.ErrorMessage = status, message
		}
		t.Applications.Put(app.ID, app.Application)
		changed = append(changed, app.Application)
	}
	return changed
}
