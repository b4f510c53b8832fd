package api

import "github.com/rumpl/gosc/emulator/internal/wire"

func (a *API) listLogs(r *request) (any, error) {
	page, order := r.query.page(), r.query.order(timestampDesc, timestampAsc)
	application := r.query.text("application_id")
	if application == "" {
		r.query.Reject("application_id", wire.ReasonRequired, "application_id is required")
	}
	if err := r.query.Err(); err != nil {
		return nil, err
	}
	logs, total, err := a.platform.ListLogs(application, order == timestampDesc, page.offset(), page.size)
	if err != nil {
		return nil, err
	}
	return wire.LogList{Logs: logs, TotalCount: total}, nil
}
