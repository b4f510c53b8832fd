package v1beta1

import (
	"strings"

	"github.com/rumpl/gosc/emulator/internal/front"
	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/state"
)

// ownerMember is the member, and the query parameter, that names an application.
func (a *api) ownerMember() string { return a.kind + "_id" }

func (a *api) listCrons(r *request) (any, error) {
	page, order := r.query.Page(), r.query.Order(front.CreatedAsc, front.CreatedDesc)
	if err := r.query.Err(); err != nil {
		return nil, err
	}
	all := front.Arrange(a.platform.ListCrons(r.scope, r.query.Text(a.ownerMember())), order, nil)
	return list("crons", all, page, a.cron), nil
}

func (a *api) createCron(r *request) (any, error) {
	application, schedule := r.body.RequiredString(a.ownerMember()), r.body.RequiredString("schedule")
	settings := platform.CronSettings{
		ApplicationID: &application, Schedule: &schedule, Name: r.body.String("name"), Args: r.body.Object("args"),
	}
	checkSchedule(r.body, settings.Schedule)
	if err := r.body.Err(); err != nil {
		return nil, err
	}
	return a.showCron(a.platform.CreateCron(r.scope, settings))
}

// checkSchedule takes the five fields of UNIX cron, and no macros.
func checkSchedule(b *front.Body, schedule *string) {
	if schedule == nil || *schedule == "" {
		return
	}
	_, err := platform.ParseSchedule(*schedule)
	if strings.HasPrefix(*schedule, "@") {
		b.Reject("schedule", platform.ReasonFormat, "must be the five fields of a UNIX cron schedule")
	} else if err != nil {
		b.Reject("schedule", platform.ReasonFormat, "must be the five fields of a UNIX cron schedule: "+err.Error())
	}
}

func (a *api) getCron(r *request) (any, error) { return a.showCron(a.platform.GetCron(r.scope, r.id)) }

func (a *api) updateCron(r *request) (any, error) {
	settings := platform.CronSettings{
		ApplicationID: given(r.body.String(a.ownerMember())), Schedule: given(r.body.String("schedule")),
		Name: r.body.String("name"), Args: r.body.Object("args"),
	}
	checkSchedule(r.body, settings.Schedule)
	if err := r.body.Err(); err != nil {
		return nil, err
	}
	return a.showCron(a.platform.UpdateCron(r.scope, r.id, settings))
}

// given is nil for an empty text, too, which clients send for what they do not set.
func given(text *string) *string {
	if text == nil || *text == "" {
		return nil
	}
	return text
}

func (a *api) deleteCron(r *request) (any, error) {
	return a.showCron(a.platform.DeleteCron(r.scope, r.id))
}

func (a *api) showCron(row *state.Cron, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return a.cron(row), nil
}
