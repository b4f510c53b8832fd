package v1alpha2

import (
	"github.com/rumpl/gosc/emulator/internal/front"
	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/state"
	"github.com/rumpl/gosc/emulator/internal/v1alpha2/wire"
)

func (a *api) listNamespaces(r *request) (any, error) {
	page, order := r.query.Page(), r.query.Order(front.CreatedAsc, front.CreatedDesc, front.NameAsc, front.NameDesc)
	if err := r.query.Err(); err != nil {
		return nil, err
	}
	all := a.platform.ListNamespaces(everything, platform.NamespaceFilter{
		Name: r.query.Text("name"), OrganizationID: r.query.Text("organization_id"),
	})
	front.Arrange(all, order, func(ns *state.Namespace) string { return ns.Name })
	return wire.NamespaceList{Namespaces: views(front.Part(all, page), namespace), TotalCount: len(all)}, nil
}

func (a *api) createNamespace(r *request) (any, error) {
	request := platform.NewNamespace{
		Name:           r.body.RequiredString("name"),
		OrganizationID: r.body.RequiredString("organization_id"),
		Settings: state.NamespaceSettings{
			EnvironmentVariables: orEmpty(r.body.Variables("environment_variables")),
			Description:          r.body.String("description"),
		},
	}
	if err := r.body.Err(); err != nil {
		return nil, err
	}
	return view(namespace)(a.platform.CreateNamespace(everything, request))
}

func orEmpty(variables map[string]string) map[string]string {
	if variables == nil {
		return map[string]string{}
	}
	return variables
}

func (a *api) getNamespace(r *request) (any, error) {
	return view(namespace)(a.platform.GetNamespace(everything, r.params["id"]))
}

func (a *api) updateNamespace(r *request) (any, error) {
	variables := r.body.Variables("environment_variables")
	description := r.body.String("description")
	if err := r.body.Err(); err != nil {
		return nil, err
	}
	return view(namespace)(a.platform.UpdateNamespace(everything, r.params["id"], func(s *state.NamespaceSettings) error {
		if description != nil {
			s.Description = description
		}
		if variables != nil {
			s.EnvironmentVariables = variables
		}
		return nil
	}))
}

func (a *api) deleteNamespace(r *request) (any, error) {
	return view(namespace)(a.platform.DeleteNamespace(everything, r.params["id"]))
}
