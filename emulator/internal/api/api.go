// Package api is the HTTP side of the emulator: routes, authentication,
// decoding of requests and encoding of replies.
package api

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/wire"
)

// Options of an API.
type Options struct {
	Region     string
	SecretKeys []string // empty: every well-formed key is let in
	MaxBody    int64    // bytes of a request body
	Logger     *slog.Logger
	// Console answers GET / and everything under /console/. Nil means a line of
	// text.
	Console http.Handler
}

// API serves all routes of the emulator's address.
type API struct {
	platform *platform.Platform
	options  Options
	router   router
	guard    guard
	console  http.Handler
}

// New makes the handler.
func New(p *platform.Platform, options Options) *API {
	a := &API{platform: p, options: options, guard: newGuard(), console: options.Console}
	if a.console == nil {
		a.console = http.HandlerFunc(welcome)
	}
	a.addRoutes()
	return a
}

func welcome(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, "This is functions-emulator: Scaleway Functions v1alpha2 on this machine.\n")
}

// ServeHTTP implements http.Handler.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	requestID := uuid.NewString()
	w.Header().Set("X-Request-Id", requestID)
	switch path := r.URL.EscapedPath(); {
	case path == "/" && r.Method == http.MethodGet, strings.HasPrefix(path, "/console/"):
		a.console.ServeHTTP(w, r)
	case a.guard.refuses(r):
		a.reply(w, http.StatusForbidden, wire.Plain(http.StatusForbidden, "requests from web pages of other sites are refused"))
	case strings.HasPrefix(path, bucketPath):
		a.serveStorage(w, r, requestID)
	default:
		a.serveAPI(w, r)
	}
}

func (a *API) serveAPI(w http.ResponseWriter, r *http.Request) {
	result, err := a.dispatch(w, r)
	if err == nil {
		a.reply(w, http.StatusOK, result)
		return
	}
	known, ok := errors.AsType[*wire.Error](err)
	if !ok {
		if r.Context().Err() == nil || !errors.Is(err, context.Canceled) {
			a.options.Logger.Error("request failed", "method", r.Method, "path", r.URL.Path, "error", err)
		}
		known = wire.Plain(http.StatusInternalServerError, "internal error of the emulator: "+err.Error())
	}
	a.reply(w, known.StatusCode, known)
}

// dispatch finds the route before it asks who is there, as the gateway does:
// an unknown route is a 404 for everybody.
func (a *API) dispatch(w http.ResponseWriter, r *http.Request) (any, error) {
	route, params := a.router.find(r)
	if route == nil {
		return nil, wire.Plain(http.StatusNotFound, "no such route: "+r.Method+" "+r.URL.Path)
	}
	if region := params["region"]; region != a.options.Region {
		return nil, wire.Plain(http.StatusNotFound, "no such region: "+region)
	}
	if err := a.authenticate(r); err != nil {
		return nil, err
	}
	req := &request{params: params, query: query{values: r.URL.Query()}}
	if r.Method != http.MethodGet && r.Method != http.MethodDelete {
		body, err := a.readBody(w, r)
		if err != nil {
			return nil, err
		}
		req.body = wire.ParseBody(body)
	}
	req.host = r.Host
	return route.handle(req)
}

// readBody takes JSON under whatever content type: clients of this API send it
// as a form, too.
func (a *API) readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, a.options.MaxBody))
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, wire.Plain(http.StatusRequestEntityTooLarge,
			"the request body is larger than "+strconv.FormatInt(a.options.MaxBody, 10)+" bytes")
	}
	if err != nil {
		return nil, wire.Plain(http.StatusBadRequest, "the request body ended early")
	}
	return body, nil
}

// reply writes JSON as the API does: no charset, "&" escaped, no line end.
func (a *API) reply(w http.ResponseWriter, status int, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		a.options.Logger.Error("reply cannot be encoded", "error", err)
		status, body = http.StatusInternalServerError, []byte(`{"message":"internal error of the emulator"}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // the client is gone if this fails
}
