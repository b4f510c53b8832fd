package resolve

import (
	"slices"

	"github.com/rumpl/gosc/gen/internal/dialect"
	"github.com/rumpl/gosc/gen/internal/model"
	"github.com/rumpl/gosc/gen/internal/names"
	"github.com/rumpl/gosc/gen/internal/openapi"
)

// alternative is one of the objects that a oneOf chooses from.
type alternative struct {
	schema *openapi.Schema // as it stands in the list
	object *openapi.Schema // with its own properties and those of its parts
	name   string          // of the component, "" if it is written in place
	values []string        // of the discriminator
	nested bool            // it is a union itself
	keys   []string        // members that only this one has
	all    bool            // all of the keys are there, else any
}

// isUnion reports whether a choice becomes a struct with a field for each
// alternative: a oneOf of objects that can be told apart, by a discriminator or by
// members that only one of them has.
func (r *resolver) isUnion(s *openapi.Schema) bool { return r.alternatives(s) != nil }

// alternatives returns what a union is made of, nil if it cannot be one.
func (r *resolver) alternatives(s *openapi.Schema) []*alternative {
	list := s.OneOf
	if len(list) == 0 && s.Discriminator != nil {
		list = s.AnyOf
	}
	if s.Ref != "" || len(list) < 2 || len(s.AllOf) > 0 || len(s.Properties) > 0 || s.AdditionalProperties != nil ||
		len(s.Types) > 1 || len(s.OneOf) > 0 && len(s.AnyOf) > 0 || dialect.RequiredSets(s) {
		return nil
	}
	if r.choosing[s] {
		return nil // it contains itself
	}
	r.choosing[s] = true
	defer delete(r.choosing, s)
	var out []*alternative
	for _, schema := range list {
		a := r.alternative(schema)
		if a == nil {
			return nil
		}
		out = append(out, a)
	}
	if s.Discriminator != nil {
		return r.discriminated(s, out)
	}
	return toldApart(out)
}

// alternative returns an object, nil for anything else.
func (r *resolver) alternative(s *openapi.Schema) *alternative {
	out := &alternative{schema: s, object: s}
	inner, nullable := dialect.Unwrap(s)
	if nullable {
		return nil
	}
	if inner.Ref != "" {
		if _, known := dialect.Wrapper(inner.Ref); known {
			return nil
		}
		out.name, out.object = inner.Ref, r.target(inner)
	} else {
		out.object = inner
	}
	if out.object == nil || out.object.Nullable {
		return nil
	}
	if dialect.Choice(out.object) {
		out.object, out.nested = r.common(out.object), true
		return whole(out)
	}
	if !r.isObject(out.object) {
		return nil
	}
	flat := *out.object
	flat.Properties, flat.AllOf = nil, nil
	r.collect(&flat, out.object, map[*openapi.Schema]bool{})
	out.object = &flat
	return out
}

// whole returns an alternative that has an object, else nil.
func whole(a *alternative) *alternative {
	if a.object == nil {
		return nil
	}
	return a
}

// common returns an object with the members that all alternatives of a union have, nil
// if the schema is no union.
func (r *resolver) common(s *openapi.Schema) *openapi.Schema {
	list := r.alternatives(s)
	if list == nil {
		return nil
	}
	out := &openapi.Schema{}
	for _, p := range list[0].object.Properties {
		if !slices.ContainsFunc(list, func(a *alternative) bool { return !hasProperty(a.object, p.Name) }) {
			out.Properties = append(out.Properties, p)
		}
	}
	return out
}

func hasProperty(s *openapi.Schema, name string) bool {
	return slices.ContainsFunc(s.Properties, func(p openapi.Property) bool { return p.Name == name })
}

// isObject reports whether a schema becomes a struct.
func (r *resolver) isObject(s *openapi.Schema) bool {
	if _, isMap := dialect.MapValue(s); isMap {
		return false
	}
	return len(s.Properties) > 0 || len(s.AllOf) > 0 && r.partType(s, map[*openapi.Schema]bool{}) == "object"
}

// collect gathers the properties of a schema and of its parts, without reporting
// problems in them.
func (r *resolver) collect(out, s *openapi.Schema, seen map[*openapi.Schema]bool) {
	if s == nil || seen[s] {
		return
	}
	seen[s] = true
	for _, part := range s.AllOf {
		r.collect(out, r.target(part), seen)
	}
	out.Properties = append(out.Properties, s.Properties...)
	out.Required = append(slices.Clip(out.Required), s.Required...)
}

// discriminated gives each alternative its values of the discriminator.
func (r *resolver) discriminated(s *openapi.Schema, list []*alternative) []*alternative {
	property := s.Discriminator.Property
	seen := map[string]bool{}
	for _, a := range list {
		if a.name == "" || !slices.ContainsFunc(a.object.Properties, func(p openapi.Property) bool { return p.Name == property && r.isText(p.Schema) }) {
			return nil
		}
		for _, m := range s.Discriminator.Mapping {
			if m.Ref == a.name {
				a.values = append(a.values, m.Value)
			}
		}
		if len(a.values) == 0 {
			a.values = []string{a.name}
		}
		for _, value := range a.values {
			if seen[value] {
				return nil
			}
			seen[value] = true
		}
	}
	return list
}

// isText reports whether a property is a string.
func (r *resolver) isText(s *openapi.Schema) bool {
	inner, nullable := r.unwrap(s)
	if target := r.target(inner); target != nil {
		inner, _ = r.unwrap(target)
	}
	if nullable || inner.Ref != "" {
		return false
	}
	if dialect.IsEnum(inner) {
		return dialect.EnumType(inner) == "string"
	}
	kind, ok := dialect.Scalar(dialect.ImpliedType(inner), inner.Format)
	return ok && kind == model.String
}

// toldApart finds the members by which each alternative is recognized: those that
// it requires and no other one has, else those that no other one has.
func toldApart(list []*alternative) []*alternative {
	for _, a := range list {
		if a.nested {
			return nil
		}
		var own, required []string
		for _, p := range a.object.Properties {
			if others(list, a, p.Name) || dialect.IsPseudoKey(p.Name) {
				continue
			}
			own = append(own, p.Name)
			if slices.Contains(a.object.Required, p.Name) {
				required = append(required, p.Name)
			}
		}
		a.keys, a.all = own, false
		if len(required) > 0 {
			a.keys, a.all = required, true
		}
		if len(a.keys) == 0 {
			return nil
		}
		slices.Sort(a.keys)
		a.keys = slices.Compact(a.keys)
	}
	return list
}

func others(list []*alternative, self *alternative, name string) bool {
	return slices.ContainsFunc(list, func(a *alternative) bool {
		return a != self && hasProperty(a.object, name)
	})
}

// unionType makes the struct of a union.
func (r *resolver) unionType(s *openapi.Schema, at place) *model.Struct {
	if known := r.inlineStructs[s]; known != nil {
		return known
	}
	out := &model.Struct{Doc: describe(s), Deprecated: s.Deprecated, Successor: s.Successor, Aliases: s.Aliases, Example: s.Example, Pos: s.Pos}
	out.Union = &model.Union{}
	if at.component != nil {
		out.Name, out.Schema = at.component.goName, at.component.name
		at.component.typ = &model.Type{Kind: model.StructOf, Struct: out, Nullable: r.isNullable(at.component.schema)}
	} else {
		out.Name = r.takeInline(s, at, "Value")
		r.inlineStructs[s] = out
	}
	out.File = r.files.Take(names.File("model", out.Name))
	r.out.Structs = append(r.out.Structs, out)
	fields := names.NewRegistry()
	for _, reserved := range []string{"MarshalJSON", "UnmarshalJSON", "Raw"} {
		fields.Reserve(reserved, "a member of every union")
	}
	if s.Discriminator != nil {
		out.Union.Discriminator = s.Discriminator.Property
	}
	for _, a := range r.alternatives(s) {
		r.addVariant(out, a, fields, at)
	}
	raw := &model.Field{Name: "Raw", Type: &model.Type{Kind: model.Raw}, Presence: model.OmitUnset, Pos: s.Pos, Doc: "JSON of an alternative that this version does not know."}
	out.Fields = append(out.Fields, raw)
	return out
}

func (r *resolver) addVariant(out *model.Struct, a *alternative, taken *names.Registry, at place) {
	wanted := ""
	switch {
	case len(a.keys) > 0:
		wanted = names.Exported(a.keys[0])
	case len(a.values) > 0:
		wanted = names.Exported(a.values[0])
	}
	if a.name != "" {
		wanted = goNameOf(r.original(a.name))
	}
	if wanted == "" {
		wanted = "Variant"
	}
	name, _ := taken.Take("variant "+wanted, wanted, wanted+"Variant")
	t := r.typeOf(a.schema, place{owner: out.Name, prop: name, goProp: name, op: at.op})
	f := &model.Field{Name: name, Type: t, Pointer: true, Presence: model.OmitUnset, Pos: a.schema.Pos, Doc: describe(a.schema)}
	out.Fields = append(out.Fields, f)
	variant := &model.Variant{Field: f, Values: a.values, Property: out.Union.Discriminator, Keys: a.keys, All: a.all}
	out.Union.Variants = append(out.Union.Variants, variant)
}
