// Package driver makes the calls that the oracle asks for. The oracle copies it into
// the module of the generated packages, with a program that knows their clients.
package driver

import (
	"encoding/json"
	"net/http"
)

// Case is a call to make.
type Case struct {
	ID      int
	Client  string // the generated package
	Service string // field of the client
	Method  string // of the service
	// Names are those of the arguments of the method in Go, without their types.
	Names []string
	// Args are the values of the parameters, by their Go name: of path arguments, and
	// of the fields of the options.
	Args    map[string]json.RawMessage
	Options map[string]json.RawMessage
	// Body is nil for none. In a form, a file is an object of its content and its type.
	Body  json.RawMessage
	Media string // of a raw body, where it is an argument
	Kind  string // of the body: "json", "form", "multipart" or "raw"
	Reply Reply
}

// Reply is what the server answers.
type Reply struct {
	Status int
	Media  string
	Body   []byte
}

// Outcome is what a call did.
type Outcome struct {
	ID int
	// Mapping is set if the driver does not know how to make the call.
	Mapping string
	// Refused is set if nothing was sent, Err is the error of the call.
	Refused bool
	Err     string
	Failed  []byte // body of the reply that was an error
	Status  int    // of the reply
	Sent    *Sent
	// Result is the result as it encodes itself, Fields as its fields are.
	Result, Fields json.RawMessage
	Raw            []byte // the result, if it is bytes
	Decoding       string // how setting the fields of the body and decoding it differ
}

// Sent is a request as the server saw it.
type Sent struct {
	Method, URI string
	Header      http.Header
	Body        []byte
}
