package platform

import (
	"errors"
	"strings"

	"github.com/robfig/cron/v3"

	"github.com/rumpl/gosc/emulator/internal/state"
	"github.com/rumpl/gosc/emulator/internal/wire"
)

const resourceCron = "cron"

// ListCrons returns the crons of an application, or all; the oldest first.
func (p *Platform) ListCrons(application string) []wire.Cron {
	list := []wire.Cron{}
	p.store.View(func(t *state.Tables) {
		for _, row := range t.Crons.All(func(row *state.Cron) bool { return matches(application, row.ApplicationID) }) {
			list = append(list, row.Cron)
		}
	})
	return list
}

func ofApplication(id string) func(*state.Cron) bool {
	return func(row *state.Cron) bool { return row.ApplicationID == id }
}

// GetCron returns one cron.
func (p *Platform) GetCron(id string) (wire.Cron, error) {
	var row *state.Cron
	var ok bool
	p.store.View(func(t *state.Tables) { row, ok = t.Crons.Get(id) })
	if !ok {
		return wire.Cron{}, wire.NotFound(resourceCron, id)
	}
	return row.Cron, nil
}

// parseSchedule reads the five fields of UNIX cron, or a macro such as @daily.
// Schedules are in UTC; the parser's time zone prefixes are not part of the
// API's grammar.
func parseSchedule(text string) (cron.Schedule, error) {
	if strings.Contains(text, "TZ=") {
		return nil, errors.New("time zones are not supported, schedules are in UTC")
	}
	return cron.ParseStandard(text)
}

func checkSchedule(body *wire.Body, schedule string) {
	if _, err := parseSchedule(schedule); err != nil {
		body.Reject("schedule", wire.ReasonFormat, "invalid cron schedule")
	}
}

// CreateCron makes a cron: pending, then ready, then it calls its application.
func (p *Platform) CreateCron(body *wire.Body) (wire.Cron, error) {
	row := &state.Cron{Cron: wire.Cron{
		ID:            newID(),
		ApplicationID: body.RequiredString("application_id"),
		Schedule:      body.RequiredString("schedule"),
		Args:          body.Object("args"),
		Status:        wire.StatusPending,
	}}
	if row.Args == nil {
		row.Args = map[string]any{}
	}
	checkSchedule(body, row.Schedule)
	if err := body.Err(); err != nil {
		return wire.Cron{}, err
	}
	err := p.store.Update(func(t *state.Tables) error {
		if err := p.cronTarget(t, row.ApplicationID); err != nil {
			return err
		}
		row.Seq = t.NextSeq()
		t.Crons.Put(row.ID, row)
		return nil
	})
	if err != nil {
		return wire.Cron{}, err
	}
	p.finishCronLater(row.ID)
	return row.Cron, nil
}

// cronTarget checks the application that a cron is to call.
func (p *Platform) cronTarget(t *state.Tables, id string) error {
	app, ok := t.Applications.Get(id)
	if !ok {
		return wire.NotFound(resourceApplication, id)
	}
	return p.changeable(app.Kind, id, app.Status)
}

func (p *Platform) finishCronLater(id string) {
	p.tasks.after(p.options.Delays.Cron, func() {
		if p.update("cron ready", func(t *state.Tables) error {
			row, ok := t.Crons.Get(id)
			if !ok || row.Status != wire.StatusPending {
				return nil
			}
			row = row.Copy()
			row.Status = wire.StatusReady
			t.Crons.Put(id, row)
			return nil
		}) {
			p.plan(id)
		}
	})
}

// UpdateCron changes target, schedule and arguments; the arguments as a whole.
func (p *Platform) UpdateCron(id string, body *wire.Body) (wire.Cron, error) {
	application, schedule, args := body.String("application_id"), body.String("schedule"), body.Object("args")
	if application != nil && *application == "" {
		body.Reject("application_id", wire.ReasonRequired, "must not be empty")
	}
	if schedule != nil {
		checkSchedule(body, *schedule)
	}
	if err := body.Err(); err != nil {
		return wire.Cron{}, err
	}
	var row *state.Cron
	err := p.store.Update(func(t *state.Tables) error {
		old, ok := t.Crons.Get(id)
		if !ok {
			return wire.NotFound(resourceCron, id)
		}
		if err := p.changeable(resourceCron, id, old.Status); err != nil {
			return err
		}
		row = old.Copy()
		if application != nil {
			if err := p.cronTarget(t, *application); err != nil {
				return err
			}
			row.ApplicationID = *application
		}
		if schedule != nil {
			row.Schedule = *schedule
		}
		if args != nil {
			row.Args = args
		}
		t.Crons.Put(id, row)
		return nil
	})
	if err != nil {
		return wire.Cron{}, err
	}
	p.plan(id)
	return row.Cron, nil
}

// DeleteCron ends a cron. It does not call its application any more.
func (p *Platform) DeleteCron(id string) (wire.Cron, error) {
	var row *state.Cron
	var again bool
	err := p.store.Update(func(t *state.Tables) error {
		old, ok := t.Crons.Get(id)
		if !ok {
			return wire.NotFound(resourceCron, id)
		}
		row = old
		if again = old.Status == wire.StatusDeleting; again {
			return nil
		}
		if err := p.deletable(resourceCron, id, old.Status); err != nil {
			return err
		}
		row = old.Copy()
		row.Status = wire.StatusDeleting
		t.Crons.Put(id, row)
		return nil
	})
	if err != nil {
		return wire.Cron{}, err
	}
	if !again {
		p.unplan(id)
		p.removeCronLater(id)
	}
	return row.Cron, nil
}

func (p *Platform) removeCronLater(id string) {
	p.tasks.after(p.options.Delays.Delete, func() {
		p.update("cron gone", func(t *state.Tables) error {
			t.Crons.Delete(id)
			return nil
		})
	})
}
