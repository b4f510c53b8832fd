package v1beta1

import (
	"github.com/google/uuid"

	"github.com/rumpl/gosc/emulator/internal/front"
	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/state"
)

const maxNamespaceName = 63

func (a *api) listNamespaces(r *request) (any, error) {
	page := r.query.Page()
	order := r.query.Order(front.CreatedAsc, front.CreatedDesc, front.NameAsc, front.NameDesc)
	if err := r.query.Err(); err != nil {
		return nil, err
	}
	all := a.platform.ListNamespaces(r.scope, platform.NamespaceFilter{
		Name: r.query.Text("name"), OrganizationID: r.query.Text("organization_id"), ProjectID: r.query.Text("project_id"),
	})
	front.Arrange(all, order, func(ns *state.Namespace) string { return ns.Name })
	return list("namespaces", all, page, func(ns *state.Namespace) namespaceView { return a.namespace(ns, read) }), nil
}

func (a *api) createNamespace(r *request) (any, error) {
	request := platform.NewNamespace{
		Name: r.body.RequiredString("name"), ProjectID: r.body.RequiredString("project_id"),
		OrganizationID: a.options.OrganizationID,
		Settings:       state.NamespaceSettings{EnvironmentVariables: map[string]string{}},
	}
	a.checkName(r.body, request.Name, maxNamespaceName)
	if request.ProjectID != "" && uuid.Validate(request.ProjectID) != nil {
		r.body.Reject("project_id", platform.ReasonFormat, "must be a UUID")
	}
	if flag := r.body.Bool("activate_vpc_integration"); flag != nil {
		request.VPCIntegration = *flag
	}
	a.readNamespace(&request.Settings, r.body, a.readSecrets(r.body))
	if err := r.body.Err(); err != nil {
		return nil, err
	}
	ns, err := a.platform.CreateNamespace(r.scope, request)
	if err != nil {
		return nil, err
	}
	return a.namespace(ns, created), nil
}

// readNamespace takes over the settings that a request names, and leaves the
// others as they are.
func (a *api) readNamespace(s *state.NamespaceSettings, b *front.Body, secrets []platform.SecretChange) {
	if variables := a.readVariables(b); variables != nil {
		s.EnvironmentVariables = variables
	}
	s.Secrets = platform.MergeSecrets(s.Secrets, secrets)
	if description := b.String("description"); description != nil {
		s.Description = description
	}
	if tags := b.StringList("tags"); tags != nil {
		s.Tags = tags
	}
}

func (a *api) getNamespace(r *request) (any, error) {
	return a.showNamespace(read)(a.platform.GetNamespace(r.scope, r.id))
}

func (a *api) updateNamespace(r *request) (any, error) {
	secrets := a.readSecrets(r.body)
	return a.showNamespace(updated)(a.platform.UpdateNamespace(r.scope, r.id, func(s *state.NamespaceSettings) error {
		a.readNamespace(s, r.body, secrets)
		return r.body.Err()
	}))
}

func (a *api) deleteNamespace(r *request) (any, error) {
	return a.showNamespace(updated)(a.platform.DeleteNamespace(r.scope, r.id))
}

func (a *api) showNamespace(e echo) func(*state.Namespace, error) (any, error) {
	return func(ns *state.Namespace, err error) (any, error) {
		if err != nil {
			return nil, err
		}
		return a.namespace(ns, e), nil
	}
}
