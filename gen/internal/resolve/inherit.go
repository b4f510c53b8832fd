package resolve

import (
	"slices"
	"strconv"

	"github.com/rumpl/gosc/gen/internal/diag"
	"github.com/rumpl/gosc/gen/internal/openapi"
)

// Inherit turns every component that has a discriminator but no oneOf, and that others
// have in their allOf, into what it is where a value of it is wanted: one of these
// others. What the component says itself becomes another component, of which the
// others are made:
//
//	Pet: {discriminator: {propertyName: kind}, properties: {…}}
//	Cat: {allOf: [$ref: Pet, …]}
//
// becomes
//
//	Pet: {discriminator: {propertyName: kind}, oneOf: [$ref: PetBase, $ref: Cat]}
//	PetBase: {properties: {…}}
//	Cat: {allOf: [$ref: PetBase, …]}
//
// A component that is only a part of others stays as it is.
func Inherit(doc *openapi.Document, problems *diag.List) {
	h := heirs{doc: doc, problems: problems, schemas: map[string]*openapi.Schema{}, heirs: map[string][]string{}, used: map[string]bool{}, plain: map[string]string{}}
	found := false
	for _, s := range doc.Schemas {
		h.schemas[s.Name] = s.Schema
		found = found || isBase(s.Schema)
	}
	h.inlineBases()
	if !found {
		return
	}
	for _, s := range doc.Schemas {
		for _, ancestor := range h.ancestors(s.Schema, map[*openapi.Schema]bool{}) {
			if !slices.Contains(h.heirs[ancestor], s.Name) {
				h.heirs[ancestor] = append(h.heirs[ancestor], s.Name)
			}
		}
	}
	h.eachRef(func(ref, _ *openapi.Schema, as use) { h.used[ref.Ref] = h.used[ref.Ref] || as == value })
	var bases []string
	for _, s := range doc.Schemas {
		if h.used[s.Name] && h.discriminator(s.Name) != nil && len(h.heirs[s.Name]) > 0 && h.toldByText(s) {
			bases = append(bases, s.Name)
			h.plain[s.Name] = h.freeName(s.Name + "Base")
		}
	}
	unions := map[string]*openapi.Schema{}
	for _, name := range bases {
		unions[name] = h.union(name)
	}
	h.eachRef(func(ref, holder *openapi.Schema, as use) {
		if plain := h.plainOf(ref.Ref); plain != "" && as != value {
			ref.Ref = plain
			holder.AdditionalAllowed = holder.AdditionalAllowed || as == embedded // a value may have more
		}
	})
	for _, name := range bases {
		h.split(name, unions[name])
	}
}

// heirs knows which components are made of which.
type heirs struct {
	doc      *openapi.Document
	problems *diag.List
	schemas  map[string]*openapi.Schema
	heirs    map[string][]string // those that have a component in their allOf, directly or not
	used     map[string]bool     // components of which a value is wanted
	plain    map[string]string   // the name of what a base says itself
}

// isBase reports whether a schema has a discriminator without saying of what.
func isBase(s *openapi.Schema) bool {
	return s.Discriminator != nil && len(s.OneOf)+len(s.AnyOf) == 0
}

// inlineBases keeps all members of what has a discriminator where no other schema can
// refer to it.
func (h *heirs) inlineBases() {
	keep := func(s *openapi.Schema) {
		if s.Ref == "" && isBase(s) && !h.isComponent(s) {
			s.AdditionalAllowed = true
		}
	}
	for _, named := range h.doc.Schemas {
		named.Schema.Walk(keep)
	}
	for _, op := range h.doc.Operations {
		for _, s := range op.Schemas() {
			s.Walk(keep)
		}
	}
}

func (h *heirs) isComponent(s *openapi.Schema) bool {
	return slices.ContainsFunc(h.doc.Schemas, func(named *openapi.NamedSchema) bool { return named.Schema == s })
}

// ancestors returns the components that a schema has in its allOf, directly or not.
func (h *heirs) ancestors(s *openapi.Schema, seen map[*openapi.Schema]bool) []string {
	if s == nil || seen[s] || isWrapper(s) && s.Nullable {
		return nil
	}
	seen[s] = true
	var out []string
	for _, part := range s.AllOf {
		for n := 0; part != nil && part.Ref != "" && n <= len(h.schemas); n++ {
			out = append(out, part.Ref)
			part = h.schemas[part.Ref]
		}
		out = append(out, h.ancestors(part, seen)...)
	}
	return out
}

// plainOf returns what the base says itself that a component is, or another name of; ""
// if it is none.
func (h *heirs) plainOf(name string) string {
	for range len(h.schemas) {
		if h.plain[name] != "" || h.schemas[name] == nil || h.schemas[name].Ref == "" {
			return h.plain[name]
		}
		name = h.schemas[name].Ref
	}
	return ""
}

// isWrapper reports whether a schema only adds words or null to a reference.
func isWrapper(s *openapi.Schema) bool {
	return len(s.AllOf) == 1 && s.AllOf[0].Ref != "" && len(s.Properties) == 0 && s.AdditionalProperties == nil && len(s.Required) == 0
}

// use is what a reference is for.
type use int

const (
	value    use = iota // any heir may be there
	part                // a component is made of it
	embedded            // an inline schema is made of it
)

// eachRef visits all references to components, with the schema that has them.
func (h *heirs) eachRef(visit func(ref, holder *openapi.Schema, as use)) {
	for _, named := range h.doc.Schemas {
		h.refs(named.Schema, nil, true, visit)
	}
	for _, op := range h.doc.Operations {
		for _, s := range op.Schemas() {
			h.refs(s, nil, false, visit)
		}
	}
}

// refs visits the references in a schema; inherits says that it is a component, or a
// part of one.
func (h *heirs) refs(s, holder *openapi.Schema, inherits bool, visit func(ref, holder *openapi.Schema, as use)) {
	switch {
	case s == nil:
		return
	case s.Ref != "":
		visit(s, holder, value)
		return
	}
	for _, child := range s.AllOf {
		switch {
		case child.Ref == "":
			h.refs(child, s, inherits, visit)
		case isWrapper(s) && (!inherits || s.Nullable):
			visit(child, s, value)
		case inherits:
			visit(child, s, part)
		default:
			visit(child, s, embedded)
		}
	}
	for _, child := range s.Children() {
		if !slices.Contains(s.AllOf, child) {
			h.refs(child, s, false, visit)
		}
	}
}

// discriminator returns that of a component, or of what it is made of.
func (h *heirs) discriminator(name string) *openapi.Discriminator {
	s := h.schemas[name]
	if s == nil || len(s.OneOf)+len(s.AnyOf) > 0 {
		return nil
	}
	if s.Discriminator != nil {
		return s.Discriminator
	}
	for _, ancestor := range h.ancestors(s, map[*openapi.Schema]bool{}) {
		if base := h.schemas[ancestor]; base != nil && isBase(base) {
			return base.Discriminator
		}
	}
	return nil
}

// toldByText reports whether the discriminator of a base is a text that it has. If
// not, the members of heirs are kept without being told apart.
func (h *heirs) toldByText(base *openapi.NamedSchema) bool {
	r := newResolver(h.doc, h.problems)
	flat := openapi.Schema{}
	r.collect(&flat, base.Schema, map[*openapi.Schema]bool{})
	property := h.discriminator(base.Name).Property
	if slices.ContainsFunc(flat.Properties, func(p openapi.Property) bool { return p.Name == property && r.isText(p.Schema) }) {
		return true
	}
	base.Schema.AdditionalAllowed = true
	return false
}

func (h *heirs) freeName(wanted string) string {
	name := wanted
	for i := 2; h.schemas[name] != nil; i++ {
		name = wanted + strconv.Itoa(i)
	}
	return name
}

// union is a choice of all that a base may be.
func (h *heirs) union(name string) *openapi.Schema {
	base, told := h.schemas[name], h.discriminator(name)
	out := &openapi.Schema{
		Title: base.Title, Description: base.Description, Deprecated: base.Deprecated, Successor: base.Successor, Nullable: base.Nullable,
		Aliases: base.Aliases, GoName: base.GoName, Example: base.Example, Pos: base.Pos, Discriminator: &openapi.Discriminator{Property: told.Property},
	}
	isMapped := func(name string) bool {
		return slices.ContainsFunc(told.Mapping, func(m openapi.Mapping) bool { return m.Ref == name })
	}
	// An heir with a discriminator of its own stands for its own heirs.
	own := map[string]bool{}
	for _, heir := range h.heirs[name] {
		if h.plain[heir] != "" && h.discriminator(heir).Property != told.Property {
			own[heir] = true
		}
	}
	members := slices.DeleteFunc(slices.Clone(h.heirs[name]), func(heir string) bool {
		return !isMapped(heir) && slices.ContainsFunc(h.ancestors(h.schemas[heir], map[*openapi.Schema]bool{}), func(a string) bool { return own[a] })
	})
	if len(told.Mapping) == 0 || isMapped(name) {
		members = append([]string{name}, members...)
	}
	for _, member := range members {
		ref := member
		if plain := h.plain[member]; plain != "" && !own[member] {
			ref = plain
		}
		out.OneOf = append(out.OneOf, &openapi.Schema{Ref: ref, Pos: base.Pos})
		if !isMapped(member) {
			out.Discriminator.Mapping = append(out.Discriminator.Mapping, openapi.Mapping{Value: member, Ref: ref})
		}
		for _, m := range told.Mapping {
			if m.Ref == member {
				out.Discriminator.Mapping = append(out.Discriminator.Mapping, openapi.Mapping{Value: m.Value, Ref: ref})
			}
		}
	}
	for _, m := range told.Mapping { // one that is not made of the base
		if known := h.schemas[m.Ref]; known != nil && !slices.Contains(members, m.Ref) && !h.isAncestor(m.Ref, name) {
			out.OneOf = append(out.OneOf, &openapi.Schema{Ref: m.Ref, Pos: base.Pos})
			out.Discriminator.Mapping = append(out.Discriminator.Mapping, m)
		}
	}
	return out
}

// isAncestor reports whether a component is made of another one, or of the same as it:
// then it is no value of it.
func (h *heirs) isAncestor(name, heir string) bool {
	if name == heir || slices.Contains(h.heirs[name], heir) {
		return true
	}
	for _, ancestor := range h.ancestors(h.schemas[heir], map[*openapi.Schema]bool{}) {
		if slices.Contains(h.heirs[ancestor], name) {
			return true
		}
	}
	return false
}

// split puts the union in the place of a base, and the base before it.
func (h *heirs) split(name string, union *openapi.Schema) {
	base := h.schemas[name]
	plain := *base
	plain.Discriminator, plain.Aliases, plain.Nullable = nil, nil, false
	if plain.GoName != "" {
		plain.GoName += "Base"
	}
	*base = *union
	i := slices.IndexFunc(h.doc.Schemas, func(s *openapi.NamedSchema) bool { return s.Name == name })
	h.doc.Schemas = slices.Insert(h.doc.Schemas, i, &openapi.NamedSchema{Name: h.plain[name], From: name, Schema: &plain})
}
