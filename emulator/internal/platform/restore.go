package platform

import (
	"context"

	"github.com/rumpl/gosc/emulator/internal/state"
)

// restore resumes the state that an earlier emulator has left in the data folder.
func (p *Platform) restore() error {
	var namespaces []*state.Namespace
	var applications []*state.Application
	var crons []*state.Cron
	err := p.store.Update(func(t *state.Tables) error {
		namespaces = t.Namespaces.All(func(*state.Namespace) bool { return true })
		crons = t.Crons.All(func(*state.Cron) bool { return true })
		for _, row := range t.Applications.All(func(*state.Application) bool { return true }) {
			row = row.Copy()
			if err := p.listen(row); err != nil {
				return err
			}
			if row.Status == state.StatusReady { // until it runs again
				row.Status = state.StatusPending
				row.Target = row.Deployed
			}
			t.Applications.Put(row.ID, row)
			applications = append(applications, row)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := p.discardStale(applications); err != nil {
		return err
	}
	for _, ns := range namespaces {
		p.resumeNamespace(ns)
	}
	for _, app := range applications {
		p.resumeApplication(app)
	}
	for _, cron := range crons {
		p.resumeCron(cron)
	}
	p.resumeRest()
	return nil
}

// discardStale removes archives and logs of applications that are gone.
func (p *Platform) discardStale(applications []*state.Application) error {
	needed := map[string]bool{}
	var ids []string
	for _, app := range applications {
		ids = append(ids, app.ID)
		for _, file := range app.Uploads {
			needed[file] = true
		}
	}
	p.logs.Keep(ids)
	return p.archives.removeOthers(needed)
}

func (p *Platform) resumeNamespace(ns *state.Namespace) {
	switch ns.Status {
	case state.StatusPending:
		p.finishNamespaceLater(ns.ID, p.options.Delays.Namespace)
	case state.StatusDeleting:
		p.removeNamespaceLater(ns.ID)
	}
}

// resumeApplication deploys what was deployed, and then what was about to be.
func (p *Platform) resumeApplication(app *state.Application) {
	switch {
	case app.Status == state.StatusDeleting:
		p.removeApplicationLater(app.ID)
	case app.Status == state.StatusPending && (app.Deployed == nil || app.Deployed.Number == app.Target.Number):
		p.deployLater(app)
	case app.Deployed != nil:
		p.tasks.start(func() { p.redeployOld(app) })
	}
}

// redeployOld deploys the revision that a later, failed or unfinished, deploy should
// have replaced. The outcome of that deploy is not changed.
func (p *Platform) redeployOld(app *state.Application) {
	p.mu.Lock()
	running := p.runs[app.ID]
	p.mu.Unlock()
	if running == nil {
		return
	}
	ctx, cancel := context.WithCancel(p.ctx)
	defer cancel()
	if err := p.tryDeploy(ctx, running, app, app.Deployed); err != nil && ctx.Err() == nil {
		p.options.Logger.Warn("the last good revision did not start again", "application", app.ID, "error", err)
	}
	if app.Status == state.StatusPending {
		p.deployLater(app)
	}
}

func (p *Platform) resumeCron(row *state.Cron) {
	switch row.Status {
	case state.StatusPending:
		p.finishCronLater(row.ID)
	case state.StatusReady:
		p.plan(row.ID)
	case state.StatusDeleting:
		p.removeCronLater(row.ID)
	}
}

// resumeRest resumes the life cycles of domains, tokens and triggers.
func (p *Platform) resumeRest() {
	var domains []*state.Domain
	var tokens []*state.Token
	var triggers []*state.Trigger
	p.store.View(func(t *state.Tables) {
		domains, tokens, triggers = t.Domains.All(every), t.Tokens.All(every), t.Triggers.All(every)
	})
	for _, row := range domains {
		resume(row.Status, row.ID, p.finishDomainLater, p.removeDomainLater)
	}
	for _, row := range tokens {
		resume(row.Status, row.ID, p.finishTokenLater, p.removeTokenLater)
	}
	for _, row := range triggers {
		resume(row.Status, row.ID, p.finishTriggerLater, p.removeTriggerLater)
	}
}

func resume(status, id string, finish, remove func(id string)) {
	switch status {
	case state.StatusPending, state.StatusCreating:
		finish(id)
	case state.StatusDeleting:
		remove(id)
	}
}
