// Package resolve turns an API description into the model of a Go package. Here
// every name and type is decided.
package resolve

import (
	"slices"
	"strings"

	"github.com/rumpl/gosc/gen/internal/diag"
	"github.com/rumpl/gosc/gen/internal/dialect"
	"github.com/rumpl/gosc/gen/internal/model"
	"github.com/rumpl/gosc/gen/internal/names"
	"github.com/rumpl/gosc/gen/internal/openapi"
)

// Options say what to build.
type Options struct {
	Package    string // Go package name
	ImportPath string
	Root       bool // the package holds the runtime itself
	HasDoc     bool // a hand-written file has the package comment
	Partial    bool // operations were left out, so that unused schemas are not an oddity
	// Taken are names that hand-written files of the package declare, and where:
	// types, functions and, as "Type.Method", methods.
	Taken map[string]string
}

// resolver holds what is decided so far.
type resolver struct {
	doc      *openapi.Document
	opts     Options
	problems *diag.List

	names      *names.Registry // of the package
	files      *names.Files
	schemas    map[string]*openapi.Schema
	from       map[string]string // components that were made of others
	components map[string]*component
	enums      enumIndex
	// An inline schema is one type, also where allOf brings it to other objects;
	// it may even bring it to itself.
	inlineStructs map[*openapi.Schema]*model.Struct
	inlineEnums   map[*openapi.Schema]*model.Enum
	// What was found about an allOf, and of two schemas: see onlyType and combined.
	onlyTypes  map[*openapi.Schema]*openapi.Schema
	merged     map[pair]*openapi.Schema
	choosing   map[*openapi.Schema]bool  // choices whose alternatives are being looked at
	andWait    map[*model.Operation]bool // those with x-and-wait
	multiparts map[string]*model.Struct  // forms of components, by name and encoding
	out        *model.Package
}

// Package decides everything about the package.
func Package(doc *openapi.Document, opts Options, problems *diag.List) *model.Package {
	own := *doc // the document itself stays as it is
	own.Operations = slices.Clone(doc.Operations)
	r := &resolver{
		doc: &own, opts: opts, problems: problems,
		names: names.NewRegistry(), files: names.NewFiles("model_aliases"),
		andWait: map[*model.Operation]bool{}, schemas: map[string]*openapi.Schema{}, from: map[string]string{}, components: map[string]*component{},
		enums: newEnumIndex(), inlineStructs: map[*openapi.Schema]*model.Struct{}, inlineEnums: map[*openapi.Schema]*model.Enum{},
		multiparts: map[string]*model.Struct{}, onlyTypes: map[*openapi.Schema]*openapi.Schema{}, merged: map[pair]*openapi.Schema{}, choosing: map[*openapi.Schema]bool{},
		out: &model.Package{
			Name: opts.Package, ImportPath: opts.ImportPath, Title: doc.Title, Version: doc.Version,
			Intro: firstParagraph(doc.Description), Doc: doc.Description, Successor: doc.Successor, HasDoc: opts.Root || opts.HasDoc,
		},
	}
	if !opts.Root {
		r.out.Runtime = "gosc."
	}
	r.noteServer()
	r.noteSchemes()
	r.reserve()
	for _, s := range doc.Schemas {
		r.schemas[s.Name] = s.Schema
		if s.From != "" {
			r.from[s.Name] = s.From
		}
	}
	r.declareComponents()
	r.buildServices()
	r.noteUnused()
	r.settle()
	r.checkConfiguration()
	r.checkTexts()
	r.buildAliases()
	return r.out
}

// noteServer reports a server that is not the runtime's default.
func (r *resolver) noteServer() {
	if len(r.doc.Servers) > 0 && strings.TrimSuffix(r.doc.Servers[0], "/") != "https://api.scaleway.com" {
		r.problems.Oddf(diag.Pos{Pointer: "#/servers/0"}, "servers", "users set Configuration.BasePath", "the server is %s", r.doc.Servers[0])
	}
}

// noteSchemes reports ways to authenticate that are not the runtime's default, which
// sends the secret key as X-Auth-Token.
func (r *resolver) noteSchemes() {
	for _, s := range r.doc.Schemes {
		wanted, remedy := s.Type, "users set it up in the transport of Configuration.HTTPClient"
		switch {
		case s.Type == "apiKey" && s.In == "header" && strings.EqualFold(s.Param, "X-Auth-Token"):
			continue
		case s.Type == "apiKey" && s.In == "header":
			wanted, remedy = "the header "+s.Param, "users set Configuration.DefaultHeader"
		case s.Type == "apiKey":
			wanted = "the " + s.In + " parameter " + s.Param
		case s.Type == "http" && s.Scheme == "basic":
			wanted, remedy = "a user and a password", "users set ContextBasicAuth"
		case s.Type == "http" && s.Scheme == "bearer", s.Type == "oauth2", s.Type == "openIdConnect":
			wanted, remedy = "a bearer token", "users set ContextAccessToken or ContextOAuth2"
		case s.Type == "http":
			wanted = "HTTP " + s.Scheme
		}
		r.problems.Oddf(s.Pos, "security", remedy, "the scheme %s asks for %s", s.Name, wanted)
	}
}

// reserve takes the names that generated code gives to its own things.
func (r *resolver) reserve() {
	for _, name := range []string{"APIClient", "NewAPIClient", "NewAPIClientWithCaller"} {
		r.names.Reserve(name, "client.go")
	}
	for name, where := range r.opts.Taken {
		if !strings.Contains(name, ".") {
			r.names.Reserve(name, where)
		}
	}
}

// take hands out a package-level name and reports when it is not the obvious one.
func (r *resolver) take(pos diag.Pos, owner string, proposals ...string) string {
	return r.takeName(pos, owner, "; x-go-name sets another name", proposals)
}

// takeConst is take for the value of an enum.
func (r *resolver) takeConst(pos diag.Pos, owner, wanted string) string {
	return r.takeName(pos, owner, "", []string{wanted, wanted + "Value"})
}

func (r *resolver) takeName(pos diag.Pos, owner, remedy string, proposals []string) string {
	wanted := proposals[0]
	holder := r.names.Owner(wanted)
	name, first := r.names.Take(owner, proposals...)
	if !first {
		r.problems.Oddf(pos, "name", "it is called "+name+remedy, "the Go name %s is taken by %s", wanted, holder)
	}
	return name
}

func firstParagraph(text string) string {
	text = strings.TrimSpace(text)
	if i := strings.Index(text, "\n\n"); i >= 0 {
		text = text[:i]
	}
	return text
}

// reachable returns the components that operations use, directly or not.
func (r *resolver) reachable() map[string]bool {
	seen := map[string]bool{}
	var visit func(*openapi.Schema)
	visit = func(s *openapi.Schema) {
		if s == nil {
			return
		}
		if s.Ref != "" {
			if seen[s.Ref] {
				return
			}
			seen[s.Ref] = true
			if _, known := dialect.Wrapper(s.Ref); !known {
				visit(r.schemas[s.Ref])
			}
			return
		}
		for _, p := range s.Properties {
			visit(p.Schema)
		}
		visit(s.AdditionalProperties)
		visit(s.Items)
		for _, list := range [][]*openapi.Schema{s.AllOf, s.OneOf, s.AnyOf} {
			for _, child := range list {
				visit(child)
			}
		}
	}
	for _, op := range r.doc.Operations {
		for _, p := range op.Parameters {
			visit(p.Schema)
		}
		if op.Body != nil {
			r.visitBody(op.Body, visit)
		}
		for _, reply := range dialect.Successes(op.Responses) {
			visitContent(reply.Content, visit)
		}
	}
	return seen
}

func visitContent(content []*openapi.Media, visit func(*openapi.Schema)) {
	for _, m := range content {
		visit(m.Schema)
	}
}
