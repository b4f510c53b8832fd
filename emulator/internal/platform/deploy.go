package platform

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/rumpl/gosc/emulator/internal/apps"
	"github.com/rumpl/gosc/emulator/internal/state"
	"github.com/rumpl/gosc/emulator/internal/token"
	"github.com/rumpl/gosc/emulator/internal/wire"
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
func (p *Platform) Deploy(kind, id string, body *wire.Body) (Application, error) {
	if err := body.Err(); err != nil {
		return Application{}, err
	}
	var result Application
	err := p.store.Update(func(t *state.Tables) error {
		old, err := find(t, kind, id)
		if err != nil {
			return err
		}
		if err := p.changeable(kind, id, old.Status); err != nil {
			return err
		}
		ns, _ := t.Namespaces.Get(old.NamespaceID)
		row := old.Copy()
		target(row, ns)
		t.Applications.Put(id, row)
		result = withNamespace(row, ns)
		return nil
	})
	if err != nil {
		return Application{}, err
	}
	p.deployLater(result.Application)
	return result, nil
}

// target makes the application's present configuration the one to deploy.
func target(row *state.Application, ns *state.Namespace) {
	number := uint64(1)
	if row.Target != nil {
		number = row.Target.Number + 1
	}
	row.Target = &state.Revision{
		Number:      number,
		Handler:     row.Handler,
		Environment: state.Environment(ns.EnvironmentVariables, row.EnvironmentVariables),
		Privacy:     row.Privacy,
		MinScale:    row.MinScale, MaxScale: row.MaxScale,
		MemoryLimit: row.MemoryLimit, Timeout: row.Timeout,
	}
	if row.Archive != nil {
		row.Target.Archive = row.Archive.File
	}
	if row.Kind == state.Container {
		row.Target.Image = image(row.RegistryImage, ns.RegistryEndpoint, row.Name)
	}
	row.Status, row.ErrorMessage = wire.StatusPending, ""
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
		if row.Target.Number == revision.Number && row.Status == wire.StatusPending {
			row.Status = wire.StatusReady
			if err != nil {
				row.Status, row.ErrorMessage = wire.StatusError, err.Error()
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
		Runtime: row.Runtime, Handler: revision.Handler,
		MinScale: int(revision.MinScale), MaxScale: int(revision.MaxScale),
		MemoryMB: int(revision.MemoryLimit), CPUMilli: int(cpuOfMemory[revision.MemoryLimit]),
		Timeout: time.Duration(revision.Timeout) * time.Millisecond,
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
	if revision.Privacy == wire.PrivacyPrivate && row.Kind == state.Function {
		scope := token.Scope{NamespaceID: row.NamespaceID, ApplicationID: row.ID}
		spec.Authorize = func(jwt string) bool { return key.Allows(jwt, scope, p.options.Clock.Now()) }
	}
	spec.Env = state.Environment(revision.Environment, map[string]string{
		"SCW_PUBLIC":         boolText(revision.Privacy != wire.PrivacyPrivate),
		"SCW_PUBLIC_KEY":     key.PublicPEM(),
		"SCW_NAMESPACE_ID":   row.NamespaceID,
		"SCW_APPLICATION_ID": row.ID,
	})
	return spec, nil
}

func boolText(b bool) string {
	if b {
		return "true"
	}
	return "false"
}
