// Package model is what the generator knows when all decisions are taken: every
// Go name, type and encoding. The templates only spell it out.
package model

import "github.com/rumpl/gosc/gen/internal/diag"

// Package is a Go package to write.
type Package struct {
	Name       string // "gosc"
	ImportPath string // "github.com/rumpl/gosc"
	Runtime    string // qualifier of the runtime: "" in the root package, else "gosc."
	Title      string
	Version    string // of the API
	Intro      string // first paragraph of the description
	Services   []*Service
	Structs    []*Struct
	Enums      []*Enum
	Aliases    []*Alias
	Skipped    []Skipped // operations that were left out, see -skip-unsupported
}

// Skipped is an operation that was left out.
type Skipped struct {
	Method, Path string
	Reason       string
}

// Service is the operations of one tag.
type Service struct {
	Name  string // "Functions"
	Tag   string // as the description has it, "" without one
	Field string // of APIClient: "FunctionsApi"
	Type  string // "FunctionsApiService"
	File  string // "api_functions", without extension
	Ops   []*Operation
}

// Operation is one method of a service.
type Operation struct {
	ID         string // as the description has it
	Name       string // Go method
	Method     string
	Path       string
	Summary    string
	Doc        string
	Deprecated bool
	PathParams []*Param
	Params     []*Param // query and header, members of Opts
	OptsType   string   // "" without Params
	OptsArg    string   // name of the argument
	Body       *Body
	Result     Result
	Errors     []ErrorReply
	List       *List   // set if the operation is a paginated list
	Waiter     *Waiter // set if the operation gets something with a status
	Pos        diag.Pos
}

// Param is an argument beside the body.
type Param struct {
	Name       string // on the wire
	Arg        string // Go argument (path) or field of the options (query, header)
	In         string
	Type       *Type
	Doc        string
	Required   bool
	Deprecated bool
	Explode    bool
	Group      string // x-one-of
	Default    any
	Example    any
	Region     bool // the path parameter that may be empty
}

// BodyKind tells how a body is sent.
type BodyKind int

// The kinds of bodies.
const (
	JSONStruct BodyKind = iota // body is a generated struct
	JSONObject                 // body is map[string]any
	JSONValue                  // body is any other JSON type
	RawBody                    // body is an io.Reader
)

// Body is the body of a request.
type Body struct {
	Kind        BodyKind
	Type        *Type
	ContentType string // of RawBody; "" when the caller gives it
	Required    bool
	Doc         string
	Example     any
}

// ResultKind tells what comes back.
type ResultKind int

// The kinds of results.
const (
	Empty      ResultKind = iota // nothing but the status
	StructJSON                   // a generated struct
	ValueJSON                    // any other JSON type
	RawReply                     // []byte
)

// Result is what an operation returns.
type Result struct {
	Kind     ResultKind
	Type     *Type
	Statuses []string
	MayEmpty bool // a 204 is described as well
	Example  any
}

// ErrorReply is a described error.
type ErrorReply struct {
	Status string
	Doc    string
}

// List is what an iterator needs.
type List struct {
	Name     string // "ListFunctionsAll"
	Item     *Type
	Items    string // field of the reply
	Total    string // field of the reply, "" if it has none
	Page     string // field of the options
	PageType Kind
	Key      string // string field of the item that identifies it, "" if there is none
}

// Waiter is what WaitFor needs.
type Waiter struct {
	Name        string // "WaitForFunction"
	DeletedName string // "WaitForFunctionDeleted", "" without a Delete
}

// Status is where a struct has the status that a waiter waits for.
type Status struct {
	Value   *Field
	Message *Field // error_message, may be nil
}

// Usage tells on which side of the wire a struct is met.
type Usage struct{ Request, Reply bool }

// Struct is a generated struct.
type Struct struct {
	Name       string
	Schema     string // as the description has it, "" if inline
	File       string
	Doc        string
	Fields     []*Field
	Usage      Usage
	Groups     []Group // x-one-of groups of its own
	Status     *Status // set if something waits for it
	Checked    bool    // it or what it holds has groups to check before sending
	Deprecated bool
	Aliases    []string
	Example    any
	Pos        diag.Pos
}

// Group is fields of which at most one may be set.
type Group struct {
	Name   string
	Fields []*Field
}

// Presence tells how an unset field is sent.
type Presence int

// The presences.
const (
	Always    Presence = iota // the zero value is sent
	OmitUnset                 // it is left out
	NullUnset                 // it is null
)

// Field is a field of a struct.
type Field struct {
	Name       string
	JSON       string
	Type       *Type
	Pointer    bool
	Presence   Presence
	Doc        string
	Deprecated bool
	Required   bool
	Group      string
	Default    any
	Example    any
	Pos        diag.Pos
}

// Go returns the Go type of the field.
func (f *Field) Go() string {
	if f.Pointer {
		return "*" + f.Type.Go()
	}
	return f.Type.Go()
}

// Enum is a generated enum.
type Enum struct {
	Name    string
	Schema  string
	File    string
	Doc     string
	Base    *Type // String, Int32, …
	Values  []EnumValue
	Default any
	Aliases []string
	Pos     diag.Pos
}

// EnumValue is a constant.
type EnumValue struct {
	Name    string
	Text    string // on the wire
	Literal string // Go
	Doc     string
}

// Alias is a further name of a type.
type Alias struct {
	Name string
	Type string // to use instead
}
