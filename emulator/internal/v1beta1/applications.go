package v1beta1

import (
	"github.com/rumpl/gosc/emulator/internal/front"
	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/state"
)

// maxApplicationName leaves room for the namespace's part in a host name.
const maxApplicationName = 34

func (a *api) listApplications(r *request) (any, error) {
	return a.listIn(r, r.query.Text("namespace_id"))
}

// listNested is the list of a namespace's own path.
func (a *api) listNested(r *request) (any, error) {
	if _, err := a.platform.GetNamespace(r.scope, r.id); err != nil {
		return nil, err
	}
	return a.listIn(r, r.id)
}

func (a *api) listIn(r *request, namespace string) (any, error) {
	page := r.query.Page()
	order := r.query.Order(front.CreatedAsc, front.CreatedDesc, front.NameAsc, front.NameDesc)
	if err := r.query.Err(); err != nil {
		return nil, err
	}
	all := a.platform.ListApplications(r.scope, a.kind, platform.ApplicationFilter{
		NamespaceID: namespace, Name: r.query.Text("name"),
		OrganizationID: r.query.Text("organization_id"), ProjectID: r.query.Text("project_id"),
	})
	front.Arrange(all, order, func(app platform.Application) string { return app.Name })
	return list(a.product, all, page, func(app platform.Application) any { return a.application(app, read) }), nil
}

func (a *api) createApplication(r *request) (any, error) {
	request := platform.NewApplication{
		Kind: a.kind, API: state.V1Beta1,
		NamespaceID: r.body.RequiredString("namespace_id"), Name: r.body.RequiredString("name"),
		Settings: defaults(a.kind),
		Deploy:   a.kind == state.Container,
	}
	a.checkName(r.body, request.Name, maxApplicationName)
	if a.kind == state.Function {
		requireRuntime(&request.Settings, r.body)
	}
	if err := a.readSettings(&request.Settings, r.body, a.readSecrets(r.body)); err != nil {
		return nil, err
	}
	return a.showApplication(created)(a.platform.CreateApplication(r.scope, request))
}

func (a *api) getApplication(r *request) (any, error) {
	return a.showApplication(read)(a.platform.GetApplication(r.scope, a.kind, r.id))
}

// updateApplication deploys a function unless the body says "redeploy": false, and
// a container always.
func (a *api) updateApplication(r *request) (any, error) {
	secrets := a.readSecrets(r.body)
	redeploy := platform.RedeployAlways
	if given := r.body.Bool("redeploy"); given != nil && !*given && a.kind == state.Function {
		redeploy = platform.RedeployNever
	}
	return a.showApplication(updated)(a.platform.UpdateApplication(r.scope, a.kind, r.id, redeploy,
		func(s *state.Settings) error { return a.readSettings(s, r.body, secrets) }))
}

func (a *api) deleteApplication(r *request) (any, error) {
	return a.showApplication(updated)(a.platform.DeleteApplication(r.scope, a.kind, r.id))
}

func (a *api) deployApplication(r *request) (any, error) {
	return a.showApplication(updated)(a.platform.Deploy(r.scope, a.kind, r.id))
}

func (a *api) showApplication(e echo) func(platform.Application, error) (any, error) {
	return func(app platform.Application, err error) (any, error) {
		if err != nil {
			return nil, err
		}
		return a.application(app, e), nil
	}
}
