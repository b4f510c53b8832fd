package console

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/state"
)

// target is what the page wants to deploy or to delete.
type target struct {
	Type string `json:"type"` // "function", "container", "namespace", "cron", "domain" or "trigger"
	ID   string `json:"id"`
}

// serveDeploy deploys a function or container again, with the newest code and
// settings.
func (c *Console) serveDeploy(w http.ResponseWriter, r *http.Request) {
	what, ok := read[target](w, r)
	if !ok {
		return
	}
	path := what.path(c.platform.Overview())
	if path == "" || (what.Type != state.Function && what.Type != state.Container) {
		writeError(w, http.StatusNotFound, fmt.Sprintf("there is no %s with this id to deploy", what.Type))
		return
	}
	c.change(w, r, http.MethodPost, path+"/deploy", struct{}{})
}

// serveDelete deletes something, and what belongs to it.
func (c *Console) serveDelete(w http.ResponseWriter, r *http.Request) {
	what, ok := read[target](w, r)
	if !ok {
		return
	}
	path := what.path(c.platform.Overview())
	if path == "" {
		writeError(w, http.StatusNotFound, fmt.Sprintf("the %s does not exist any more", what.Type))
		return
	}
	c.change(w, r, http.MethodDelete, path, nil)
}

func (c *Console) change(w http.ResponseWriter, r *http.Request, method, path string, body any) {
	ctx, cancel := context.WithTimeout(r.Context(), createLife)
	defer cancel()
	if err := c.client.call(ctx, method, path, body, nil); err != nil {
		c.failCall(w, err)
		return
	}
	writeJSON(w, http.StatusOK, struct{}{})
}

// path of a resource in the API that it was made with; empty if it is not there.
func (t target) path(all platform.Overview) string {
	switch t.Type {
	case state.Function, state.Container:
		if app := applicationIn(all, t.ID); app != nil && app.Kind == t.Type {
			return applicationBase(app) + "/" + app.Kind + "s/" + app.ID
		}
	case "namespace":
		at := slices.IndexFunc(all.Namespaces, func(ns *state.Namespace) bool { return ns.ID == t.ID })
		if at >= 0 {
			return namespaceBase(all.Namespaces[at]) + "/namespaces/" + t.ID
		}
	case "cron":
		at := slices.IndexFunc(all.Crons, func(row *state.Cron) bool { return row.ID == t.ID })
		if at >= 0 {
			return t.under(all, all.Crons[at].ApplicationID, false)
		}
	case "domain":
		at := slices.IndexFunc(all.Domains, func(row *state.Domain) bool { return row.ID == t.ID })
		if at >= 0 {
			return t.under(all, all.Domains[at].ApplicationID, true)
		}
	case "trigger":
		at := slices.IndexFunc(all.Triggers, func(row *state.Trigger) bool { return row.ID == t.ID })
		if at >= 0 {
			return t.under(all, all.Triggers[at].ApplicationID, true)
		}
	}
	return ""
}

// under is the path of what belongs to an application. Domains and triggers are
// v1beta1's, whatever made the application.
func (t target) under(all platform.Overview, application string, beta bool) string {
	app := applicationIn(all, application)
	switch {
	case app == nil:
		return ""
	case beta:
		return betaBase(app) + "/" + t.Type + "s/" + t.ID
	default:
		return applicationBase(app) + "/" + t.Type + "s/" + t.ID
	}
}

func applicationIn(all platform.Overview, id string) *platform.Application {
	for i, app := range all.Applications {
		if app.ID == id {
			return &all.Applications[i]
		}
	}
	return nil
}

func applicationBase(app *platform.Application) string {
	if app.API == state.V1Beta1 {
		return betaBase(app)
	}
	return "/functions/v1alpha2/regions/" + app.Namespace.Region
}

func betaBase(app *platform.Application) string {
	return "/" + app.Kind + "s/v1beta1/regions/" + app.Namespace.Region
}

func namespaceBase(ns *state.Namespace) string {
	if ns.Product == state.BothProducts {
		return "/functions/v1alpha2/regions/" + ns.Region
	}
	return "/" + ns.Product + "/v1beta1/regions/" + ns.Region
}
