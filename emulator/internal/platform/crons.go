package platform

import (
	"errors"
	"strings"

	"github.com/robfig/cron/v3"

	"github.com/rumpl/gosc/emulator/internal/state"
)

// ListCrons returns the crons of an application, or all; the oldest first.
func (p *Platform) ListCrons(scope Scope, application string) []*state.Cron {
	var list []*state.Cron
	p.store.View(func(t *state.Tables) {
		list = t.Crons.All(func(row *state.Cron) bool {
			return matches(application, row.ApplicationID) && scope.has(t, row.ApplicationID)
		})
	})
	return list
}

// GetCron returns one cron.
func (p *Platform) GetCron(scope Scope, id string) (*state.Cron, error) {
	var row *state.Cron
	var err error
	p.store.View(func(t *state.Tables) { row, err = findCron(t, scope, id) })
	return row, err
}

func findCron(t *state.Tables, scope Scope, id string) (*state.Cron, error) {
	row, ok := t.Crons.Get(id)
	if !ok || !scope.has(t, row.ApplicationID) {
		return nil, &NotFoundError{ResourceCron, id}
	}
	return row, nil
}

// ParseSchedule reads the five fields of UNIX cron, or a macro such as @daily.
// Schedules are in UTC; the parser's time zone prefixes are not part of the
// API's grammar.
func ParseSchedule(text string) (cron.Schedule, error) {
	if strings.Contains(text, "TZ=") {
		return nil, errors.New("time zones are not supported, schedules are in UTC")
	}
	return cron.ParseStandard(text)
}

// CronSettings are what clients set. In an update, nil members leave what is
// there; the arguments are replaced as a whole.
type CronSettings struct {
	ApplicationID, Schedule, Name *string
	Args                          map[string]any
}

// CreateCron makes a cron: pending, then ready, then it calls its application.
// Application and schedule are set, and the schedule can be parsed.
func (p *Platform) CreateCron(scope Scope, settings CronSettings) (*state.Cron, error) {
	row := &state.Cron{
		ID: newID(), ApplicationID: *settings.ApplicationID, Schedule: *settings.Schedule,
		Args: settings.Args, Status: state.StatusPending,
	}
	if row.Args == nil {
		row.Args = map[string]any{}
	}
	row.Name = "cron-" + row.ID
	if settings.Name != nil && *settings.Name != "" {
		row.Name = *settings.Name
	}
	err := p.store.Update(func(t *state.Tables) error {
		if err := p.callable(t, scope, row.ApplicationID); err != nil {
			return err
		}
		row.Seq = t.NextSeq()
		t.Crons.Put(row.ID, row)
		return nil
	})
	if err != nil {
		return nil, err
	}
	p.finishCronLater(row.ID)
	return row, nil
}

// callable checks the application that a cron, a domain or a trigger is to call.
func (p *Platform) callable(t *state.Tables, scope Scope, id string) error {
	app, err := scope.application(t, id)
	if err != nil {
		return err
	}
	return p.changeable(app.Kind, id, app.Status)
}

func (p *Platform) finishCronLater(id string) {
	p.tasks.after(p.options.Delays.Cron, func() {
		if p.update("cron ready", func(t *state.Tables) error {
			row, ok := t.Crons.Get(id)
			if !ok || row.Status != state.StatusPending {
				return nil
			}
			row = row.Copy()
			row.Status = state.StatusReady
			t.Crons.Put(id, row)
			return nil
		}) {
			p.plan(id)
		}
	})
}

// UpdateCron changes target, schedule, name and arguments. In the scope of one
// product it goes through pending again; v1alpha2 changes it at once.
func (p *Platform) UpdateCron(scope Scope, id string, settings CronSettings) (*state.Cron, error) {
	var row *state.Cron
	pending := scope.Product != state.BothProducts
	err := p.store.Update(func(t *state.Tables) error {
		old, err := findCron(t, scope, id)
		if err != nil {
			return err
		}
		if err := p.changeable(ResourceCron, id, old.Status); err != nil {
			return err
		}
		row = old.Copy()
		if settings.ApplicationID != nil {
			if err := p.callable(t, scope, *settings.ApplicationID); err != nil {
				return err
			}
			row.ApplicationID = *settings.ApplicationID
		}
		if settings.Schedule != nil {
			row.Schedule = *settings.Schedule
		}
		if settings.Name != nil && *settings.Name != "" {
			row.Name = *settings.Name
		}
		if settings.Args != nil {
			row.Args = settings.Args
		}
		if pending {
			row.Status = state.StatusPending
		}
		t.Crons.Put(id, row)
		return nil
	})
	if err != nil {
		return nil, err
	}
	p.plan(id)
	if pending {
		p.finishCronLater(id)
	}
	return row, nil
}

// DeleteCron ends a cron. It does not call its application any more.
func (p *Platform) DeleteCron(scope Scope, id string) (*state.Cron, error) {
	var row *state.Cron
	var again bool
	err := p.store.Update(func(t *state.Tables) error {
		var err error
		if row, err = findCron(t, scope, id); err != nil {
			return err
		}
		if again = row.Status == state.StatusDeleting; again {
			return nil
		}
		if err := p.deletable(ResourceCron, id, row.Status); err != nil {
			return err
		}
		row = row.Copy()
		row.Status = state.StatusDeleting
		t.Crons.Put(id, row)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if !again {
		p.unplan(id)
		p.removeCronLater(id)
	}
	return row, nil
}

func (p *Platform) removeCronLater(id string) {
	p.tasks.after(p.options.Delays.Delete, func() {
		p.update("cron gone", func(t *state.Tables) error {
			t.Crons.Delete(id)
			return nil
		})
	})
}
