package apps

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
)

// revision is one deployed version of an application.
type revision struct {
	app     *App
	manager *Manager
	spec    Spec
	dir     string // removed with the revision; empty for containers
	pool    *pool
}

func newRevision(a *App, spec Spec, dir string, p program) *revision {
	v := &revision{app: a, manager: a.manager, spec: spec, dir: dir}
	launch := func(context.Context) (worker, error) { return newInProcess(), nil }
	if spec.InProcess == nil {
		launch = v.launcher(p)
	}
	v.pool = newPool(poolLimits{
		min:       spec.MinScale,
		max:       spec.MaxScale,
		perWorker: spec.Concurrency,
		queue:     a.manager.opts.QueueLimit,
		idle:      a.manager.opts.IdleTimeout,
	}, launch)
	v.pool.ended = v.instanceEnded
	return v
}

// launcher returns a function that starts one process of p.
func (v *revision) launcher(p program) func(context.Context) (worker, error) {
	start := launcher{
		supervisor: v.manager.supervisor,
		timeout:    v.manager.opts.StartTimeout,
		program:    p,
		env:        v.spec.Env,
		log:        v.app.opts.Log,
	}
	return func(ctx context.Context) (worker, error) {
		inst, err := start.start(ctx)
		if err != nil {
			err = &startError{fmt.Errorf("the %s %w", v.spec.Kind, err)}
			v.startFailed(ctx, err)
			return nil, err
		}
		return inst, nil
	}
}

func (v *revision) startFailed(ctx context.Context, err error) {
	if ctx.Err() == nil {
		message, _, _ := strings.Cut(err.Error(), "\n")
		v.app.system(message)
	}
}

// instanceEnded writes to the log that a process ended without being asked to.
func (v *revision) instanceEnded(w worker) {
	inst, ok := w.(*instance)
	if !ok {
		return
	}
	<-inst.process.Done()
	if !inst.asked.Load() {
		v.app.system(fmt.Sprintf("the %s's process ended by itself: %s", v.spec.Kind, inst.status()))
	}
}

// authorized reports whether the request may call a private application.
func (v *revision) authorized(r *http.Request) bool {
	return v.spec.Authorize == nil || v.spec.Authorize(token(r.Header, v.spec.Rules))
}

// refuse answers a request that is not authorized.
func (v *revision) refuse(w http.ResponseWriter) {
	if v.spec.Rules == V1alpha2 {
		writeMessage(w, http.StatusNotFound, "not found")
		return
	}
	writeMessage(w, http.StatusForbidden, "the "+v.spec.Kind.String()+" is private: X-Auth-Token is missing or not valid")
}

// token finds the header as Go's server spells it and, for V1alpha2, as users
// set it.
func token(h http.Header, rules Rules) string {
	if rules == V1beta1 {
		return h.Get("X-Auth-Token")
	}
	for _, name := range []string{"Scw_functions_token", "SCW_FUNCTIONS_TOKEN"} {
		if values := h[name]; len(values) > 0 {
			return values[0]
		}
	}
	return ""
}

func (v *revision) serve(w http.ResponseWriter, r *http.Request) error {
	if v.spec.Kind == Container && v.spec.InProcess != nil {
		return v.serveInProcess(w, r)
	}
	if v.spec.Kind == Container {
		return v.serveContainer(w, r)
	}
	return v.serveFunction(w, r)
}

// acquire waits for an instance, but not longer than one may take to start and
// to answer one other call. The timeout of the request itself begins after it.
func (v *revision) acquire(ctx context.Context) (*slot, error) {
	wait := v.spec.Timeout + v.manager.opts.StartTimeout
	limited, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	s, err := v.pool.acquire(limited)
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		return nil, &answerError{http.StatusGatewayTimeout,
			fmt.Sprintf("no instance of the %s became free within %v", v.spec.Kind, wait)}
	}
	return s, err
}

// finish lets the revision finish its requests, unless ctx ends first, and removes it.
func (v *revision) finish(ctx context.Context) {
	v.pool.retire()
	select {
	case <-v.pool.drained:
	case <-ctx.Done():
	}
	v.remove()
}

// remove ends the revision at once.
func (v *revision) remove() {
	v.pool.stop()
	if v.dir == "" {
		return
	}
	if err := os.RemoveAll(v.dir); err != nil {
		v.manager.logger.Warn("cannot remove the code of an old version", "app", v.app.opts.Name, "error", err)
	}
}
