package v1alpha2

import (
	"github.com/rumpl/gosc/emulator/internal/front"
	"github.com/rumpl/gosc/emulator/internal/logbook"
	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/v1alpha2/wire"
)

func (a *api) listLogs(r *request) (any, error) {
	page, order := r.query.Page(), r.query.Order(front.TimestampDesc, front.TimestampAsc)
	application := r.query.Text("application_id")
	if application == "" {
		r.query.Reject("application_id", platform.ReasonRequired, "application_id is required")
	}
	if err := r.query.Err(); err != nil {
		return nil, err
	}
	logs, total, err := a.platform.ListLogs(application, order == front.TimestampDesc, page.Offset(), page.Size)
	if err != nil {
		return nil, err
	}
	return wire.LogList{Logs: views(logs, func(e logbook.Entry) wire.Log { return wire.Log(e) }), TotalCount: total}, nil
}
