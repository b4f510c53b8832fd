package resolve

import (
	"github.com/rumpl/gosc/gen/internal/dialect"
	"github.com/rumpl/gosc/gen/internal/model"
	"github.com/rumpl/gosc/gen/internal/names"
	"github.com/rumpl/gosc/gen/internal/openapi"
)

// containsItself reports whether a schema is a list or a map of itself, with
// nothing but lists and maps in between. Such a type needs a name in Go.
func (r *resolver) containsItself(named *openapi.NamedSchema) bool {
	start, _ := r.unwrap(named.Schema)
	if start.Ref != "" {
		return false // another name of something
	}
	seen := map[string]bool{}
	for s := elementOf(start); s != nil; s = elementOf(s) {
		for s, _ = r.unwrap(s); s.Ref != ""; s, _ = r.unwrap(r.schemas[s.Ref]) {
			if s.Ref == named.Name {
				return true
			}
			if seen[s.Ref] || r.schemas[s.Ref] == nil {
				return false
			}
			seen[s.Ref] = true
		}
	}
	return false
}

// elementOf returns the schema of the elements of a list or a map, nil for
// anything else.
func elementOf(s *openapi.Schema) *openapi.Schema {
	if dialect.IsEnum(s) {
		return nil
	}
	if value, ok := dialect.MapValue(s); ok {
		return value
	}
	if dialect.Choice(s) || len(s.AllOf) > 0 || len(s.Properties) > 0 || dialect.ImpliedType(s) != "array" {
		return nil
	}
	return s.Items
}

// collection makes the type of a list or a map that contains itself. It is known
// before its elements are.
func (r *resolver) collection(c *component, at place) *model.Type {
	inner, nullable := r.unwrap(c.schema)
	kind := model.ListOf
	if _, isMap := dialect.MapValue(inner); isMap {
		kind = model.MapOf
	}
	named := &model.Collection{
		Name: c.goName, Schema: c.name, File: r.files.Take(names.File("model", c.goName)), Doc: describe(c.schema),
		Deprecated: c.schema.Deprecated, Successor: c.schema.Successor, Aliases: c.schema.Aliases, Pos: c.schema.Pos,
	}
	c.typ = &model.Type{Kind: kind, Nullable: nullable, Named: named}
	named.Type = c.typ
	c.typ.Elem = r.typeOf(elementOf(inner), at.element())
	r.out.Collections = append(r.out.Collections, named)
	return c.typ
}
