// Package front has the parts that the HTTP sides of all versions of the API share:
// finding the route, checking the key, reading the request, writing the reply.
package front

import (
	"context"
	"net/http"
	"net/url"
)

// Request is the request of a route. The key has been checked.
type Request struct {
	Context context.Context   // ends with the request
	Params  map[string]string // of the path, unescaped
	Query   url.Values
	Body    []byte // of POST, PATCH and PUT
	Host    string // under which the client knows the emulator
}

// Handler answers a request with a value to encode, or with an error to render.
type Handler func(*Request) (any, error)

// Front is one version of one API.
type Front struct {
	Router  Router
	Regions []string // that its routes know
	// Render turns an error into a status and a value to encode; false if it is
	// not one of the errors of this package or of the platform.
	Render func(error) (status int, body any, known bool)
	// Encode writes a value as the API does.
	Encode func(any) ([]byte, error)
	// Header is added to every reply.
	Header http.Header
}
