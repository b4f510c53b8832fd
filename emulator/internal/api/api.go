// Package api serves the emulator's address: it passes each request to the console,
// to the storage of archives, or to the front of an API, and checks the secret key.
package api

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/rumpl/gosc/emulator/internal/control"
	"github.com/rumpl/gosc/emulator/internal/front"
	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/registry"
	"github.com/rumpl/gosc/emulator/internal/state"
	"github.com/rumpl/gosc/emulator/internal/storage"
	"github.com/rumpl/gosc/emulator/internal/v1alpha2"
	"github.com/rumpl/gosc/emulator/internal/v1beta1"
)

// Paths that need no key.
const (
	// healthPath answers 200 as soon as the emulator listens.
	healthPath = "/healthz"
	// authorityPath is the certificate that clients of TLS have to trust.
	authorityPath = control.Base + "/ca.pem"
)

// Options of an API.
type Options struct {
	SecretKeys []string // empty: every well-formed key is let in
	MaxBody    int64    // bytes of a request body
	Logger     *slog.Logger
	// Port that the emulator listens on.
	Port string
	// PublicHost is the host in URLs that are returned to clients; empty means the
	// host under which the client has reached the emulator.
	PublicHost string
	// OrganizationID owns all projects of v1beta1.
	OrganizationID string
	// Lenient is v1beta1.Options.Lenient.
	Lenient bool
	// Console answers GET / and everything under /console/. Nil means a line of
	// text.
	Console http.Handler
}

// API serves all routes of the emulator's address.
type API struct {
	options  Options
	platform *platform.Platform
	storage  *storage.Storage
	fronts   []*front.Front
	guard    guard
	console  http.Handler
}

// New returns the handler.
func New(p *platform.Platform, options Options) *API {
	files := storage.New(p, options.Logger)
	beta := v1beta1.Options{OrganizationID: options.OrganizationID, Lenient: options.Lenient}
	a := &API{
		options: options, platform: p, storage: files, guard: newGuard(), console: options.Console,
		fronts: []*front.Front{
			v1alpha2.New(p, files),
			v1beta1.New(state.Functions, p, files, beta),
			v1beta1.New(state.Containers, p, files, beta),
			v1beta1.Metadata(),
			registry.New(p),
			control.New(p),
		},
	}
	if a.console == nil {
		a.console = http.HandlerFunc(welcome)
	}
	return a
}

func welcome(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, "This is functions-emulator: Scaleway Functions on this machine.\n")
}

// ServeHTTP implements http.Handler.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if app := a.applicationOf(r); app != nil {
		app.ServeHTTP(w, r)
		return
	}
	requestID := uuid.NewString()
	w.Header().Set("X-Request-Id", requestID)
	switch path := r.URL.EscapedPath(); {
	case path == "/" && r.Method == http.MethodGet, strings.HasPrefix(path, "/console/"):
		a.console.ServeHTTP(w, r)
	case path == healthPath && r.Method == http.MethodGet:
		write(w, http.StatusOK, []byte(`{"status":"ok"}`))
	case path == authorityPath && r.Method == http.MethodGet && a.platform.Certificates() != nil:
		w.Header().Set("Content-Type", "application/x-pem-file")
		_, _ = w.Write(a.platform.Certificates().PEM()) // the client is gone if this fails
	case a.guard.refuses(r):
		a.refuse(w, front.Statusf(http.StatusForbidden, "requests from web pages of other sites are refused"))
	case strings.HasPrefix(path, storage.BucketPath):
		a.storage.Serve(w, r, requestID)
	default:
		a.serveAPI(w, r)
	}
}

// serveAPI finds the route before it checks the key, as the gateway does: an unknown
// route is a 404 with any key.
func (a *API) serveAPI(w http.ResponseWriter, r *http.Request) {
	for _, f := range a.fronts {
		if handle, params := f.Router.Find(r); handle != nil {
			a.serveRoute(w, r, f, handle, params)
			return
		}
	}
	a.refuse(w, front.Statusf(http.StatusNotFound, "no such route: %s %s", r.Method, r.URL.Path))
}

func (a *API) serveRoute(w http.ResponseWriter, r *http.Request, f *front.Front, handle front.Handler, params map[string]string) {
	maps.Copy(w.Header(), f.Header)
	result, err := a.dispatch(w, r, f, handle, params)
	if err == nil {
		a.reply(w, f, http.StatusOK, result)
		return
	}
	status, body, known := f.Render(err)
	if !known {
		if r.Context().Err() == nil || !errors.Is(err, context.Canceled) {
			a.options.Logger.Error("request failed", "method", r.Method, "path", r.URL.Path, "error", err)
		}
		status, body, _ = f.Render(front.Statusf(http.StatusInternalServerError, "internal error of the emulator: %v", err))
	}
	a.reply(w, f, status, body)
}

func (a *API) dispatch(
	w http.ResponseWriter, r *http.Request, f *front.Front, handle front.Handler, params map[string]string,
) (any, error) {
	if region, ok := params["region"]; ok && !slices.Contains(f.Regions, region) {
		return nil, front.Statusf(http.StatusNotFound, "no such region: %s; there are %s", region, strings.Join(f.Regions, ", "))
	}
	if err := a.authenticate(r); err != nil {
		return nil, err
	}
	req := &front.Request{Context: r.Context(), Params: params, Query: r.URL.Query(), Host: a.hostOf(r)}
	if r.Method != http.MethodGet && r.Method != http.MethodDelete {
		var err error
		if req.Body, err = a.readBody(w, r); err != nil {
			return nil, err
		}
	}
	return handle(req)
}

// readBody accepts JSON with any content type: some clients of this API send it as a
// form.
func (a *API) readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, a.options.MaxBody))
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, front.Statusf(http.StatusRequestEntityTooLarge,
			"the request body is larger than %d bytes", a.options.MaxBody)
	}
	if err != nil {
		return nil, front.Statusf(http.StatusBadRequest, "the request body ended early")
	}
	return body, nil
}

// refuse writes an error that belongs to no front.
func (a *API) refuse(w http.ResponseWriter, err *front.StatusError) {
	body, _ := json.Marshal(map[string]string{"message": err.Message}) // strings always encode
	write(w, err.Status, body)
}

func (a *API) reply(w http.ResponseWriter, f *front.Front, status int, value any) {
	body, err := f.Encode(value)
	if err != nil {
		a.options.Logger.Error("reply cannot be encoded", "error", err)
		status, body = http.StatusInternalServerError, []byte(`{"message":"internal error of the emulator"}`)
	}
	write(w, status, body)
}

// write sends JSON as the API does: no charset, no line end.
func write(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // the client is gone if this fails
}
