package resolve

import (
	"go/token"
	"slices"

	"github.com/rumpl/gosc/gen/internal/dialect"
	"github.com/rumpl/gosc/gen/internal/model"
	"github.com/rumpl/gosc/gen/internal/names"
	"github.com/rumpl/gosc/gen/internal/openapi"
)

// structType makes the struct of an object with properties.
func (r *resolver) structType(s *openapi.Schema, at place) *model.Struct {
	if known := r.inlineStructs[s]; known != nil {
		return known
	}
	out := &model.Struct{Doc: describe(s), Deprecated: s.Deprecated, Successor: s.Successor, Aliases: s.Aliases, Example: s.Example, Pos: s.Pos}
	if at.component != nil {
		// Known before its fields are: it may contain itself.
		out.Name, out.Schema = at.component.goName, at.component.name
		at.component.typ = &model.Type{Kind: model.StructOf, Struct: out, Nullable: at.component.schema.Nullable}
	} else {
		out.Name = r.takeInline(s, at, "Value")
		r.inlineStructs[s] = out
	}
	out.File = r.files.Take(names.File("model", out.Name))
	r.out.Structs = append(r.out.Structs, out)
	r.noteAdditional(s)
	fields := names.NewRegistry()
	fields.Reserve("MarshalJSON", "a method")
	fields.Reserve("UnmarshalJSON", "a method")
	merged := r.flatten(s)
	for _, p := range dialect.OrderedProperties(merged) {
		if dialect.IsPseudoKey(p.Name) {
			r.problems.Oddf(p.Schema.Pos, "pseudo-map", "it is left out", "%q stands beside real properties", p.Name)
			continue
		}
		out.Fields = append(out.Fields, r.field(merged, p, out, fields, at.op))
	}
	r.checkRequired(merged)
	return out
}

// checkRequired tells of names in "required" that no property has: a typo there
// would silently make a field optional.
func (r *resolver) checkRequired(s *openapi.Schema) {
	for _, name := range s.Required {
		if !slices.ContainsFunc(s.Properties, func(p openapi.Property) bool { return p.Name == name }) {
			r.problems.Oddf(s.Pos, "required", "nothing is required by it", "required names %q, which is no property", name)
		}
	}
}

// takeInline names a type that is written in place: after its place, or as the
// body of a request says itself.
func (r *resolver) takeInline(s *openapi.Schema, at place, suffix string) string {
	if s.GoName != "" && at.prop == "" {
		return r.take(s.Pos, "an x-go-name", r.checkedName(s))
	}
	return r.take(s.Pos, "the inline schema "+s.Pos.Pointer, at.name(), at.name()+suffix)
}

// checkedName returns an x-go-name that is one.
func (r *resolver) checkedName(s *openapi.Schema) string {
	if token.IsIdentifier(s.GoName) && token.IsExported(s.GoName) {
		return s.GoName
	}
	r.problems.Errorf(s.Pos, "name", "use letters and digits, a capital first", "the x-go-name %q is no exported Go name", s.GoName)
	return "X"
}

func (r *resolver) field(s *openapi.Schema, p openapi.Property, owner *model.Struct, taken *names.Registry, op *opScope) *model.Field {
	ps := p.Schema
	wanted := names.Exported(p.Name)
	if ps.GoName != "" {
		wanted = r.checkedName(ps)
	}
	if wanted == "" {
		wanted = names.Suffix(p.Name)
	}
	name, first := taken.Take(p.Name, wanted, wanted+"Field")
	if !first {
		r.problems.Oddf(ps.Pos, "name", "its field is called "+name, "%s has the field %s already", owner.Name, wanted)
	}
	inner, _ := dialect.Unwrap(ps)
	return &model.Field{
		Name: name, JSON: p.Name, Type: dialect.Count(p.Name, r.typeOf(ps, place{owner: owner.Name, prop: p.Name, goProp: wanted, op: op})),
		Doc: firstNonEmpty(describe(ps), describe(inner)), Deprecated: ps.Deprecated, Successor: ps.Successor,
		Required: s.IsRequired(p.Name) && !ps.ReadOnly && !inner.ReadOnly, WriteOnly: ps.WriteOnly || inner.WriteOnly,
		Group: ps.OneOfGroup, OneOf: ps.OneRequired, Config: r.configMember(ps.Pos, ps.Config),
		ThreeState: r.threeStates(ps, op) && !s.IsRequired(p.Name), Default: firstValue(ps.Default, inner.Default), Example: firstValue(ps.Example, inner.Example), Pos: ps.Pos,
	}
}

// noteAdditional tells of fields that a struct has no place for.
func (r *resolver) noteAdditional(s *openapi.Schema) {
	if s.AdditionalProperties != nil && len(s.Properties) > 0 {
		r.problems.Oddf(s.Pos, "additional-properties", "only the named properties become fields",
			"an object has both properties and typed additionalProperties")
	}
}

// flatten merges allOf into one object.
func (r *resolver) flatten(s *openapi.Schema) *openapi.Schema {
	if len(s.AllOf) == 0 {
		return s
	}
	out := *s
	out.Properties, out.AllOf = nil, nil
	r.mergeInto(&out, s, map[*openapi.Schema]bool{})
	return &out
}

func (r *resolver) mergeInto(out, s *openapi.Schema, seen map[*openapi.Schema]bool) {
	if seen[s] {
		return
	}
	seen[s] = true
	for _, part := range s.AllOf {
		if part.Ref != "" {
			target := r.schemas[part.Ref]
			if target == nil {
				r.problems.Errorf(part.Pos, "ref", "correct the name or add the component", "the schema %s does not exist", part.Ref)
				continue
			}
			part = target
		}
		if len(part.OneOf) > 0 || len(part.AnyOf) > 0 {
			r.problems.Errorf(part.Pos, "all-of", "write the properties out", "oneOf or anyOf inside allOf is not supported")
		}
		r.mergeInto(out, part, seen)
	}
	for _, p := range s.Properties {
		i := slices.IndexFunc(out.Properties, func(o openapi.Property) bool { return o.Name == p.Name })
		if i >= 0 {
			out.Properties[i] = p
			continue
		}
		out.Properties = append(out.Properties, p)
	}
	if s != out {
		out.Required = append(slices.Clip(out.Required), s.Required...)
		if len(out.PropertyOrder) == 0 {
			out.PropertyOrder = s.PropertyOrder
		}
	}
}

// threeStates reports whether null in a request is not the same as absent: in a
// merge patch, and where the description says so.
func (r *resolver) threeStates(s *openapi.Schema, op *opScope) bool {
	inner, nullable := dialect.Unwrap(s)
	return s.ThreeStates || inner.ThreeStates || nullable && op != nil && op.mergePatch
}

func describe(s *openapi.Schema) string { return firstNonEmpty(s.Description, s.Title) }

func firstNonEmpty(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

func firstValue(values ...any) any {
	for _, v := range values {
		if v != nil {
			return v
		}
	}
	return nil
}
