package console

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/state"
)

// The view lists member by member what the page may show. Values of environment
// variables are often passwords, so only their names are in it.
type (
	view struct {
		Setup      string          `json:"setup"` // lines for a shell
		Namespaces []namespaceView `json:"namespaces"`
	}

	namespaceView struct {
		ID           string            `json:"id"`
		Name         string            `json:"name"`
		API          string            `json:"api"`     // "v1alpha2" or "v1beta1"
		Product      string            `json:"product"` // "functions" or "containers"; empty: both
		Region       string            `json:"region"`
		Status       string            `json:"status"`
		Error        string            `json:"error"`
		Applications []applicationView `json:"applications"`
	}

	applicationView struct {
		ID        string     `json:"id"`
		Kind      string     `json:"kind"` // "function" or "container"
		Name      string     `json:"name"`
		Status    string     `json:"status"`
		Error     string     `json:"error"`
		Build     string     `json:"build,omitempty"` // step of a build under way
		Endpoint  string     `json:"endpoint"`
		Private   bool       `json:"private"`
		Runtime   string     `json:"runtime"` // of a function
		Handler   string     `json:"handler"` // of a function
		Image     string     `json:"image"`   // of a container
		Memory    uint32     `json:"memory"`  // MB
		Timeout   uint32     `json:"timeout"` // ms
		MinScale  uint32     `json:"min_scale"`
		MaxScale  uint32     `json:"max_scale"`
		Variables []string   `json:"variables"`
		Crons     []cronView `json:"crons"`
		// What only the live API has.
		API      string        `json:"api,omitempty"` // "v1beta1"
		Region   string        `json:"region,omitempty"`
		Project  string        `json:"project,omitempty"`
		Secrets  []secretView  `json:"secrets,omitempty"`
		Domains  []domainView  `json:"domains,omitempty"`
		Triggers []triggerView `json:"triggers,omitempty"`
	}

	// secretView has the hash that clients see, and not the value.
	secretView struct {
		Key  string `json:"key"`
		Hash string `json:"hash"`
	}

	domainView struct {
		ID       string `json:"id"`
		Hostname string `json:"hostname"`
		Status   string `json:"status"`
	}

	triggerView struct {
		ID     string `json:"id"`
		Name   string `json:"name"`
		Source string `json:"source"` // "scw_sqs orders"
		Status string `json:"status"`
	}

	cronView struct {
		ID       string         `json:"id"`
		Schedule string         `json:"schedule"`
		Args     map[string]any `json:"args"`
		Status   string         `json:"status"`
	}
)

func (c *Console) serveState(w http.ResponseWriter, r *http.Request) {
	writeJSON(w, http.StatusOK, view{
		Setup:      c.setup("http://" + r.Host),
		Namespaces: namespaces(c.platform.Overview()),
	})
}

// setup returns the shell variables with which clients find the emulator: those of
// the provider's SDKs, then those of its first Serverless plugin. The address is the
// one that the browser has just used.
func (c *Console) setup(address string) string {
	key := c.options.SecretKey
	if key == "" {
		key = "'one of the keys that the emulator was started with'"
	}
	return fmt.Sprintf(`export SCW_API_URL=%[1]s
export SCW_ACCESS_KEY=SCWXXXXXXXXXXXXXXXXX
export SCW_SECRET_KEY=%[2]s
export SCW_DEFAULT_ORGANIZATION_ID=%[3]s
export SCW_DEFAULT_PROJECT_ID=%[3]s
export SCW_DEFAULT_REGION=%[4]s

export SCW_URL=%[1]s/functions/v1alpha2/regions/%[4]s
export SCW_TOKEN=%[2]s
export SCW_ORGANIZATION=%[3]s`, address, key, c.options.Organization, c.options.Region)
}

// namespaces returns the resources by namespace, functions before containers.
func namespaces(all platform.Overview) []namespaceView {
	crons := map[string][]cronView{} // by application
	for _, cron := range all.Crons {
		crons[cron.ApplicationID] = append(crons[cron.ApplicationID],
			cronView{ID: cron.ID, Schedule: cron.Schedule, Args: cron.Args, Status: cron.Status})
	}
	applications := map[string][]applicationView{} // by namespace
	for _, app := range applicationsOf(all) {
		if app.Crons = crons[app.ID]; app.Crons == nil {
			app.Crons = []cronView{}
		}
		app.Domains, app.Triggers = domainsOf(all, app.ID), triggersOf(all, app.ID)
		applications[app.namespace] = append(applications[app.namespace], app.applicationView)
	}
	views := []namespaceView{}
	for _, ns := range all.Namespaces {
		view := namespaceView{
			ID: ns.ID, Name: ns.Name, API: apiBeta, Product: ns.Product, Region: ns.Region,
			Status: ns.Status, Error: ns.ErrorMessage, Applications: applications[ns.ID],
		}
		if ns.Product == state.BothProducts {
			view.API = apiAlpha
		}
		if view.Applications == nil {
			view.Applications = []applicationView{}
		}
		views = append(views, view)
	}
	return views
}

type application struct {
	applicationView
	namespace string
}

// applicationsOf shows functions before containers.
func applicationsOf(all platform.Overview) []application {
	var list []application
	for _, kind := range []string{state.Function, state.Container} {
		for _, app := range all.Applications {
			if app.Kind == kind {
				list = append(list, application{namespace: app.NamespaceID, applicationView: show(app)})
			}
		}
	}
	return list
}

func show(app platform.Application) applicationView {
	view := applicationView{
		ID: app.ID, Kind: app.Kind, Name: app.Name, Status: app.Status, Error: app.ErrorMessage, Build: app.BuildMessage,
		Endpoint: app.Endpoint, Private: app.Privacy == state.PrivacyPrivate, Runtime: app.Runtime, Handler: app.Handler,
		Memory: app.MemoryLimit, Timeout: uint32(time.Duration(app.Timeout).Milliseconds()),
		MinScale: app.MinScale, MaxScale: app.MaxScale, Variables: names(app.EnvironmentVariables),
	}
	if app.Kind == state.Container {
		view.Image = app.Image()
	}
	view.API, view.Region, view.Project = app.API, app.Namespace.Region, app.Namespace.ProjectID
	for _, secret := range app.Secrets {
		view.Secrets = append(view.Secrets, secretView{Key: secret.Key, Hash: secret.Hash})
	}
	return view
}

func domainsOf(all platform.Overview, application string) (list []domainView) {
	for _, domain := range all.Domains {
		if domain.ApplicationID == application {
			list = append(list, domainView{ID: domain.ID, Hostname: domain.Hostname, Status: domain.Status})
		}
	}
	return list
}

func triggersOf(all platform.Overview, application string) (list []triggerView) {
	for _, row := range all.Triggers {
		if row.ApplicationID == application {
			list = append(list, triggerView{ID: row.ID, Name: row.Name, Status: row.Status,
				Source: strings.TrimSpace(row.Source.Type + " " + row.Source.Queue + row.Source.Subject)})
		}
	}
	return list
}

// names is sorted, so that the view changes only when something has changed, and
// never nil, so that it is a list in JSON.
func names(variables map[string]string) []string {
	list := slices.AppendSeq([]string{}, maps.Keys(variables))
	slices.Sort(list)
	return list
}
