package resolve

import (
	"go/token"
	"slices"
	"strings"

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
		at.component.typ = &model.Type{Kind: model.StructOf, Struct: out, Nullable: r.isNullable(at.component.schema)}
	} else {
		out.Name = r.takeInline(s, at, "Value")
		r.inlineStructs[s] = out
	}
	out.File = r.files.Take(names.File("model", out.Name))
	r.out.Structs = append(r.out.Structs, out)
	fields := names.NewRegistry()
	fields.Reserve("MarshalJSON", "a method")
	fields.Reserve("UnmarshalJSON", "a method")
	merged := r.flatten(s)
	out.Alternatives = merged.Alternatives
	r.requiredGroups(merged)
	for _, p := range dialect.OrderedProperties(merged) {
		out.Fields = append(out.Fields, r.field(merged, p, out, fields, at.op))
	}
	r.addRest(merged, out, fields, at)
	r.checkRequired(merged)
	return out
}

// checkRequired reports names in "required" that no property has: a typo there
// would silently make a field optional.
func (r *resolver) checkRequired(s *openapi.Schema) {
	for _, name := range s.Required {
		if !slices.ContainsFunc(s.Properties, func(p openapi.Property) bool { return p.Name == name }) {
			r.problems.Oddf(s.Pos, "required", "nothing is required by it", "required names %q, which is not a property", name)
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
	r.problems.Errorf(s.Pos, "name", "use letters and digits, a capital first", "the x-go-name %q is not an exported Go name", s.GoName)
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
	inner, _ := r.unwrap(ps)
	return &model.Field{
		Name: name, JSON: p.Name, Type: dialect.Count(p.Name, r.typeOf(ps, place{owner: r.ownerName(owner), prop: p.Name, goProp: wanted, op: op})),
		Doc: firstNonEmpty(describe(ps), describe(inner)), Deprecated: ps.Deprecated, Successor: ps.Successor,
		Secret:   ps.Format == "password" || inner.Format == "password",
		Required: s.IsRequired(p.Name) && !ps.ReadOnly && !inner.ReadOnly, WriteOnly: ps.WriteOnly || inner.WriteOnly, OfAlternative: ps.OfAlternative,
		Group: ps.OneOfGroup, OneOf: ps.OneRequired && !ps.ReadOnly && !inner.ReadOnly, Config: r.configMember(ps.Pos, ps.Config),
		ThreeState: r.threeStates(ps, op) && !s.IsRequired(p.Name), Default: firstValue(ps.Default, inner.Default), Example: firstValue(ps.Example, inner.Example), Pos: ps.Pos,
	}
}

// ownerName is what the inline types of a struct are named after: for what a base says
// itself, the base.
func (r *resolver) ownerName(s *model.Struct) string {
	if c := r.components[r.original(s.Schema)]; c != nil && c.name != s.Schema && c.goName != "" {
		return c.goName
	}
	return s.Name
}

// addRest adds the field for the members that have none of their own:
// additionalProperties beside properties.
func (r *resolver) addRest(s *openapi.Schema, out *model.Struct, taken *names.Registry, at place) {
	rest := s.AdditionalProperties
	if rest == nil && s.AdditionalAllowed {
		rest = &openapi.Schema{Pos: s.Pos} // of any type
	}
	if rest == nil {
		return
	}
	name, _ := taken.Take("additionalProperties", "AdditionalProperties", "AdditionalMembers")
	elem := r.typeOf(rest, place{owner: out.Name, prop: "additional", goProp: "Additional", op: at.op})
	t := &model.Type{Kind: model.MapOf, Elem: elem}
	out.Rest = &model.Field{Name: name, Type: t, Pos: rest.Pos, Doc: "The members that have no field of their own."}
}

// requiredGroups makes groups of alternatives that only say what is required.
func (r *resolver) requiredGroups(s *openapi.Schema) {
	if !dialect.RequiredSets(s) {
		return
	}
	if len(s.AnyOf) > 0 || slices.ContainsFunc(s.OneOf, func(a *openapi.Schema) bool { return len(a.Required) != 1 }) {
		r.problems.Oddf(s.Pos, "required", "it is not checked before a request is sent", "alternatives say which members are required together")
		return
	}
	var members []string
	for _, alternative := range s.OneOf {
		members = append(members, alternative.Required[0])
	}
	group := strings.Join(members, " or ")
	for i, p := range s.Properties {
		if slices.Contains(members, p.Name) {
			marked := *p.Schema
			if marked.OneOfGroup == "" {
				marked.OneOfGroup = group
			}
			marked.OneRequired = true
			s.Properties[i].Schema = &marked
		}
	}
}

// isNullable reports whether null is a value of a schema.
func (r *resolver) isNullable(s *openapi.Schema) bool {
	_, nullable := r.unwrap(s)
	return nullable
}

// flatten merges allOf into one object.
func (r *resolver) flatten(s *openapi.Schema) *openapi.Schema {
	out := *s
	if len(s.AllOf) == 0 {
		out.Properties = slices.Clone(s.Properties)
	} else {
		out.Properties, out.AllOf, out.AdditionalProperties = nil, nil, nil
		r.mergeInto(&out, s, map[*openapi.Schema]bool{})
	}
	r.pseudoKeys(&out)
	return &out
}

// pseudoKeys takes a key in angle brackets that stands beside real properties for
// what it is: the members of any other name.
func (r *resolver) pseudoKeys(s *openapi.Schema) {
	s.Properties = slices.DeleteFunc(s.Properties, func(p openapi.Property) bool {
		if !dialect.IsPseudoKey(p.Name) {
			return false
		}
		s.AdditionalProperties = r.restOf(s.AdditionalProperties, p.Schema)
		return true
	})
}

// restOf is what members without a property are if two schemas say it.
func (r *resolver) restOf(known, later *openapi.Schema) *openapi.Schema {
	if known == nil {
		return later
	}
	return r.narrowed(openapi.Property{Name: "additionalProperties", Schema: known}, later)
}

func (r *resolver) mergeInto(out, s *openapi.Schema, seen map[*openapi.Schema]bool) {
	if seen[s] {
		return
	}
	seen[s] = true
	for _, part := range s.AllOf {
		if part.Ref != "" {
			target := r.target(part)
			if target == nil {
				r.problems.Errorf(part.Pos, "ref", "correct the name or add the component", "the schema %s does not exist", part.Ref)
				continue
			}
			part = target
		}
		if dialect.RequiredSets(part) {
			out.OneOf, out.AnyOf = append(slices.Clip(out.OneOf), part.OneOf...), append(slices.Clip(out.AnyOf), part.AnyOf...)
		} else if len(part.OneOf) > 0 || len(part.AnyOf) > 0 {
			r.problems.Errorf(part.Pos, "all-of", "write the properties out", "oneOf or anyOf inside allOf is not supported")
		}
		r.mergeInto(out, part, seen)
		out.Alternatives = out.Alternatives || part.Alternatives
	}
	for _, p := range s.Properties {
		i := slices.IndexFunc(out.Properties, func(o openapi.Property) bool { return o.Name == p.Name })
		if i >= 0 {
			out.Properties[i].Schema = r.narrowed(out.Properties[i], p.Schema)
			continue
		}
		out.Properties = append(out.Properties, p)
	}
	if s != out {
		out.Required = append(slices.Clip(out.Required), s.Required...)
		if len(out.PropertyOrder) == 0 {
			out.PropertyOrder = s.PropertyOrder
		}
		if s.AdditionalProperties != nil {
			out.AdditionalProperties = r.restOf(out.AdditionalProperties, s.AdditionalProperties)
		}
		out.AdditionalAllowed = out.AdditionalAllowed || s.AdditionalAllowed
	}
}

// target is what a reference refers to, also through components that are nothing but
// references themselves; nil if there is nothing.
func (r *resolver) target(s *openapi.Schema) *openapi.Schema {
	for range len(r.schemas) + 1 {
		if s == nil || s.Ref == "" {
			return s
		}
		s = r.schemas[s.Ref]
	}
	return nil
}

// threeStates reports whether null in a request is not the same as absent: in a
// merge patch, and where the description says so.
func (r *resolver) threeStates(s *openapi.Schema, op *opScope) bool {
	inner, nullable := r.unwrap(s)
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
