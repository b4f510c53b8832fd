// Package model describes a Go package after all decisions are made: every Go name,
// type and encoding. The templates only write it out.
package model

import (
	"strings"

	"github.com/rumpl/gosc/gen/internal/diag"
)

// Package is a Go package to write.
type Package struct {
	Name       string // "gosc"
	ImportPath string // "github.com/rumpl/gosc"
	Runtime    string // qualifier of the runtime: "" in the root package, else "gosc."
	Title      string
	Version    string // of the API
	Intro      string // first paragraph of the description
	Doc        string // the whole description
	Successor  string // what to use instead of a deprecated API
	HasDoc     bool   // a hand-written file has the package comment
	Services   []*Service
	Structs    []*Struct
	Enums      []*Enum
	Aliases    []*Alias
	// Collections are the lists and maps that contain themselves.
	Collections []*Collection
	Skipped     []Skipped // operations that were left out, see -skip-unsupported
}

// Skipped is an operation that was left out.
type Skipped struct {
	Method, Path string
	Reason       string
}

// Service is the operations of one tag.
type Service struct {
	Name string // "Functions"
	Tag  string // as the description has it, "" without one
	Doc  string // of the tag
	// Successor says what to use instead of the tag.
	Successor string
	Field     string // of APIClient: "FunctionsApi"
	Type      string // "FunctionsApiService"
	File      string // "api_functions", without extension
	Ops       []*Operation
}

// Operation is one method of a service.
type Operation struct {
	ID         string // as the description has it
	Name       string // Go method
	Method     string
	Path       string
	Template   string // the path as it is called, without a query
	FixedQuery []Pair // the query that the path brings
	Summary    string
	Doc        string
	Deprecated bool
	Successor  string // what to use instead
	PathParams []*Param
	Params     []*Param // query and header, members of Opts
	OptsType   string   // "" without Params
	OptsArg    string   // name of the argument
	Body       *Body
	Result     Result
	Errors     []ErrorReply
	List       *List   // set if the operation is a paginated list
	Waiter     *Waiter // set if the operation gets something with a status
	AndWait    *AndWait
	Pos        diag.Pos
}

// Pair is a name and a value.
type Pair struct{ Name, Value string }

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
	Region     bool   // the path parameter that may be empty
	Config     string // x-configuration: the member of the Configuration for an empty argument
	JSON       bool   // it is sent as JSON
	Object     string // style of an object in the query: "form" or "deepObject"
	Separator  string // of a list in the path, or of one in the query that is neither repeated nor joined by commas
	Pos        diag.Pos
}

// BodyKind says how a body is sent.
type BodyKind int

// The kinds of bodies.
const (
	JSONStruct    BodyKind = iota // body is a generated struct
	JSONObject                    // body is map[string]any
	JSONValue                     // body is any other JSON type
	RawBody                       // body is an io.Reader
	EmptyBody                     // no argument: {} is sent
	FormBody                      // application/x-www-form-urlencoded, of a generated struct or a map
	MultipartBody                 // multipart/form-data, of a generated struct or a map
)

// Body is the body of a request.
type Body struct {
	Kind        BodyKind
	Type        *Type
	ContentType string   // of RawBody, "" when the caller gives it; of JSON, "" for application/json
	Media       string   // of RawBody, as the description has it
	AsJSON      []string // members of FormBody that are sent as JSON
	Part        *Part    // how the values of a MultipartBody are sent that is a map
	Required    bool
	Doc         string
	Example     any
	Pos         diag.Pos
}

// IsStruct reports whether the body is a generated struct.
func (b *Body) IsStruct() bool {
	return b.Kind == JSONStruct || (b.Kind == FormBody || b.Kind == MultipartBody) && b.Type.Kind == StructOf
}

// ResultKind says what comes back.
type ResultKind int

// The kinds of results.
const (
	Empty      ResultKind = iota // nothing but the status
	StructJSON                   // a generated struct
	ValueJSON                    // any other JSON type
	RawReply                     // []byte
	ByStatus                     // a generated struct with a field for each status
)

// Result is what an operation returns.
type Result struct {
	Kind     ResultKind
	Type     *Type
	Statuses []string
	MayEmpty bool // a 204 is described as well
	Optional bool // any reply may be empty
	Empty    StatusSet
	Accept   string   // media type of the reply, "" for application/json
	Accepts  []string // those of ByStatus
	Example  any
}

// StatusSet is the statuses of a success that have no content.
type StatusSet struct {
	Codes  []int
	Except bool // all but the Codes
}

// Replies is how the result of an operation depends on the status.
type Replies struct {
	Cases []*ReplyCase // the one for all other statuses is the last
}

// ReplyCase is what a reply with one status is.
type ReplyCase struct {
	Code  int    // 0 for all other statuses
	Field *Field // nil if there is no content
	Bytes bool   // it is not decoded
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

// AndWait is the method that calls an operation and waits from its reply on.
type AndWait struct {
	Name    string // "DeployFunctionAndWait"
	Get     *Operation
	Service *Service // of Get
	Changes bool     // the operation changes a resource that is there already
	ID      *Field   // of the reply
}

// Status is where a struct has the status that a waiter waits for.
type Status struct {
	Value   *Field
	Message *Field // error_message, may be nil
	Name    *Field // may be nil
}

// Usage is where a struct is used: in requests, in replies, or in both.
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
	Secret     bool    // it or what it holds has a secret
	Checked    bool    // it or what it holds is checked before it is sent
	Deprecated bool
	Successor  string // what to use instead
	Multipart  bool   // it is the body of a multipart form, which has no JSON
	// Union is set if exactly one of the fields is: the struct is one of several.
	Union *Union
	// Replies is set if the struct is the result of an operation, with a field for each
	// status. It has no JSON.
	Replies *Replies
	// Rest is the field for members that have none of their own, nil if there is none.
	Rest *Field
	// Alternatives is set if the struct has the fields of several objects, of which
	// a value is one.
	Alternatives bool
	Aliases      []string
	Example      any
	Pos          diag.Pos
}

// Union is how the alternatives of a struct are told apart.
type Union struct {
	Discriminator string // name of the member on the wire, "" if there is none
	Variants      []*Variant
}

// Variant is one alternative of a union.
type Variant struct {
	Field    *Field
	Values   []string // of the discriminator
	Property string   // the name of the discriminator on the wire
	Keys     []string // members that only this alternative has
	All      bool     // all of the keys are there, else any
}

// Group is fields of which at most one may be set, and one must be if it is
// required.
type Group struct {
	Name     string
	Fields   []*Field
	Required bool
}

// Presence says how an unset field is sent.
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
	Successor  string // what to use instead
	Required   bool
	WriteOnly  bool
	// OfAlternative is set if it matters whether the field is there.
	OfAlternative bool
	Secret        bool // format: password
	Group         string
	OneOf         bool   // one of the group must be set
	Config        string // x-configuration
	ThreeState    bool   // absent, null and a value differ
	Part          *Part  // set in a multipart form
	Default       any
	Example       any
	Pos           diag.Pos
}

// Part is how a member of a multipart form is sent.
type Part struct {
	// ContentType is the media type of a text or of JSON, and the list of those that a
	// file may be of; "" for the default.
	ContentType string
	JSON        bool   // the whole value is one part
	Separator   string // a list is one part, its elements are joined
	Deep        bool   // the members of an object are parts of their own
}

// NeedsType reports whether a file of the part has to say its media type: none of
// those that it may be of is the default.
func (p *Part) NeedsType() bool {
	if !strings.ContainsAny(p.ContentType, ",*") {
		return false
	}
	for mediaType := range strings.SplitSeq(p.ContentType, ",") {
		switch strings.TrimSpace(mediaType) {
		case "application/octet-stream", "application/*", "*/*", "*":
			return false
		}
	}
	return true
}

// Go returns the Go type of the field.
func (f *Field) Go() string {
	if f.ThreeState {
		return "jsoncodec.Nullable[" + f.Type.Go() + "]"
	}
	if f.Pointer {
		return "*" + f.Type.Go()
	}
	return f.Type.Go()
}

// MustBeSet reports whether a required field has a zero value that says that it is
// missing.
func (f *Field) MustBeSet() bool {
	if !f.Required || f.Pointer || f.Type.Nullable || f.Presence != Always {
		return false
	}
	if f.Part != nil && (f.Type.Kind == ListOf && !f.Part.JSON || f.Type.Kind == Any || f.Type.Kind == Raw) {
		return true // nil is no part at all
	}
	scalar, _ := f.Type.Kind.Scalar()
	return f.Type.EmptyIsUnset() || scalar.Required != ""
}

// Collection is a generated list or map that contains itself.
type Collection struct {
	Name       string
	Schema     string
	File       string
	Doc        string
	Type       *Type
	Deprecated bool
	Successor  string
	Aliases    []string
	Pos        diag.Pos
}

// Elem is what the list or the map is made of, as Go source.
func (c *Collection) Elem() string {
	if c.Type.Kind == ListOf {
		return "[]" + c.Type.ElemGo()
	}
	return "map[string]" + c.Type.ElemGo()
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
