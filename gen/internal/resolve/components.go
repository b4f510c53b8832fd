package resolve

import (
	"slices"

	"github.com/rumpl/gosc/gen/internal/dialect"
	"github.com/rumpl/gosc/gen/internal/model"
	"github.com/rumpl/gosc/gen/internal/openapi"
)

// component is a member of components/schemas that operations use.
type component struct {
	name     string
	goName   string // of its struct or enum
	schema   *openapi.Schema
	typ      *model.Type // nil while it is not built
	within   bool        // a list or a map that contains itself
	building bool
}

// declareComponents names the components before any of their insides, so that a
// named type never gives way to an inline one, and builds them.
func (r *resolver) declareComponents() {
	used, forms := r.reachable(), r.multipartComponents()
	main := dialect.MainPackage(r.doc.Schemas)
	ordered := slices.Clone(r.doc.Schemas)
	slices.SortStableFunc(ordered, func(x, y *openapi.NamedSchema) int { return rank(x.Name, main) - rank(y.Name, main) })
	for _, s := range ordered {
		if forms[s.Name] && !used[s.Name] {
			continue // named by its operation
		}
		if used[s.Name] || len(s.Schema.Aliases) > 0 || s.Schema.GoName != "" {
			r.declare(s)
		}
	}
	for _, s := range r.doc.Schemas {
		if c := r.components[s.Name]; c != nil {
			r.componentType(c)
		}
	}
}

func rank(name, main string) int {
	if pkg, _ := dialect.SplitSchemaName(name); pkg == main {
		return 0
	}
	return 1
}

func (r *resolver) declare(s *openapi.NamedSchema) {
	if _, known := dialect.Wrapper(s.Name); known {
		return
	}
	c := &component{name: s.Name, schema: s.Schema, within: r.containsItself(s)}
	r.components[s.Name] = c
	if !c.within && !r.needsName(s.Schema) {
		return
	}
	proposals := dialect.SchemaNames(s.Name)
	if s.Schema.GoName != "" {
		proposals = []string{r.checkedName(s.Schema)}
	}
	if len(proposals) == 0 {
		r.problems.Errorf(s.Schema.Pos, "name", "give it an x-go-name", "no Go name can be made of %q", s.Name)
		proposals = []string{"X"}
	}
	c.goName = r.take(s.Schema.Pos, "the schema "+s.Name, proposals...)
}

// noteUnused reports the schemas that no code was made for. A well-known schema
// and one that says x-go-skip are meant to be unused.
func (r *resolver) noteUnused() {
	if r.opts.Partial {
		return
	}
	forms := r.multipartComponents()
	for _, s := range r.doc.Schemas {
		_, known := dialect.Wrapper(s.Name)
		known = known || forms[s.Name]
		if !known && !s.Schema.Skip && r.components[s.Name] == nil {
			r.problems.Oddf(s.Schema.Pos, "unused", "no code is made for it", "no operation uses the schema %s", s.Name)
		}
	}
}

// needsName reports whether a schema becomes a Go type of its own.
func (r *resolver) needsName(s *openapi.Schema) bool {
	inner, _ := r.unwrap(s)
	if dialect.IsEnum(inner) {
		return true
	}
	if dialect.Choice(inner) && !dialect.RequiredSets(inner) {
		return r.isUnion(inner)
	}
	if _, isMap := dialect.MapValue(inner); isMap {
		return false
	}
	return inner.Ref == "" && (len(inner.Properties) > 0 || len(inner.AllOf) > 0 || dialect.EmptyObject(inner))
}

// componentType builds a component once.
func (r *resolver) componentType(c *component) *model.Type {
	if c.typ != nil {
		return c.typ
	}
	if c.building {
		r.problems.Errorf(c.schema.Pos, "recursion", "put an object in between", "the schema %s is made of nothing but itself", c.name)
		return &model.Type{Kind: model.Any}
	}
	c.building = true
	defer func() { c.building = false }()
	at := place{owner: c.goName, component: c}
	if c.goName == "" {
		at.owner = goNameOf(c.name)
	}
	if c.within {
		return r.collection(c, at)
	}
	t := r.typeOf(c.schema, at)
	if c.typ == nil {
		c.typ = t
	}
	return c.typ
}

// original returns the component that one was made of, or itself.
func (r *resolver) original(name string) string {
	if from := r.from[name]; from != "" {
		return from
	}
	return name
}

func goNameOf(schemaName string) string {
	if proposals := dialect.SchemaNames(schemaName); len(proposals) > 0 {
		return proposals[0]
	}
	return "Schema"
}
