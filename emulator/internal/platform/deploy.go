package platform

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/rumpl/gosc/emulator/internal/apps"
	"github.com/rumpl/gosc/emulator/internal/state"
	"github.com/rumpl/gosc/emulator/internal/token"
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

// deployLater deploys the application's target when the delay has passed.
func (p *Platform) deployLater(row *state.Application) {
	p.mu.Lock()
	running := p.runs[row.ID]
	p.mu.Unlock()
	if running == nil {
		return // deleted meanwhile
	}
	ctx, cancel := running.begin(p.ctx, row.Target.Number)
	p.tasks.after(p.options.Delays.Deploy, func() {
		p.tasks.start(func() {
			defer cancel()
			p.deploy(ctx, running, row, row.Target)
		})
	})
}

// deploy brings one revision up and records how that went. A deploy that has
// been overtaken, or that Close has ended, records nothing.
func (p *Platform) deploy(ctx context.Context, running *run, row *state.Application, revision *state.Revision) {
	err := p.tryDeploy(ctx, running, row, revision)
	if err != nil && ctx.Err() != nil {
		return
	}
	var unused []string
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
		}
		unused = row.DropUploads()
		t.Applications.Put(row.ID, row)
		return nil
	})
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

// spec says what to run. Variables of the platform win over the user's.
func (p *Platform) spec(row *state.Application, revision *state.Revision) (apps.Spec, error) {
	spec := apps.Spec{
		Runtime: runtimeOf(row, revision), Handler: revision.Handler,
		MinScale: int(revision.MinScale), MaxScale: int(revision.MaxScale),
		MemoryMB: int(revision.MemoryLimit), CPUMilli: int(cpuOf(revision)),
		Timeout: time.Duration(revision.Timeout),
	}
	if row.Kind == state.Container {
		command, err := p.command(revision.Image)
		if err != nil {
			return apps.Spec{}, err
		}
		spec.Kind, spec.Command = apps.Container, command
	} else {
		if revision.Archive == "" {
			return apps.Spec{}, errors.New("no code has been uploaded: get an upload URL, PUT a zip archive there, and deploy again")
		}
		spec.Kind, spec.Archive = apps.Function, p.archives.path(revision.Archive)
	}
	key, err := p.keys.get(row.NamespaceID)
	if err != nil {
		return apps.Spec{}, err
	}
	if revision.Privacy == state.PrivacyPrivate && row.Kind == state.Function {
		scope := token.Scope{NamespaceID: row.NamespaceID, ApplicationID: row.ID}
		spec.Authorize = func(jwt string) bool { return key.Allows(jwt, scope, p.options.Clock.Now()) }
	}
	spec.Env = state.Environment(revision.Environment, map[string]string{
		"SCW_PUBLIC":         boolText(revision.Privacy != state.PrivacyPrivate),
		"SCW_PUBLIC_KEY":     key.PublicPEM(),
		"SCW_NAMESPACE_ID":   row.NamespaceID,
		"SCW_APPLICATION_ID": row.ID,
	})
	return spec, nil
}

// runtimeOf is the runtime of a revision. The first state files have it in the
// application only.
func runtimeOf(row *state.Application, revision *state.Revision) string {
	if revision.Runtime != "" {
		return revision.Runtime
	}
	return row.Runtime
}

func cpuOf(revision *state.Revision) uint32 {
	if revision.CPULimit != 0 {
		return revision.CPULimit
	}
	return CPUOfMemory(revision.MemoryLimit)
}

func boolText(b bool) string {
	if b {
		return "true"
	}
	return "false"
}
