// Package console serves the web page at the emulator's address. It shows the
// resources, their status and logs, has a form to call them, and can create, deploy
// and delete them. The page is static files; its scripts poll this package's JSON
// routes.
package console

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/rumpl/gosc/emulator/internal/logbook"
	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/traffic"
)

//go:embed page
var page embed.FS

// contentPolicy isolates the page: nothing from elsewhere is loaded, no other page may
// frame it, and text cannot become markup or script even if the page's own script had
// such a defect.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// Platform is the part of platform.Platform that the console uses.
type Platform interface {
	Overview() platform.Overview
	ListLogs(application string, newestFirst bool, offset, limit int) ([]logbook.Entry, int, error)
	Credential(id string, life time.Duration) (header, value string, err error)
	FireTrigger(ctx context.Context, id string, message []byte) (platform.Delivery, error)
}

// Options of a Console.
type Options struct {
	Region string
	// SecretKey and Organization are shown as the values to begin with. Leave
	// SecretKey empty if the emulator's keys are real ones: the page never shows
	// those.
	SecretKey, Organization string
	// Token must be presented before anything is shown. Empty: only this machine is
	// let in, without a token.
	Token string
	// Faults answers everything under /console/faults. Nil means 404.
	Faults http.HandlerFunc
	// API is the emulator's own base URL, Key a secret key of it: what the page
	// changes, it changes there. The page sees neither.
	API, Key string
	// Strict reports whether the emulator refuses changes of what is pending.
	Strict bool
	// Requests returns the recorded requests, the oldest first. Nil means none.
	Requests func() []traffic.Request
	// Now is the platform's clock, by which tokens expire.
	Now    func() time.Time
	Logger *slog.Logger
}

// Console serves GET / and everything under /console/. It keeps no connection
// and no goroutine between requests.
type Console struct {
	platform Platform
	options  Options
	caller   *http.Client
	client   client
	routes   map[string]http.HandlerFunc // by method and path
}

// New makes the handler.
func New(p Platform, options Options) *Console {
	c := &Console{platform: p, options: options, caller: newCaller()}
	c.client = client{base: options.API, key: options.Key, http: c.caller}
	if c.options.Requests == nil {
		c.options.Requests = func() []traffic.Request { return nil }
	}
	guard := newGuard(options.Token)
	c.routes = map[string]http.HandlerFunc{
		"GET /":                 guard.enter(c.file("index.html", "text/html; charset=utf-8")),
		"GET /console/app.css":  guard.wrap(c.file("app.css", "text/css; charset=utf-8")),
		"GET /console/icon.svg": guard.wrap(c.file("icon.svg", "image/svg+xml")),
		"GET /console/state":    guard.wrap(c.serveState),
		"GET /console/logs":     guard.wrap(c.serveLogs),
		"GET /console/runtimes": guard.wrap(c.serveRuntimes),
		"GET /console/requests": guard.wrap(c.serveRequests),
		"POST /console/call":    guard.wrap(c.serveCall),
		"POST /console/fire":    guard.wrap(c.serveFire),
		"POST /console/create":  guard.wrap(c.serveCreate),
		"POST /console/deploy":  guard.wrap(c.serveDeploy),
		"POST /console/delete":  guard.wrap(c.serveDelete),
	}
	for _, script := range []string{"app.js", "common.js", "create.js", "change.js", "traffic.js"} {
		c.routes["GET /console/"+script] = guard.wrap(c.file(script, "text/javascript; charset=utf-8"))
	}
	if options.Faults != nil {
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
			c.routes[method+" /console/faults"] = guard.wrap(options.Faults)
		}
	}
	return c
}

// ServeHTTP implements http.Handler.
func (c *Console) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Content-Security-Policy", contentPolicy)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	header.Set("Cross-Origin-Opener-Policy", "same-origin")
	header.Set("Cache-Control", "no-store")
	route := c.routes[r.Method+" "+r.URL.EscapedPath()]
	if route == nil {
		writeError(w, http.StatusNotFound, "no such route: "+r.Method+" "+r.URL.Path)
		return
	}
	route(w, r)
}

func (c *Console) file(name, contentType string) http.HandlerFunc {
	data, err := page.ReadFile("page/" + name)
	return func(w http.ResponseWriter, _ *http.Request) {
		if err != nil { // a file that was not embedded; the tests ask for all of them
			c.fail(w, err)
			return
		}
		w.Header().Set("Content-Type", contentType)
		_, _ = w.Write(data) // the browser is gone if this fails
	}
}

// fail replies 404 for a resource that no longer exists, else 500.
func (c *Console) fail(w http.ResponseWriter, err error) {
	if missing, ok := errors.AsType[*platform.NotFoundError](err); ok {
		writeError(w, http.StatusNotFound, missing.Error())
		return
	}
	c.options.Logger.Error("console request failed", "error", err)
	writeError(w, http.StatusInternalServerError, "internal error of the emulator: "+err.Error())
}

func writeError(w http.ResponseWriter, status int, message string) {
	writeJSON(w, status, map[string]string{"message": message})
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value) // the browser is gone if this fails
}
