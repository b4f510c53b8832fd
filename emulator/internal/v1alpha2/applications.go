package v1alpha2

import (
	"github.com/rumpl/gosc/emulator/internal/front"
	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/state"
	"github.com/rumpl/gosc/emulator/internal/v1alpha2/wire"
)

func (a *api) listFunctions(r *request) (any, error) {
	all, page, err := a.list(r, state.Function, r.query.Text("namespace_id"))
	if err != nil {
		return nil, err
	}
	return a.functionList(all, page), nil
}

func (a *api) listContainers(r *request) (any, error) {
	all, page, err := a.list(r, state.Container, r.query.Text("namespace_id"))
	if err != nil {
		return nil, err
	}
	return a.containerList(all, page), nil
}

func (a *api) listNestedFunctions(r *request) (any, error) {
	all, page, err := a.listNested(r, state.Function)
	if err != nil {
		return nil, err
	}
	return a.functionList(all, page), nil
}

func (a *api) listNestedContainers(r *request) (any, error) {
	all, page, err := a.listNested(r, state.Container)
	if err != nil {
		return nil, err
	}
	return a.containerList(all, page), nil
}

func (a *api) listNested(r *request, kind string) ([]platform.Application, front.Page, error) {
	namespace := r.params["namespace_id"]
	if _, err := a.platform.GetNamespace(everything, namespace); err != nil {
		return nil, front.Page{}, err
	}
	return a.list(r, kind, namespace)
}

func (a *api) list(r *request, kind, namespace string) ([]platform.Application, front.Page, error) {
	p, order := r.query.Page(), r.query.Order(front.CreatedAsc, front.CreatedDesc, front.NameAsc, front.NameDesc)
	if err := r.query.Err(); err != nil {
		return nil, front.Page{}, err
	}
	all := a.platform.ListApplications(everything, kind, platform.ApplicationFilter{
		NamespaceID: namespace, Name: r.query.Text("name"), OrganizationID: r.query.Text("organization_id"),
	})
	return front.Arrange(all, order, func(app platform.Application) string { return app.Name }), p, nil
}

func (a *api) functionList(all []platform.Application, p front.Page) wire.FunctionList {
	return wire.FunctionList{Functions: views(front.Part(all, p), a.function), TotalCount: len(all)}
}

func (a *api) containerList(all []platform.Application, p front.Page) wire.ContainerList {
	return wire.ContainerList{Containers: views(front.Part(all, p), a.container), TotalCount: len(all)}
}

// application shows a function or a container as what it is.
func (a *api) application(app platform.Application, err error) (any, error) {
	switch {
	case err != nil:
		return nil, err
	case app.Kind == state.Container:
		return a.container(app), nil
	default:
		return a.function(app), nil
	}
}

func (a *api) createApplication(kind string) handler {
	return func(r *request) (any, error) {
		request := platform.NewApplication{
			Kind: kind, API: state.V1Alpha2,
			NamespaceID: r.body.RequiredString("namespace_id"), Name: r.body.RequiredString("name"),
			Settings: defaults(),
		}
		if kind == state.Function {
			readRuntime(&request.Settings, r.body)
		}
		readSettings(kind, &request.Settings, r.body)
		if err := r.body.Err(); err != nil {
			return nil, err
		}
		return a.application(a.platform.CreateApplication(everything, request))
	}
}

func (a *api) getApplication(kind string) handler {
	return func(r *request) (any, error) {
		return a.application(a.platform.GetApplication(everything, kind, r.params["id"]))
	}
}

// updateApplication deploys what has been deployed before, unless the body says
// "redeploy": false.
func (a *api) updateApplication(kind string) handler {
	return func(r *request) (any, error) {
		redeploy := platform.RedeployDeployed
		if given := r.body.Bool("redeploy"); given != nil && !*given {
			redeploy = platform.RedeployNever
		}
		return a.application(a.platform.UpdateApplication(everything, kind, r.params["id"], redeploy,
			func(s *state.Settings) error {
				readSettings(kind, s, r.body)
				return r.body.Err()
			}))
	}
}

func (a *api) deleteApplication(kind string) handler {
	return func(r *request) (any, error) {
		return a.application(a.platform.DeleteApplication(everything, kind, r.params["id"]))
	}
}

func (a *api) deployApplication(kind string) handler {
	return func(r *request) (any, error) {
		if err := r.body.Err(); err != nil {
			return nil, err
		}
		return a.application(a.platform.Deploy(everything, kind, r.params["id"]))
	}
}
