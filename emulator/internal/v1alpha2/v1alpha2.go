// Package v1alpha2 is the front of Scaleway Functions v1alpha2.
package v1alpha2

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/rumpl/gosc/emulator/internal/front"
	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/state"
	"github.com/rumpl/gosc/emulator/internal/storage"
	"github.com/rumpl/gosc/emulator/internal/v1alpha2/wire"
)

// everything is what this version shows: functions and containers of its region.
var everything = platform.Scope{Region: state.FirstRegion, Product: state.BothProducts}

type api struct {
	platform *platform.Platform
	storage  *storage.Storage
}

// New makes the front.
func New(p *platform.Platform, s *storage.Storage) *front.Front {
	f := &front.Front{Regions: []string{state.FirstRegion}, Render: Render, Encode: json.Marshal}
	a := &api{platform: p, storage: s}
	a.addRoutes(&f.Router)
	return f
}

// Render makes the error bodies of this version.
func Render(err error) (status int, body any, known bool) {
	rendered := render(err)
	if rendered == nil {
		return 0, nil, false
	}
	return rendered.StatusCode, rendered, true
}

func render(err error) *wire.Error {
	if e, ok := errors.AsType[*platform.NotFoundError](err); ok {
		return wire.NotFound(e.Resource, e.ID)
	}
	if e, ok := errors.AsType[*platform.TransientError](err); ok {
		return wire.TransientState(e.Resource, e.ID, e.Status)
	}
	if e, ok := errors.AsType[*platform.NameTakenError](err); ok {
		message := fmt.Sprintf("a %s named %q exists already", e.Resource, e.Name)
		if e.Resource != platform.ResourceNamespace {
			message += " in this namespace"
		}
		return wire.Conflict(message)
	}
	if e, ok := errors.AsType[*platform.ArgumentError](err); ok {
		return wire.InvalidArguments(detail(*e))
	}
	if e, ok := errors.AsType[*front.InvalidError](err); ok {
		return wire.InvalidArguments(views(e.Arguments, detail)...)
	}
	if e, ok := errors.AsType[*front.DeniedError](err); ok {
		return wire.Denied(e.Reason)
	}
	if e, ok := errors.AsType[*front.StatusError](err); ok {
		return wire.Plain(e.Status, e.Message)
	}
	return nil
}

func detail(e platform.ArgumentError) wire.Detail {
	return wire.Detail{ArgumentName: e.Argument, HelpMessage: e.Help, Reason: e.Reason}
}

// handler is a route with the request's query and body ready to be read.
type handler func(*request) (any, error)

type request struct {
	params map[string]string
	query  front.Query
	body   *front.Body
	host   string
}

func (h handler) front() front.Handler {
	return func(r *front.Request) (any, error) {
		return h(&request{params: r.Params, query: front.Query{Values: r.Query}, body: front.ParseBody(r.Body), host: r.Host})
	}
}
