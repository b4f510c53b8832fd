package api

import (
	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/state"
	"github.com/rumpl/gosc/emulator/internal/wire"
)

func (a *API) listFunctions(r *request) (any, error) {
	all, page, err := a.list(r, state.Function, r.query.text("namespace_id"))
	if err != nil {
		return nil, err
	}
	return functionList(all, page), nil
}

func (a *API) listContainers(r *request) (any, error) {
	all, page, err := a.list(r, state.Container, r.query.text("namespace_id"))
	if err != nil {
		return nil, err
	}
	return containerList(all, page), nil
}

func (a *API) listNestedFunctions(r *request) (any, error) {
	all, page, err := a.listNested(r, state.Function)
	if err != nil {
		return nil, err
	}
	return functionList(all, page), nil
}

func (a *API) listNestedContainers(r *request) (any, error) {
	all, page, err := a.listNested(r, state.Container)
	if err != nil {
		return nil, err
	}
	return containerList(all, page), nil
}

func (a *API) listNested(r *request, kind string) ([]platform.Application, page, error) {
	namespace := r.params["namespace_id"]
	if _, err := a.platform.GetNamespace(namespace); err != nil {
		return nil, page{}, err
	}
	return a.list(r, kind, namespace)
}

func (a *API) list(r *request, kind, namespace string) ([]platform.Application, page, error) {
	p, order := r.query.page(), r.query.order(createdAsc, createdDesc, nameAsc, nameDesc)
	if err := r.query.Err(); err != nil {
		return nil, page{}, err
	}
	all := a.platform.ListApplications(kind, platform.ApplicationFilter{
		NamespaceID: namespace, Name: r.query.text("name"), OrganizationID: r.query.text("organization_id"),
	})
	return arrange(all, order, func(app platform.Application) string { return app.Name }), p, nil
}

func functionList(all []platform.Application, p page) wire.FunctionList {
	list := wire.FunctionList{Functions: []wire.Function{}, TotalCount: len(all)}
	for _, app := range part(all, p) {
		list.Functions = append(list.Functions, app.Function())
	}
	return list
}

func containerList(all []platform.Application, p page) wire.ContainerList {
	list := wire.ContainerList{Containers: []wire.Container{}, TotalCount: len(all)}
	for _, app := range part(all, p) {
		list.Containers = append(list.Containers, app.Container())
	}
	return list
}

// render shows an application as what it is.
func render(app platform.Application, err error) (any, error) {
	switch {
	case err != nil:
		return nil, err
	case app.Kind == state.Container:
		return app.Container(), nil
	default:
		return app.Function(), nil
	}
}

func (a *API) createApplication(kind string) handler {
	return func(r *request) (any, error) { return render(a.platform.CreateApplication(kind, r.body)) }
}

func (a *API) getApplication(kind string) handler {
	return func(r *request) (any, error) { return render(a.platform.GetApplication(kind, r.params["id"])) }
}

func (a *API) updateApplication(kind string) handler {
	return func(r *request) (any, error) {
		return render(a.platform.UpdateApplication(kind, r.params["id"], r.body))
	}
}

func (a *API) deleteApplication(kind string) handler {
	return func(r *request) (any, error) { return render(a.platform.DeleteApplication(kind, r.params["id"])) }
}

func (a *API) deployApplication(kind string) handler {
	return func(r *request) (any, error) { return render(a.platform.Deploy(kind, r.params["id"], r.body)) }
}
