package platform

import (
	"crypto/rand"
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/rumpl/gosc/emulator/internal/state"
	"github.com/rumpl/gosc/emulator/internal/wire"
)

const resourceNamespace = "namespace"

// ListNamespaces returns the namespaces with a name, of an organization; an
// empty filter lets everything pass. The oldest comes first.
func (p *Platform) ListNamespaces(name, organization string) []wire.Namespace {
	list := []wire.Namespace{}
	p.store.View(func(t *state.Tables) {
		for _, ns := range t.Namespaces.All(func(ns *state.Namespace) bool {
			return matches(name, ns.Name) && matches(organization, ns.OrganizationID)
		}) {
			list = append(list, ns.Namespace)
		}
	})
	return list
}

func matches(filter, value string) bool { return filter == "" || filter == value }

// GetNamespace returns one namespace.
func (p *Platform) GetNamespace(id string) (wire.Namespace, error) {
	var ns *state.Namespace
	var ok bool
	p.store.View(func(t *state.Tables) { ns, ok = t.Namespaces.Get(id) })
	if !ok {
		return wire.Namespace{}, wire.NotFound(resourceNamespace, id)
	}
	return ns.Namespace, nil
}

// CreateNamespace starts the life of a namespace: pending, then ready.
func (p *Platform) CreateNamespace(body *wire.Body) (wire.Namespace, error) {
	ns := &state.Namespace{Namespace: wire.Namespace{
		ID:                   newID(),
		Name:                 body.RequiredString("name"),
		OrganizationID:       body.RequiredString("organization_id"),
		EnvironmentVariables: orEmpty(body.Variables("environment_variables")),
		Description:          body.String("description"),
		Status:               wire.StatusPending,
		Region:               p.options.Region,
	}}
	if err := body.Err(); err != nil {
		return wire.Namespace{}, err
	}
	err := p.store.Update(func(t *state.Tables) error {
		if !p.options.AllowDuplicateNames && namespaceExists(t, ns) {
			return wire.Conflict(fmt.Sprintf("a namespace named %q exists already", ns.Name))
		}
		ns.Seq = t.NextSeq()
		t.Namespaces.Put(ns.ID, ns)
		return nil
	})
	if err != nil {
		return wire.Namespace{}, err
	}
	p.finishNamespaceLater(ns.ID)
	return ns.Namespace, nil
}

func namespaceExists(t *state.Tables, ns *state.Namespace) bool {
	return len(t.Namespaces.All(func(other *state.Namespace) bool {
		return other.Name == ns.Name && other.OrganizationID == ns.OrganizationID
	})) > 0
}

func orEmpty(variables map[string]string) map[string]string {
	if variables == nil {
		return map[string]string{}
	}
	return variables
}

func (p *Platform) finishNamespaceLater(id string) {
	p.tasks.after(p.options.Delays.Namespace, func() {
		p.update("namespace ready", func(t *state.Tables) error {
			ns, ok := t.Namespaces.Get(id)
			if !ok || ns.Status != wire.StatusPending {
				return nil
			}
			registry := p.newRegistry(t, ns)
			t.Registries.Put(registry.ID, registry)
			ns = ns.Copy()
			ns.Status = wire.StatusReady
			ns.RegistryNamespaceID, ns.RegistryEndpoint = registry.ID, registry.Endpoint
			t.Namespaces.Put(id, ns)
			return nil
		})
	})
}

func (p *Platform) newRegistry(t *state.Tables, ns *state.Namespace) *state.Registry {
	now := p.options.Clock.Now().UTC().Format(time.RFC3339Nano)
	name := "funcscw" + slug(ns.Name) + strings.ToLower(rand.Text()[:8])
	return &state.Registry{Seq: t.NextSeq(), Registry: wire.Registry{
		ID: newID(), Name: name, OrganizationID: ns.OrganizationID,
		Status: wire.StatusReady, Endpoint: "rg." + ns.Region + ".scw.cloud/" + name,
		CreatedAt: now, UpdatedAt: now, Region: ns.Region,
	}}
}

// UpdateNamespace changes variables and description. New variables put every
// deployed application of the namespace through a deploy.
func (p *Platform) UpdateNamespace(id string, body *wire.Body) (wire.Namespace, error) {
	variables := body.Variables("environment_variables")
	description := body.String("description")
	if err := body.Err(); err != nil {
		return wire.Namespace{}, err
	}
	var ns *state.Namespace
	var redeploy []*state.Application
	err := p.store.Update(func(t *state.Tables) error {
		old, ok := t.Namespaces.Get(id)
		if !ok {
			return wire.NotFound(resourceNamespace, id)
		}
		if err := p.changeable(resourceNamespace, id, old.Status); err != nil {
			return err
		}
		ns = old.Copy()
		if description != nil {
			ns.Description = description
		}
		if variables != nil && !maps.Equal(variables, old.EnvironmentVariables) {
			ns.EnvironmentVariables = variables
			redeploy = retarget(t, ns)
		}
		t.Namespaces.Put(id, ns)
		return nil
	})
	if err != nil {
		return wire.Namespace{}, err
	}
	for _, app := range redeploy {
		p.deployLater(app)
	}
	return ns.Namespace, nil
}

// retarget gives every deployed application of a namespace a new revision.
func retarget(t *state.Tables, ns *state.Namespace) []*state.Application {
	var changed []*state.Application
	for _, app := range t.Applications.All(func(app *state.Application) bool {
		return app.NamespaceID == ns.ID && app.Target != nil && app.Status != wire.StatusDeleting
	}) {
		app = app.Copy()
		target(app, ns)
		t.Applications.Put(app.ID, app)
		changed = append(changed, app)
	}
	return changed
}

// changeable refuses changes of what is being deleted, and, in strict mode, of
// everything that is on its way to another status.
func (p *Platform) changeable(resource, id, status string) error {
	if status == wire.StatusDeleting || (p.options.Strict && wire.Transient(status)) {
		return wire.TransientState(resource, id, status)
	}
	return nil
}

// deletable lets a second delete of the same resource pass.
func (p *Platform) deletable(resource, id, status string) error {
	if status == wire.StatusDeleting {
		return nil
	}
	return p.changeable(resource, id, status)
}

// DeleteNamespace ends a namespace with all that is in it. Its registry
// namespace stays.
func (p *Platform) DeleteNamespace(id string) (wire.Namespace, error) {
	var ns *state.Namespace
	var again bool
	err := p.store.Update(func(t *state.Tables) error {
		var ok bool
		if ns, ok = t.Namespaces.Get(id); !ok {
			return wire.NotFound(resourceNamespace, id)
		}
		if again = ns.Status == wire.StatusDeleting; again {
			return nil
		}
		if err := p.deletable(resourceNamespace, id, ns.Status); err != nil {
			return err
		}
		ns = ns.Copy()
		ns.Status = wire.StatusDeleting
		t.Namespaces.Put(id, ns)
		for _, app := range t.Applications.All(inNamespace(id)) {
			markDeleting(t, app)
		}
		return nil
	})
	if err != nil {
		return wire.Namespace{}, err
	}
	if !again {
		p.removeNamespaceLater(id)
	}
	return ns.Namespace, nil
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
