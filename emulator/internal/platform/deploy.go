package platform

import (
	"context"
	"sync"
	"time"

	"github.com/rumpl/gosc/emulator/internal/apps"
	"github.com/rumpl/gosc/emulator/internal/state"
)

// run is the running side of an application.
type run struct {
	app *apps.App

	deploying sync.Mutex // one deploy at a time

	mu     sync.Mutex
	newest uint64             // number of the newest deploy
	cancel context.CancelFunc // of the newest deploy
}

// begin returns the context of a new deploy, and ends the one before it. If a
// newer one has begun already, the context is at its end.
func (r *run) begin(parent context.Context, number uint64) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(parent)
	r.mu.Lock()
	defer r.mu.Unlock()
	if number < r.newest {
		cancel()
		return ctx, cancel
	}
	if r.cancel != nil {
		r.cancel()
	}
	r.newest, r.cancel = number, cancel
	return ctx, cancel
}

func (r *run) close() error {
	r.mu.Lock()
	if r.cancel != nil {
		r.cancel()
	}
	r.mu.Unlock()
	return r.app.Close()
}

// Deploy starts the deploy of what was uploaded or pushed.
func (p *Platform) Deploy(scope Scope, kind, id string) (Application, error) {
	var result Application
	err := p.store.Update(func(t *state.Tables) error {
		old, err := find(t, scope, kind, id)
		if err != nil {
			return err
		}
		if err := p.changeable(kind, id, old.Status); err != nil {
			return err
		}
		result = Application{old.Copy(), old.Namespace}
		result.target(p.now())
		t.Applications.Put(id, result.Application)
		return nil
	})
	if err != nil {
		return Application{}, err
	}
	p.deployLater(result.Application)
	return result, nil
}

// target makes the application's present configuration the one to deploy. The
// caller has made a copy of the record.
func (a Application) target(now time.Time) {
	number := uint64(1)
	if a.Target != nil {
		number = a.Target.Number + 1
	}
	a.Target = &state.Revision{
		Number:  number,
		Runtime: a.Runtime, Handler: a.Handler,
		Environment: environment(a.Namespace, a.Application),
		Privacy:     a.Privacy, HTTPOption: a.HTTPOption,
		MinScale: a.MinScale, MaxScale: a.MaxScale,
		MemoryLimit: a.MemoryLimit, CPULimit: a.CPULimit, Timeout: a.Timeout,
	}
	if a.Archive != nil {
		a.Target.Archive = a.Archive.File
	}
	if a.Kind == state.Container {
		a.Target.Image, a.Target.Port = a.Image(), a.Port
		a.Target.Command, a.Target.Args = a.Command, a.Args
	}
	a.Status, a.ErrorMessage, a.BuildMessage, a.UpdatedAt = state.StatusPending, "", "", now
}

// environment merges variables: those of the application win over those of its
// namespace, and secrets over other variables of the same owner.
func environment(ns *state.Namespace, app *state.Application) map[string]string {
	return state.Environment(
		state.Environment(ns.EnvironmentVariables, secretValues(ns.Secrets)),
		state.Environment(app.EnvironmentVariables, secretValues(app.Secrets)))
}

func secretValues(secrets []state.Secret) map[string]string {
	values := make(map[string]string, len(secrets))
	for _, secret := range secrets {
		values[secret.Key] = secret.Value
	}
	return values
}

// Build messages of functions of v1beta1.
const (
	stepPrepare = "step 1 of 3: function build preparation in progress"
	stepBuild   = "step 2 of 3: function build in progress"
	stepPush    = "step 3 of 3: function image is being pushed to container registry"
)

// deployLater deploys the application's target when the delay has passed. What a
// function of v1beta1 does meanwhile is told in three steps, each a third of it.
func (p *Platform) deployLater(row *state.Application) {
	p.mu.Lock()
	running := p.runs[row.ID]
	p.mu.Unlock()
	if running == nil {
		return // deleted meanwhile
	}
	ctx, cancel := running.begin(p.ctx, row.Target.Number)
	delay, last := p.options.Delays.Deploy, time.Duration(0)
	switch {
	case row.Status != state.StatusPending: // new variables of its namespace, see retarget
		delay = p.options.Delays.NamespaceUpdate
	case row.Kind == state.Container:
		delay = p.options.Delays.Container
	}
	work := func() {
		p.tasks.start(func() {
			defer cancel()
			p.deploy(ctx, running, row, row.Target, last)
		})
	}
	if row.API == state.V1Alpha2 || row.Kind == state.Container {
		p.tasks.after(delay, work)
		return
	}
	step := delay / 3
	last = delay - 2*step
	if step > 0 {
		p.progress(row, stepPrepare)
	}
	p.tasks.after(step, func() {
		p.progress(row, stepBuild)
		p.tasks.after(step, work)
	})
}

// progress reports how far a deploy is, unless it has been overtaken.
func (p *Platform) progress(row *state.Application, message string) {
	p.update("deploy goes on", func(t *state.Tables) error {
		old, ok := t.Applications.Get(row.ID)
		if ok && old.Status == state.StatusPending && old.Target.Number == row.Target.Number {
			changed := old.Copy()
			changed.BuildMessage = message
			t.Applications.Put(row.ID, changed)
		}
		return nil
	})
}

// deploy brings one revision up and records how that went, a success after a last
// delay. A deploy that has been overtaken, or that Close has ended, records
// nothing.
func (p *Platform) deploy(ctx context.Context, running *run, row *state.Application, revision *state.Revision, last time.Duration) {
	begin := time.Now()
	err := p.tryDeploy(ctx, running, row, revision)
	switch {
	case err != nil && ctx.Err() != nil:
	case err != nil:
		p.deployed(row, begin, err)
		p.deployEnded(row, revision, err)
	default:
		p.deployed(row, begin, nil)
		if last > 0 {
			p.progress(row, stepPush)
		}
		p.tasks.after(last, func() { p.deployEnded(row, revision, nil) })
	}
}

func (p *Platform) deployEnded(row *state.Application, revision *state.Revision, err error) {
	var unused []string
	silent := false
	p.update("deploy ended", func(t *state.Tables) error {
		unused = nil
		old, ok := t.Applications.Get(row.ID)
		if !ok {
			return nil
		}
		row := old.Copy()
		if err == nil {
			row.Deployed = revision
		}
		if row.Target.Number == revision.Number && row.Status == state.StatusPending {
			row.BuildMessage = ""
			row.Status = state.StatusReady
			if err != nil {
				row.Status, row.ErrorMessage = state.StatusError, err.Error()
			} else if row.ReadyAt.IsZero() {
				row.ReadyAt = p.now()
			}
		} else {
			silent = err != nil
		}
		unused = row.DropUploads()
		t.Applications.Put(row.ID, row)
		return nil
	})
	if silent {
		p.logs.Append(row.ID, "the new variables of the namespace did not take effect: "+err.Error())
	}
	p.archives.remove(unused...)
}

func (p *Platform) tryDeploy(ctx context.Context, running *run, row *state.Application, revision *state.Revision) error {
	running.deploying.Lock()
	defer running.deploying.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case p.deploys <- struct{}{}:
		defer func() { <-p.deploys }()
	case <-ctx.Done():
		return ctx.Err()
	}
	spec, err := p.spec(row, revision)
	if err != nil {
		return err
	}
	return running.app.Deploy(ctx, spec)
}
