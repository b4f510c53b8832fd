package api

import "github.com/rumpl/gosc/emulator/internal/wire"

func (a *API) listNamespaces(r *request) (any, error) {
	page, order := r.query.page(), r.query.order(createdAsc, createdDesc, nameAsc, nameDesc)
	if err := r.query.Err(); err != nil {
		return nil, err
	}
	all := a.platform.ListNamespaces(r.query.text("name"), r.query.text("organization_id"))
	arrange(all, order, func(ns wire.Namespace) string { return ns.Name })
	return wire.NamespaceList{Namespaces: part(all, page), TotalCount: len(all)}, nil
}

func (a *API) createNamespace(r *request) (any, error) { return a.platform.CreateNamespace(r.body) }

func (a *API) getNamespace(r *request) (any, error) {
	return a.platform.GetNamespace(r.params["id"])
}

func (a *API) updateNamespace(r *request) (any, error) {
	return a.platform.UpdateNamespace(r.params["id"], r.body)
}

func (a *API) deleteNamespace(r *request) (any, error) {
	return a.platform.DeleteNamespace(r.params["id"])
}
