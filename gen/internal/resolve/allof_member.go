package resolve

import (
	"slices"

	"github.com/rumpl/gosc/gen/internal/dialect"
	"github.com/rumpl/gosc/gen/internal/model"
	"github.com/rumpl/gosc/gen/internal/openapi"
)

// pair is two schemas that a value has to satisfy, the later one second.
type pair struct{ a, b *openapi.Schema }

// narrowed is the schema of a member that a later part of an allOf describes again.
// No value has two types, so that those are refused.
func (r *resolver) narrowed(known openapi.Property, later *openapi.Schema) *openapi.Schema {
	if r.contradict(known.Schema, later) {
		r.problems.Errorf(later.Pos, "all-of", "give it one type in all of them", "the parts of an allOf describe %q as %s and as %s", known.Name, r.typeName(known.Schema), r.typeName(later))
		return later
	}
	return r.combined(known.Schema, later)
}

// combined is a schema for the values that satisfy two schemas. It is always the same
// one for the same two: an inline schema is one type, and may contain itself.
func (r *resolver) combined(a, b *openapi.Schema) *openapi.Schema {
	if a == b {
		return a
	}
	key := pair{a, b}
	if r.merged[key] == nil {
		r.merged[key] = b // for lists and maps that contain themselves: what is combined is their first level
		r.merged[key] = r.withWords(r.intersection(a, b), a, b)
	}
	return r.merged[key]
}

// withWords is a schema with what is said about a member in two places.
func (r *resolver) withWords(s, a, b *openapi.Schema) *openapi.Schema {
	out := *s
	out.Title, out.Description = firstNonEmpty(b.Title, a.Title), firstNonEmpty(describe(b), a.Description)
	out.ReadOnly, out.WriteOnly = a.ReadOnly || b.ReadOnly, a.WriteOnly || b.WriteOnly
	out.Deprecated, out.Successor = a.Deprecated || b.Deprecated, firstNonEmpty(b.Successor, a.Successor)
	out.Default, out.Example = firstValue(b.Default, a.Default), firstValue(b.Example, a.Example)
	out.GoName, out.Config = firstNonEmpty(b.GoName, a.GoName), firstNonEmpty(b.Config, a.Config)
	out.OneOfGroup, out.OneRequired = firstNonEmpty(b.OneOfGroup, a.OneOfGroup), a.OneRequired || b.OneRequired
	out.ThreeStates, out.OfAlternative = a.ThreeStates || b.ThreeStates, a.OfAlternative && b.OfAlternative
	out.Pos = b.Pos
	return &out
}

func (r *resolver) intersection(a, b *openapi.Schema) *openapi.Schema {
	ta, tb := r.partType(a, map[*openapi.Schema]bool{}), r.partType(b, map[*openapi.Schema]bool{})
	switch {
	case saysNothing(b):
		return a
	case saysNothing(a):
		return b
	case ta == "" || tb == "" || !plainTypes[ta] || !plainTypes[tb]:
		return r.ofChoice(a, b)
	}
	var out openapi.Schema
	switch tb {
	case "object":
		out = *r.ofObjects(a, b)
	case "array":
		out = *r.ofLists(a, b)
	default:
		out = *r.ofScalars(a, b)
	}
	out.Nullable = r.mayBeNull(a) && r.mayBeNull(b)
	out.NeverNull = !out.Nullable && r.mayBeNull(&out)
	return &out
}

// saysNothing reports whether a schema has no type: it only adds words.
func saysNothing(s *openapi.Schema) bool {
	return dialect.Anything(s) && !s.Null && len(s.Enum) == 0 && len(s.Required) == 0 && !s.AdditionalAllowed
}

// mayBeNull reports whether a schema, or what it refers to, takes null.
func (r *resolver) mayBeNull(s *openapi.Schema) bool {
	inner, nullable := r.unwrap(s)
	for inner.Ref != "" && !nullable {
		target := r.schemas[inner.Ref]
		if _, known := dialect.Wrapper(inner.Ref); known || target == nil {
			return known
		}
		inner, nullable = r.unwrap(target)
	}
	return nullable
}

// ofChoice is combined for one of several types: the other schema if that is one of them,
// else JSON as it comes.
func (r *resolver) ofChoice(a, b *openapi.Schema) *openapi.Schema {
	has := func(choice, s *openapi.Schema) bool {
		choice = r.behind(choice)
		return slices.ContainsFunc(append(slices.Clone(choice.OneOf), choice.AnyOf...), func(alternative *openapi.Schema) bool { return same(alternative, s) })
	}
	switch {
	case same(a, b), has(a, b):
		return b
	case has(b, a):
		return a
	case !dialect.Choice(r.behind(a)) && !dialect.Choice(r.behind(b)):
		return b
	}
	return &openapi.Schema{AnyOf: []*openapi.Schema{a, b}}
}

// ofObjects is combined for objects: one of them, if it has all that the other one has,
// else an object with the members of the two.
func (r *resolver) ofObjects(a, b *openapi.Schema) *openapi.Schema {
	first, second := r.behind(a), r.behind(b)
	switch {
	case dialect.FreeObject(first), same(a, b), sameMembers(first, second), r.extends(second, first):
		return b
	case dialect.FreeObject(second), r.extends(first, second):
		return a
	}
	if x, ok := dialect.MapValue(first); ok {
		if y, ok := dialect.MapValue(second); ok {
			return &openapi.Schema{Types: []string{"object"}, AdditionalProperties: r.combined(x, y)}
		}
	}
	return &openapi.Schema{AllOf: []*openapi.Schema{a, b}}
}

// sameMembers reports whether two schemas differ only in whether they take null.
func sameMembers(a, b *openapi.Schema) bool {
	first, second := *a, *b
	first.Nullable, second.Nullable = false, false
	return same(&first, &second)
}

// extends reports whether an object has another one among its parts.
func (r *resolver) extends(s, part *openapi.Schema) bool {
	return s == part || slices.ContainsFunc(s.AllOf, func(p *openapi.Schema) bool { return r.extends(r.behind(p), part) })
}

func (r *resolver) ofLists(a, b *openapi.Schema) *openapi.Schema {
	first, second := r.behind(a).Items, r.behind(b).Items
	switch {
	case second == nil, first != nil && same(first, second):
		return a
	case first == nil:
		return b
	}
	return &openapi.Schema{Types: []string{"array"}, Items: r.combined(first, second)}
}

// ofScalars is combined for texts, numbers and booleans: the one that takes fewer values.
// Formats that do not go together leave what all values are.
func (r *resolver) ofScalars(a, b *openapi.Schema) *openapi.Schema {
	first, second := r.behind(a), r.behind(b)
	if len(first.Enum) > 0 || len(second.Enum) > 0 {
		return r.ofEnums(a, b, first, second)
	}
	ka, _ := dialect.Scalar(dialect.ImpliedType(first), first.Format)
	kb, _ := dialect.Scalar(dialect.ImpliedType(second), second.Format)
	sa, _ := ka.Scalar()
	sb, _ := kb.Scalar()
	switch {
	case second.Format == "" && dialect.ImpliedType(first) == dialect.ImpliedType(second):
		return a
	case ka == kb, first.Format == "", ka == model.Float64 && sb.Bits > 0:
		return b
	case kb == model.Float64 && sa.Bits > 0:
		return a
	case sa.Bits > 0 && sb.Bits > 0 && (sa.Bits < sb.Bits || sa.Bits == sb.Bits && sa.Unsigned):
		return a
	case sa.Bits > 0 && sb.Bits > 0:
		return b
	}
	return &openapi.Schema{Types: []string{dialect.ImpliedType(second)}}
}

func (r *resolver) ofEnums(a, b, first, second *openapi.Schema) *openapi.Schema {
	if len(second.Enum) == 0 {
		return a
	}
	if len(first.Enum) == 0 {
		return b
	}
	out := *second
	out.Enum = slices.DeleteFunc(slices.Clone(second.Enum), func(v openapi.Scalar) bool {
		return !slices.ContainsFunc(first.Enum, func(known openapi.Scalar) bool { return known.Text == v.Text })
	})
	switch len(out.Enum) {
	case 0:
		r.problems.Errorf(b.Pos, "all-of", "give them a value that both have", "the parts of an allOf have no value in common")
		return b
	case len(second.Enum):
		return b
	case len(first.Enum):
		return a
	}
	out.Aliases, out.EnumDescriptions = nil, second.EnumDescriptions
	return &out
}

// contradict reports whether no value satisfies two schemas because they have
// different types.
func (r *resolver) contradict(a, b *openapi.Schema) bool {
	ta, tb := r.typeName(a), r.typeName(b)
	numbers := ta == "number" && tb == "integer" || ta == "integer" && tb == "number"
	return plainTypes[ta] && plainTypes[tb] && ta != tb && !numbers
}

func (r *resolver) typeName(s *openapi.Schema) string {
	return r.partType(s, map[*openapi.Schema]bool{})
}

// plainTypes are the types of JSON. Others that partType returns may go together.
var plainTypes = map[string]bool{"string": true, "integer": true, "number": true, "boolean": true, "object": true, "array": true}
