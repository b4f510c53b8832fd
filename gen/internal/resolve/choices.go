package resolve

import (
	"reflect"
	"slices"

	"github.com/rumpl/gosc/gen/internal/diag"
	"github.com/rumpl/gosc/gen/internal/dialect"
	"github.com/rumpl/gosc/gen/internal/openapi"
)

// MergeChoices turns every schema that has members of its own beside a choice of
// objects, as
//
//	properties: {id: …}
//	oneOf: [{properties: {a: …}}, {properties: {b: …}}]
//
// into an object with the members of all: those of the alternatives are optional.
// Where alternatives contradict each other, the schema stays as it is.
func MergeChoices(doc *openapi.Document, problems *diag.List) {
	m := merger{resolver: newResolver(doc, problems), states: map[*openapi.Schema]mergeState{}}
	for _, s := range doc.Schemas {
		m.visit(s.Schema)
	}
	for _, op := range doc.Operations {
		for _, s := range op.Schemas() {
			m.visit(s)
		}
	}
}

// newResolver returns a resolver that only looks at a document.
func newResolver(doc *openapi.Document, problems *diag.List) *resolver {
	r := &resolver{doc: doc, problems: problems, schemas: map[string]*openapi.Schema{}, onlyTypes: map[*openapi.Schema]*openapi.Schema{}, merged: map[pair]*openapi.Schema{}, choosing: map[*openapi.Schema]bool{}}
	for _, s := range doc.Schemas {
		r.schemas[s.Name] = s.Schema
	}
	return r
}

type merger struct {
	*resolver
	states map[*openapi.Schema]mergeState
}

type mergeState int

const (
	merging mergeState = iota + 1
	merged
)

// visit merges what is inside of a schema, then the schema itself.
func (m *merger) visit(s *openapi.Schema) {
	if s == nil || m.states[s] != 0 {
		return
	}
	m.states[s] = merging
	defer func() { m.states[s] = merged }()
	for _, child := range s.Children() {
		m.visit(child)
	}
	if s.Ref != "" || !m.isMixed(s) {
		return
	}
	c := collected{merger: m, seen: map[*openapi.Schema]bool{}, out: *s}
	c.out.Properties, c.out.Required, c.out.AllOf, c.out.OneOf, c.out.AnyOf, c.out.Discriminator = nil, nil, nil, nil, nil, nil
	c.out.AdditionalProperties = nil
	required, ok := c.add(s, false)
	if !ok {
		return
	}
	m.problems.Often(s.Pos, "choice", "it is one struct with the members of all; which of them belong together is not checked", "members stand beside oneOf or anyOf")
	c.out.Required, c.out.Alternatives = required, true
	*s = c.out
}

// isMixed reports whether a schema has members of its own, or parts, beside a
// choice of objects.
func (m *merger) isMixed(s *openapi.Schema) bool {
	choices, others := 0, 0
	for _, part := range append([]*openapi.Schema{s}, s.AllOf...) {
		part = m.target(part)
		if part == nil {
			return false
		}
		if len(part.OneOf)+len(part.AnyOf) > 0 && !dialect.RequiredSets(part) {
			choices++
		}
		if len(part.Properties) > 0 || part != s && len(part.OneOf)+len(part.AnyOf) == 0 && len(part.AllOf) > 0 {
			others++
		}
	}
	single := len(s.OneOf)+len(s.AnyOf) == 1 && len(s.Required) > 0
	return choices > 1 || choices == 1 && (others > 0 || single)
}

// target follows references.
func (m *merger) target(s *openapi.Schema) *openapi.Schema {
	for s != nil && s.Ref != "" {
		if _, known := dialect.Wrapper(s.Ref); known {
			return nil
		}
		s = m.schemas[s.Ref]
	}
	return s
}

// collected is the object that is put together.
type collected struct {
	*merger
	seen map[*openapi.Schema]bool
	out  openapi.Schema
}

// add adds the members of a schema and of its parts and alternatives. It returns
// those that are required in any case, and false if this is no object or if it
// contradicts what is there.
func (c *collected) add(s *openapi.Schema, optional bool) (required []string, ok bool) {
	s = c.target(s)
	if s == nil || c.seen[s] || !isObjectPart(s) || optional && isFree(s) {
		return nil, false
	}
	c.seen[s] = true
	defer delete(c.seen, s)
	c.out.Nullable = c.out.Nullable || s.Nullable && !optional
	required = append(required, s.Required...)
	for _, part := range s.AllOf {
		more, ok := c.add(part, optional)
		if !ok {
			return nil, false
		}
		required = append(required, more...)
	}
	for _, p := range s.Properties {
		if !c.addProperty(p, optional) {
			return nil, false
		}
	}
	if s.AdditionalProperties != nil {
		if known := c.out.AdditionalProperties; known != nil && !same(known, s.AdditionalProperties) {
			return nil, false
		}
		c.out.AdditionalProperties = s.AdditionalProperties
	}
	if len(c.out.PropertyOrder) == 0 {
		c.out.PropertyOrder = s.PropertyOrder
	}
	if dialect.RequiredSets(s) {
		c.out.OneOf, c.out.AnyOf = append(slices.Clip(c.out.OneOf), s.OneOf...), append(slices.Clip(c.out.AnyOf), s.AnyOf...)
		return required, true
	}
	for _, list := range [][]*openapi.Schema{s.OneOf, s.AnyOf} {
		more, ok := c.addAlternatives(list)
		if !ok {
			return nil, false
		}
		required = append(required, more...)
	}
	return required, true
}

// addAlternatives returns the members that all of the alternatives require.
func (c *collected) addAlternatives(list []*openapi.Schema) (required []string, ok bool) {
	first := true
	for _, alternative := range list {
		if alternative.Ref == "" && alternative.Null {
			c.out.Nullable = true
			continue
		}
		more, ok := c.add(alternative, true)
		if !ok {
			return nil, false
		}
		if first {
			required, first = more, false
		}
		required = slices.DeleteFunc(slices.Clone(required), func(name string) bool { return !slices.Contains(more, name) })
	}
	return required, true
}

// isObjectPart reports whether a schema says nothing but what an object has.
func isObjectPart(s *openapi.Schema) bool {
	_, pseudo := dialect.PseudoMap(s)
	isObject := len(s.Types) == 0 || s.Type() == "object"
	return isObject && !pseudo && !s.Null && len(s.Enum) == 0 && s.Items == nil && s.Format == ""
}

// isFree reports whether an alternative may have members of any name.
func isFree(s *openapi.Schema) bool {
	return len(s.Required) == 0 && (dialect.FreeObject(s) || dialect.Anything(s)) || s.AdditionalAllowed
}

// addProperty adds a member, or finds that it is there with the same meaning.
func (c *collected) addProperty(p openapi.Property, optional bool) bool {
	c.visit(p.Schema)
	if c.holdsUnfinished(p.Schema) {
		return false
	}
	i := slices.IndexFunc(c.out.Properties, func(o openapi.Property) bool { return o.Name == p.Name })
	if i < 0 {
		marked := *p.Schema
		marked.OfAlternative = optional
		c.out.Properties = append(c.out.Properties, openapi.Property{Name: p.Name, Schema: &marked})
		return true
	}
	known := c.out.Properties[i].Schema
	both, ok := c.both(known, p.Schema)
	if ok {
		both.OfAlternative = known.OfAlternative && optional
		c.out.Properties[i].Schema = both
	}
	return ok
}

// holdsUnfinished reports whether a schema that is being merged stands inside of this
// one: it would come to stand inside of itself.
func (m *merger) holdsUnfinished(s *openapi.Schema) bool {
	found := false
	s.Walk(func(s *openapi.Schema) { found = found || m.states[s] == merging })
	return found
}

// both is a schema that is right for the values of two, if there is one: they are
// the same, or texts of which each alternative allows some.
func (c *collected) both(a, b *openapi.Schema) (*openapi.Schema, bool) {
	out := *a
	if same(a, b) {
		return &out, true
	}
	if !c.isText(a) || !c.isText(b) {
		return nil, false
	}
	if a.Ref != "" { // an enum with a name of its own knows other values as well
		return &out, true
	}
	if b.Ref != "" || len(b.Enum) == 0 {
		out = *b
		return &out, true
	}
	if len(a.Enum) > 0 {
		out.Enum = slices.Clone(a.Enum)
		for _, v := range b.Enum {
			if !slices.Contains(out.Enum, v) {
				out.Enum = append(out.Enum, v)
			}
		}
	}
	return &out, true
}

// same reports whether two schemas differ in words and limits only.
func same(a, b *openapi.Schema) bool { return reflect.DeepEqual(bare(a), bare(b)) }

// bare is a copy without what makes no difference for the values.
func bare(s *openapi.Schema) *openapi.Schema {
	if s == nil {
		return nil
	}
	out := *s
	out.Title, out.Description, out.Default, out.Example, out.Pos = "", "", nil, nil, diag.Pos{}
	out.Minimum, out.Maximum, out.EnumDescriptions, out.OfAlternative = nil, nil, nil, false
	out.Deprecated, out.Successor, out.PropertyOrder = false, "", nil
	out.Properties = nil
	for _, p := range s.Properties {
		out.Properties = append(out.Properties, openapi.Property{Name: p.Name, Schema: bare(p.Schema)})
	}
	out.AdditionalProperties, out.Items = bare(s.AdditionalProperties), bare(s.Items)
	for _, list := range []*[]*openapi.Schema{&out.AllOf, &out.OneOf, &out.AnyOf} {
		var copied []*openapi.Schema
		for _, part := range *list {
			copied = append(copied, bare(part))
		}
		*list = copied
	}
	return &out
}
