package v1alpha2

import (
	"github.com/rumpl/gosc/emulator/internal/front"
	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/v1alpha2/wire"
)

func (a *api) listCrons(r *request) (any, error) {
	page, order := r.query.Page(), r.query.Order(front.CreatedAsc, front.CreatedDesc)
	if err := r.query.Err(); err != nil {
		return nil, err
	}
	all := a.platform.ListCrons(everything, r.query.Text("application_id"))
	front.Arrange(all, order, nil)
	return wire.CronList{Crons: views(front.Part(all, page), cron), TotalCount: len(all)}, nil
}

func (a *api) createCron(r *request) (any, error) {
	application, schedule := r.body.RequiredString("application_id"), r.body.RequiredString("schedule")
	settings := platform.CronSettings{ApplicationID: &application, Schedule: &schedule, Args: r.body.Object("args")}
	checkSchedule(r.body, schedule)
	if err := r.body.Err(); err != nil {
		return nil, err
	}
	return view(cron)(a.platform.CreateCron(everything, settings))
}

func checkSchedule(body *front.Body, schedule string) {
	if _, err := platform.ParseSchedule(schedule); err != nil {
		body.Reject("schedule", platform.ReasonFormat, "invalid cron schedule: "+err.Error())
	}
}

func (a *api) getCron(r *request) (any, error) {
	return view(cron)(a.platform.GetCron(everything, r.params["id"]))
}

func (a *api) updateCron(r *request) (any, error) {
	settings := platform.CronSettings{
		ApplicationID: r.body.String("application_id"), Schedule: r.body.String("schedule"), Args: r.body.Object("args"),
	}
	if settings.ApplicationID != nil && *settings.ApplicationID == "" {
		r.body.Reject("application_id", platform.ReasonRequired, "must not be empty")
	}
	if settings.Schedule != nil {
		checkSchedule(r.body, *settings.Schedule)
	}
	if err := r.body.Err(); err != nil {
		return nil, err
	}
	return view(cron)(a.platform.UpdateCron(everything, r.params["id"], settings))
}

func (a *api) deleteCron(r *request) (any, error) {
	return view(cron)(a.platform.DeleteCron(everything, r.params["id"]))
}
