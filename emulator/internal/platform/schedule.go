package platform

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/robfig/cron/v3"

	"github.com/rumpl/gosc/emulator/internal/state"
)

const (
	// longestSleep is short, so that a schedule soon detects that the machine was asleep
	// or that its clock was set.
	longestSleep  = time.Minute
	cronUserAgent = "functions-emulator-cron"
)

// crontab plans the calls of all crons.
type crontab struct {
	mu      sync.Mutex
	entries map[string]*planned // by cron
}

// planned is a cron that waits for its next moment.
type planned struct {
	application string
	schedule    cron.Schedule
	next        time.Time
	cancel      func() // of the timer
}

// drop forgets an entry; the caller holds c.mu.
func (c *crontab) drop(id string) {
	if entry := c.entries[id]; entry != nil {
		entry.cancel()
		delete(c.entries, id)
	}
}

// plan schedules a cron by its present schedule, replacing any earlier one. The cron
// is read under the lock, so that of several changes at the same time the last one
// counts.
func (p *Platform) plan(id string) {
	c := &p.crontab
	c.mu.Lock()
	defer c.mu.Unlock()
	c.drop(id)
	var row *state.Cron
	p.store.View(func(t *state.Tables) { row, _ = t.Crons.Get(id) })
	if row == nil || row.Status != state.StatusReady {
		return
	}
	schedule, err := ParseSchedule(row.Schedule)
	if err != nil { // it was checked before it was stored
		p.options.Logger.Error("cron cannot be planned", "cron", id, "error", err)
		return
	}
	entry := &planned{application: row.ApplicationID, schedule: schedule, cancel: func() {}}
	c.entries[id] = entry
	p.sleep(id, entry)
}

func (p *Platform) unplan(id string) {
	p.crontab.mu.Lock()
	defer p.crontab.mu.Unlock()
	p.crontab.drop(id)
}

func (p *Platform) unplanApplication(application string) {
	p.crontab.mu.Lock()
	defer p.crontab.mu.Unlock()
	for id, entry := range p.crontab.entries {
		if entry.application == application {
			p.crontab.drop(id)
		}
	}
}

// sleep waits for the next moment of a schedule; the caller holds the lock.
func (p *Platform) sleep(id string, entry *planned) {
	entry.next = entry.schedule.Next(p.options.Clock.Now().UTC())
	if !entry.next.IsZero() { // zero: never, such as February 30th
		p.snooze(id, entry)
	}
}

// snooze sets the timer; the caller holds the lock.
func (p *Platform) snooze(id string, entry *planned) {
	wait := entry.next.Sub(p.options.Clock.Now())
	wait = max(min(wait, longestSleep), time.Nanosecond)
	entry.cancel = p.tasks.after(wait, func() {
		if p.awake(id, entry) {
			p.fire(id)
		}
	})
}

// awake reports whether the moment of an entry has come, and sets the next timer.
func (p *Platform) awake(id string, entry *planned) bool {
	p.crontab.mu.Lock()
	defer p.crontab.mu.Unlock()
	if p.crontab.entries[id] != entry {
		return false
	}
	if p.options.Clock.Now().Before(entry.next) {
		p.snooze(id, entry)
		return false
	}
	p.sleep(id, entry)
	return true
}

// fire calls the application of a cron and waits for its reply.
func (p *Platform) fire(id string) {
	var row *state.Cron
	var app *state.Application
	p.store.View(func(t *state.Tables) {
		if row, _ = t.Crons.Get(id); row != nil {
			app, _ = t.Applications.Get(row.ApplicationID)
		}
	})
	if row == nil || row.Status != state.StatusReady || app == nil {
		return
	}
	status, err := p.deliver(row, app)
	if err != nil || status >= http.StatusBadRequest {
		p.options.Logger.Warn("cron call failed", "cron", id, "application", app.ID, "status", status, "error", err)
	}
}

func (p *Platform) deliver(row *state.Cron, app *state.Application) (status int, err error) {
	body, err := json.Marshal(row.Args)
	if err != nil {
		return 0, fmt.Errorf("encode the arguments: %w", err)
	}
	return p.call(p.ctx, app, body, jsonType, cronUserAgent)
}
