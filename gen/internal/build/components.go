package build

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
	building bool
}

// declareComponents names the components before any of their insides, so that a
// named type never gives way to an inline one, and builds them.
func (b *builder) declareComponents() {
	used := b.reachable()
	main := dialect.MainPackage(b.doc.Schemas)
	ordered := slices.Clone(b.doc.Schemas)
	slices.SortStableFunc(ordered, func(x, y *openapi.NamedSchema) int { return rank(x.Name, main) - rank(y.Name, main) })
	for _, s := range ordered {
		if used[s.Name] || len(s.Schema.Aliases) > 0 || s.Schema.GoName != "" {
			b.declare(s)
		}
	}
	for _, s := range b.doc.Schemas {
		if c := b.components[s.Name]; c != nil {
			b.componentType(c)
		}
	}
}

func rank(name, main string) int {
	if pkg, _ := dialect.SplitSchemaName(name); pkg == main {
		return 0
	}
	return 1
}

func (b *builder) declare(s *openapi.NamedSchema) {
	if _, known := dialect.Wrapper(s.Name); known {
		return
	}
	c := &component{name: s.Name, schema: s.Schema}
	b.components[s.Name] = c
	if !b.needsName(s.Schema) {
		return
	}
	proposals := dialect.SchemaNames(s.Name)
	if s.Schema.GoName != "" {
		proposals = []string{b.checkedName(s.Schema)}
	}
	if len(proposals) == 0 {
		b.problems.Errorf(s.Schema.Pos, "name", "give it an x-go-name", "no Go name can be made of %q", s.Name)
		proposals = []string{"X"}
	}
	c.goName = b.take(s.Schema.Pos, "the schema "+s.Name, proposals...)
}

// noteUnused tells of the schemas that no code was made for. A well-known schema
// and one that says x-go-skip are meant to be unused.
func (b *builder) noteUnused() {
	for _, s := range b.doc.Schemas {
		_, known := dialect.Wrapper(s.Name)
		if !known && !s.Schema.Skip && b.components[s.Name] == nil {
			b.problems.Oddf(s.Schema.Pos, "unused", "no code is made for it", "no operation uses the schema %s", s.Name)
		}
	}
}

// needsName tells whether a schema becomes a Go type of its own.
func (b *builder) needsName(s *openapi.Schema) bool {
	inner, _ := dialect.Unwrap(s)
	if dialect.IsEnum(inner) {
		return true
	}
	if _, isMap := dialect.MapValue(inner); isMap {
		return false
	}
	return inner.Ref == "" && (len(inner.Properties) > 0 || len(inner.AllOf) > 1)
}

// componentType builds a component once.
func (b *builder) componentType(c *component) *model.Type {
	if c.typ != nil {
		return c.typ
	}
	if c.building {
		b.problems.Errorf(c.schema.Pos, "recursion", "put an object in between", "the schema %s is made of nothing but itself", c.name)
		return &model.Type{Kind: model.Any}
	}
	c.building = true
	defer func() { c.building = false }()
	at := place{owner: c.goName, component: c}
	if c.goName == "" {
		at.owner = goNameOf(c.name)
	}
	t := b.typeOf(c.schema, at)
	if c.typ == nil {
		c.typ = t
	}
	return c.typ
}

func goNameOf(schemaName string) string {
	if proposals := dialect.SchemaNames(schemaName); len(proposals) > 0 {
		return proposals[0]
	}
	return "Schema"
}
