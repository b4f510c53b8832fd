// Package v1beta1 has the fronts of functions/v1beta1 and containers/v1beta1: two
// products with the same shapes and nothing else in common.
package v1beta1

import (
	"bytes"
	"encoding/json"
	"net/http"

	"github.com/rumpl/gosc/emulator/internal/front"
	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/state"
	"github.com/rumpl/gosc/emulator/internal/storage"
)

// Options of the fronts.
type Options struct {
	// OrganizationID owns all projects.
	OrganizationID string
	// Lenient accepts names that the platform would refuse, and numbers of seconds as
	// durations.
	Lenient bool
}

type api struct {
	platform *platform.Platform
	storage  *storage.Storage
	options  Options
	product  string // state.Functions or state.Containers
	kind     string // state.Function or state.Container
}

// New makes the front of one product.
func New(product string, p *platform.Platform, s *storage.Storage, options Options) *front.Front {
	f := newFront()
	a := &api{platform: p, storage: s, options: options, product: product, kind: state.Function}
	if product == state.Containers {
		a.kind = state.Container
	}
	a.addRoutes(&f.Router)
	return f
}

// Metadata returns the front of the route from which SDKs get their location.
func Metadata() *front.Front {
	f := newFront()
	f.Router.Add("GET", "/metadata", func(*front.Request) (any, error) {
		return struct {
			Platform  string `json:"platform"`
			Partition string `json:"partition"`
			Domain    string `json:"domain"`
		}{"external", "scw", "scw.eu"}, nil
	})
	return f
}

func newFront() *front.Front {
	return &front.Front{
		Regions: state.Regions, Render: render, Encode: encode,
		Header: http.Header{
			"Server":                    {"Scaleway API Gateway (fr-par-1;edge01)"},
			"Content-Security-Policy":   {"default-src 'none'; frame-ancestors 'none'"},
			"Strict-Transport-Security": {"max-age=63072000"},
			"X-Content-Type-Options":    {"nosniff"},
			"X-Frame-Options":           {"DENY"},
		},
	}
}

// encode leaves "&", "<" and ">" as they are.
func encode(value any) ([]byte, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return bytes.TrimSuffix(buffer.Bytes(), []byte("\n")), err
}

// request is what a handler of these fronts gets.
type request struct {
	scope platform.Scope
	id    string
	query front.Query
	body  *front.Body
	host  string
}

type handler func(*request) (any, error)

func (a *api) handle(h handler) front.Handler {
	return func(r *front.Request) (any, error) {
		return h(&request{
			scope: platform.Scope{Region: r.Params["region"], Product: a.product},
			id:    r.Params["id"], query: front.Query{Values: r.Query}, body: front.ParseBody(r.Body), host: r.Host,
		})
	}
}
