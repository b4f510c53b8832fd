package api

import "github.com/rumpl/gosc/emulator/internal/wire"

func (a *API) listCrons(r *request) (any, error) {
	page, order := r.query.page(), r.query.order(createdAsc, createdDesc)
	if err := r.query.Err(); err != nil {
		return nil, err
	}
	all := a.platform.ListCrons(r.query.text("application_id"))
	arrange(all, order, nil)
	return wire.CronList{Crons: part(all, page), TotalCount: len(all)}, nil
}

func (a *API) createCron(r *request) (any, error) { return a.platform.CreateCron(r.body) }

func (a *API) getCron(r *request) (any, error) { return a.platform.GetCron(r.params["id"]) }

func (a *API) updateCron(r *request) (any, error) {
	return a.platform.UpdateCron(r.params["id"], r.body)
}

func (a *API) deleteCron(r *request) (any, error) { return a.platform.DeleteCron(r.params["id"]) }
