// Package openapi reads an API description, OpenAPI 3.0 or 3.1, into a plain tree
// that keeps the order of the file and the place of everything in it.
//
// It does not interpret what it reads; package dialect does.
package openapi

import (
	"slices"

	"github.com/rumpl/gosc/gen/internal/diag"
)

// Document is an API description.
type Document struct {
	Title       string
	Version     string // of the API
	Description string
	Servers     []string
	Schemes     []Scheme // ways to authenticate that are asked for
	Operations  []*Operation
	Schemas     []*NamedSchema
	// Successor says what to use instead of a deprecated API: x-deprecated in info.
	Successor string
	Tags      []Tag
	// Aliases maps further names to Go types: x-go-aliases at the top level.
	Aliases []Alias
	tree    *tree // what it was read from
}

// Tag is a member of the document's list of tags.
type Tag struct {
	Name        string
	Description string
	Successor   string // x-deprecated
}

// Alias is a further name of a Go type.
type Alias struct {
	Name string
	Type string
	Pos  diag.Pos
}

// NamedSchema is a member of components/schemas.
type NamedSchema struct {
	Name string
	// From is the member that it was made of, "" for one of the description.
	From   string
	Schema *Schema
}

// Operation is one method of one path, with the parameters of the path merged in.
type Operation struct {
	ID          string
	Method      string // "GET"
	Path        string
	Tags        []string
	Summary     string
	Description string
	Deprecated  bool
	Successor   string // x-deprecated: what to use instead
	AndWait     bool   // x-and-wait
	Parameters  []*Parameter
	Body        *Body
	Responses   []*Response
	Pos         diag.Pos
}

// Parameter is an argument in the path, the query or a header.
type Parameter struct {
	Name        string
	In          string // "path", "query", "header", "cookie"
	Description string
	Required    bool
	Deprecated  bool
	Style       string
	Explode     *bool
	Schema      *Schema
	Media       string // of a parameter with content instead of a schema
	Example     any
	OneOfGroup  string // x-one-of
	Config      string // x-configuration
	Pos         diag.Pos
}

// Body is what a request carries.
type Body struct {
	Description string
	Required    bool
	Content     []*Media
	Pos         diag.Pos
}

// Response is a reply with one status.
type Response struct {
	Status      string // "200", "4XX", "default"
	Description string
	Content     []*Media
	Pos         diag.Pos
}

// Media is a body of one type.
type Media struct {
	Type    string // "application/json"
	Schema  *Schema
	Example any
	// Encodings are the encoding of members of a form, by name.
	Encodings map[string]Encoding
}

// Encoding is how a member of a form is written.
type Encoding struct {
	ContentType string
	Style       string
	Explode     *bool
	Headers     []string // their names
	Pos         diag.Pos
}

// Schema is a JSON schema, as far as generated code can make use of it.
type Schema struct {
	Ref    string // name of a component; then Description, Nullable, Deprecated and OneOfGroup may stand beside it
	Types  []string
	Format string
	// ContentMediaType and ContentEncoding say what a string contains, in OpenAPI 3.1.
	ContentMediaType string
	ContentEncoding  string
	Nullable         bool
	Null             bool // nothing but null
	// NeverNull is set for a $ref whose target may be null if another part of an allOf
	// may not.
	NeverNull   bool
	Title       string
	Description string
	Deprecated  bool
	Successor   string // x-deprecated: what to use instead
	ReadOnly    bool
	WriteOnly   bool

	Enum             []Scalar
	EnumDescriptions map[string]string // x-enum-descriptions

	Properties           []Property
	Required             []string
	AdditionalProperties *Schema
	Closed               bool     // additionalProperties: false
	AdditionalAllowed    bool     // additionalProperties: true
	PropertyOrder        []string // x-properties-order

	Items *Schema
	AllOf []*Schema
	OneOf []*Schema
	AnyOf []*Schema

	Default       any
	Example       any
	Minimum       *float64
	Maximum       *float64
	Discriminator *Discriminator
	OneOfGroup    string   // x-one-of
	OneRequired   bool     // x-one-of-required: exactly one of the group
	Config        string   // x-configuration
	ThreeStates   bool     // x-three-states: null, absent and a value differ
	Aliases       []string // x-go-aliases
	Skip          bool     // x-go-skip
	GoName        string   // x-go-name

	// Alternatives is set if several objects, of which a value is one, were put
	// together, and OfAlternative for the members that not all of them have.
	Alternatives  bool
	OfAlternative bool

	Pos diag.Pos
}

// Discriminator is the property whose value selects the alternative of a oneOf.
type Discriminator struct {
	Property string
	Mapping  []Mapping // in the order of the file
}

// Mapping is a value of a discriminator.
type Mapping struct {
	Value string
	Ref   string // name of a component
}

// Scalar is a scalar as written in the file.
type Scalar struct {
	Text string
	Tag  string // "!!str", "!!int", "!!float", "!!bool", "!!null"
}

// Property is a member of an object.
type Property struct {
	Name   string
	Schema *Schema
}

// Type returns the type of the schema without "null", or "" if there is none or
// more than one.
func (s *Schema) Type() string {
	if len(s.Types) == 1 {
		return s.Types[0]
	}
	return ""
}

// IsRequired reports whether the property is in the list of required ones.
func (s *Schema) IsRequired(name string) bool {
	return slices.Contains(s.Required, name)
}
