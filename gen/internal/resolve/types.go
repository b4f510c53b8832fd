package resolve

import (
	"slices"

	"github.com/rumpl/gosc/gen/internal/dialect"
	"github.com/rumpl/gosc/gen/internal/model"
	"github.com/rumpl/gosc/gen/internal/names"
	"github.com/rumpl/gosc/gen/internal/openapi"
)

// place is where a schema stands: inline types are named after it.
type place struct {
	owner     string     // Go name of what holds it
	prop      string     // name of the property on the wire, "" for the owner itself
	goProp    string     // its Go name
	component *component // set for the schema of the component itself
	op        *opScope   // set inside an operation
}

func (p place) name() string { return p.owner + p.goProp }

// element is the place of the elements of a list or a map.
func (p place) element() place {
	p.component = nil
	if p.prop == "" {
		p.prop, p.goProp = "item", "Item"
		return p
	}
	p.prop, p.goProp = names.Singular(p.prop), names.Singular(p.goProp)
	return p
}

// typeOf decides the Go type of a schema.
func (r *resolver) typeOf(s *openapi.Schema, at place) *model.Type {
	inner, nullable := r.unwrap(s)
	t := r.bareType(inner, at)
	if nullable != t.Nullable && (nullable || s.NeverNull) {
		copied := *t
		copied.Nullable = nullable
		t = &copied
	}
	return t
}

func (r *resolver) bareType(s *openapi.Schema, at place) *model.Type {
	if s.Ref != "" {
		return r.refType(s)
	}
	if dialect.IsEnum(s) {
		return &model.Type{Kind: model.EnumOf, Enum: r.enumType(s, at)}
	}
	if value, ok := dialect.MapValue(s); ok {
		return r.mapType(value, at)
	}
	switch {
	case len(s.Enum) > 0 && dialect.EnumType(s) == "":
		return &model.Type{Kind: model.Any}
	case dialect.Choice(s) && !dialect.RequiredSets(s):
		if r.isUnion(s) {
			return &model.Type{Kind: model.StructOf, Struct: r.unionType(s, at)}
		}
		return r.choiceType(s, at)
	case len(s.AllOf) > 0 || len(s.Properties) > 0 || dialect.EmptyObject(s):
		return &model.Type{Kind: model.StructOf, Struct: r.structType(s, at)}
	case dialect.FreeObject(s):
		return &model.Type{Kind: model.Object}
	case dialect.ImpliedType(s) == "array":
		return r.listType(s, at)
	case dialect.Anything(s):
		return &model.Type{Kind: model.Any}
	}
	kind, ok := dialect.Scalar(dialect.ImpliedType(s), s.Format)
	if !ok {
		r.problems.Errorf(s.Pos, "type", "use an OpenAPI type", "the type %q is not supported", s.Type())
	}
	return &model.Type{Kind: kind}
}

func (r *resolver) refType(s *openapi.Schema) *model.Type {
	if t, ok := dialect.Wrapper(s.Ref); ok {
		return t
	}
	c, ok := r.components[s.Ref]
	if !ok {
		if _, exists := r.schemas[s.Ref]; !exists {
			r.problems.Errorf(s.Pos, "ref", "correct the name or add the component", "the schema %s does not exist", s.Ref)
		}
		return &model.Type{Kind: model.Any}
	}
	return r.componentType(c)
}

// mapType makes a map. A map of free objects is a free object itself: that is how
// google.protobuf.Struct is written.
func (r *resolver) mapType(value *openapi.Schema, at place) *model.Type {
	if inner, _ := r.unwrap(value); dialect.FreeObject(inner) || dialect.Anything(inner) {
		return &model.Type{Kind: model.Object}
	}
	return &model.Type{Kind: model.MapOf, Elem: r.typeOf(value, at.element())}
}

func (r *resolver) listType(s *openapi.Schema, at place) *model.Type {
	if s.Items == nil {
		r.problems.Oddf(s.Pos, "array", "its elements can be anything", "an array without items")
		return &model.Type{Kind: model.ListOf, Elem: &model.Type{Kind: model.Any}}
	}
	return &model.Type{Kind: model.ListOf, Elem: r.typeOf(s.Items, at.element())}
}

// choiceType is one of several types: a raw value, with the alternatives that are
// types of their own.
func (r *resolver) choiceType(s *openapi.Schema, at place) *model.Type {
	out := &model.Type{Kind: model.Raw}
	r.noteRaw(s)
	if at.component != nil {
		// Known before its alternatives are: they may contain it.
		out.Nullable = r.isNullable(at.component.schema)
		at.component.typ = out
	}
	for _, alternative := range append(slices.Clone(s.OneOf), s.AnyOf...) {
		if inner, _ := r.unwrap(alternative); inner.Ref != "" {
			if t := r.refType(inner); t.Leaf().Kind == model.StructOf {
				out.Variants = append(out.Variants, t)
			}
		}
	}
	return out
}

// noteRaw says that a choice is not told apart.
func (r *resolver) noteRaw(s *openapi.Schema) {
	if len(s.Properties) > 0 || len(s.AllOf) > 0 {
		r.problems.Oddf(s.Pos, "choice", "it is JSON as it comes (json.RawMessage)", "members beside oneOf or anyOf do not fit into one struct: an alternative is no object, contradicts another or contains the schema")
		return
	}
	r.problems.Often(s.Pos, "choice", "it is JSON as it comes (json.RawMessage)", "one of several types that cannot be told apart by a discriminator or by members of their own")
}
