package openapi

import (
	"net/url"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rumpl/gosc/gen/internal/diag"
)

const schemaPrefix = "#/components/schemas/"

// schemaIn reads the schema that is a member of something, nil if there is none.
func (r *reader) schemaIn(outer *yaml.Node, keyword, at string) *Schema {
	for key, node := range members(outer) {
		if key.Value == keyword {
			return r.schema(node, key.Line, pointer(at, keyword))
		}
	}
	return nil
}

// schema reads a schema. One that is true or false, or nothing, says nothing that Go
// code could show.
func (r *reader) schema(node *yaml.Node, line int, at string) *Schema {
	if reference(node) != nil {
		return r.reference(node, at)
	}
	out := &Schema{
		Format: textOf(member(node, "format")), ContentMediaType: textOf(member(node, "contentMediaType")), ContentEncoding: textOf(member(node, "contentEncoding")),
		Title: textOf(member(node, "title")), Description: textOf(member(node, "description")), Deprecated: isTrue(member(node, "deprecated")),
		ReadOnly: isTrue(member(node, "readOnly")), WriteOnly: isTrue(member(node, "writeOnly")), Required: textsOf(member(node, "required")),
		Minimum: optionalNumber(member(node, "minimum")), Maximum: optionalNumber(member(node, "maximum")),
		Default: plain(member(node, "default")), Example: plain(member(node, "example")), Pos: diag.Pos{Line: line, Pointer: at},
	}
	if examples := elements(member(node, "examples")); out.Example == nil && len(examples) > 0 {
		out.Example = plain(examples[0])
	}
	r.typesAndEnum(node, out)
	r.children(node, out, at)
	out.extensions(node)
	return out
}

// reference reads a $ref and its siblings. OpenAPI 3.0 says to ignore siblings, but
// real documents rely on them.
func (r *reader) reference(node *yaml.Node, at string) *Schema {
	out := &Schema{Pos: diag.Pos{Line: node.Line, Pointer: at}}
	target := reference(node).Value
	name, ok := strings.CutPrefix(target, schemaPrefix)
	if !ok || strings.Contains(name, "/") {
		r.problems.Errorf(out.Pos, "ref", "move the target to components/schemas of this file", "$ref to %q is not supported", target)
		return out
	}
	out.Ref = unescape(name)
	if len(node.Content) > 2 {
		r.problems.Often(out.Pos, "ref-siblings", "the siblings count", "a $ref has siblings")
	}
	for key, value := range members(node) {
		r.sibling(out, key, value)
	}
	return out
}

func (r *reader) sibling(s *Schema, key, node *yaml.Node) {
	switch key.Value {
	case "$ref":
	case "description":
		s.Description = textOf(node)
	case "title":
		s.Title = textOf(node)
	case "deprecated":
		s.Deprecated = isTrue(node)
	case "nullable":
		s.Nullable = isTrue(node)
	case "readOnly":
		s.ReadOnly = isTrue(node)
	case "writeOnly":
		s.WriteOnly = isTrue(node)
	case "default":
		s.Default = plain(node)
	case "example":
		s.Example = plain(node)
	case "examples", "summary":
	default:
		if strings.HasPrefix(key.Value, "x-") {
			s.memberExtension(key.Value, node)
			return
		}
		if narrowing[key.Value] {
			r.problems.Oddf(diag.Pos{Line: key.Line, Pointer: s.Pos.Pointer}, "ref-siblings", "OpenAPI 3.0 ignores it, write an allOf instead", "%q is beside a $ref", key.Value)
			return
		}
		r.problems.Oddf(diag.Pos{Line: key.Line, Pointer: s.Pos.Pointer}, "ref-siblings", "it is ignored",
			"%q beside a $ref says nothing that Go code could show", key.Value)
	}
}

func (r *reader) typesAndEnum(node *yaml.Node, out *Schema) {
	types := typesOf(member(node, "type"))
	for _, t := range types {
		if t == "null" {
			out.Nullable = true
			continue
		}
		out.Types = append(out.Types, t)
	}
	if isTrue(member(node, "nullable")) {
		out.Nullable = true
	}
	enum, constant := elements(member(node, "enum")), member(node, "const")
	for _, value := range enum {
		r.enumValue(value, out, "an enum value is not a scalar")
	}
	if constant != nil { // an enum of one value
		r.enumValue(constant, out, "the const is not a scalar")
	}
	out.Null = len(out.Types) == 0 && len(out.Enum) == 0 && (len(types) > 0 || len(enum) > 0 || constant != nil)
}

// typesOf reads a type or a list of types. Null without quotes is the type of that name.
func typesOf(node *yaml.Node) []string {
	switch {
	case node == nil || isScalar(node) && node.Value == "":
		return nil
	case isScalar(node):
		return []string{node.Value}
	}
	return textsOf(node)
}

func (r *reader) enumValue(node *yaml.Node, out *Schema, problem string) {
	switch {
	case !isScalar(node):
		r.problems.Errorf(diag.Pos{Line: node.Line, Pointer: out.Pos.Pointer}, "enum", "use scalars", "%s", problem)
	case isNull(node):
		out.Nullable = true
	default:
		out.Enum = append(out.Enum, scalar(node))
	}
}

func (r *reader) children(node *yaml.Node, out *Schema, at string) {
	for key, value := range members(member(node, "properties")) {
		out.Properties = append(out.Properties, Property{key.Value, r.schema(value, key.Line, pointer(at, "properties", key.Value))})
	}
	r.otherMembers(node, out, at)
	if items := member(node, "items"); items != nil && isMap(items) {
		out.Items = r.schemaIn(node, "items", at)
	}
	if len(elements(member(node, "prefixItems"))) > 0 && out.Items != nil {
		// The first elements have types of their own, items is that of the others.
		out.Items = &Schema{Pos: out.Items.Pos}
	}
	out.AllOf = r.schemas(member(node, "allOf"), pointer(at, "allOf"))
	out.OneOf = r.schemas(member(node, "oneOf"), pointer(at, "oneOf"))
	out.AnyOf = r.schemas(member(node, "anyOf"), pointer(at, "anyOf"))
	if r.hasMoreMembers(node) {
		switch out.Closed = false; {
		case len(out.Properties) > 0 || out.AdditionalProperties != nil || len(out.OneOf)+len(out.AnyOf) > 0:
			out.AdditionalProperties = &Schema{Pos: out.Pos}
		default:
			out.AdditionalAllowed = true // beside an allOf, or in one
		}
	}
	out.Discriminator = discriminatorOf(member(node, "discriminator"))
	r.dropMisplaced(out)
}

// otherMembers reads what is said about members that have no name.
func (r *reader) otherMembers(node *yaml.Node, out *Schema, at string) {
	if additional := member(node, "additionalProperties"); additional != nil {
		switch {
		case isMap(additional):
			out.AdditionalProperties = r.schemaIn(node, "additionalProperties", at)
		case isBool(additional):
			out.AdditionalAllowed, out.Closed = isTrue(additional), !isTrue(additional)
		}
	}
	if unevaluated := member(node, "unevaluatedProperties"); unevaluated != nil && out.AdditionalProperties == nil {
		if isMap(unevaluated) {
			out.AdditionalProperties = r.schemaIn(node, "unevaluatedProperties", at)
		} else if isTrue(unevaluated) {
			out.AdditionalAllowed = true
		}
	}
}

// hasMoreMembers reports whether there are members whose names are patterns, or which
// are there under a condition. They have no field of their own.
func (r *reader) hasMoreMembers(node *yaml.Node) bool {
	for range members(member(node, "patternProperties")) {
		return true
	}
	conditional := []*yaml.Node{member(node, "then"), member(node, "else")}
	for _, schema := range members(member(node, "dependentSchemas")) {
		conditional = append(conditional, schema)
	}
	return slices.ContainsFunc(conditional, func(schema *yaml.Node) bool { return r.hasMembers(schema, map[*yaml.Node]bool{}) })
}

// hasMembers reports whether a schema, or one of its parts, has members.
func (r *reader) hasMembers(schema *yaml.Node, seen map[*yaml.Node]bool) bool {
	if schema == nil {
		return false
	}
	node := r.tree.follow(schema)
	if seen[node] {
		return false
	}
	seen[node] = true
	for range members(member(node, "properties")) {
		return true
	}
	if additional := member(node, "additionalProperties"); additional != nil && isMap(additional) || r.hasMoreMembers(node) {
		return true
	}
	for _, keyword := range compositions {
		if slices.ContainsFunc(elements(member(node, keyword)), func(part *yaml.Node) bool { return r.hasMembers(part, seen) }) {
			return true
		}
	}
	return false
}

func (r *reader) schemas(list *yaml.Node, at string) []*Schema {
	var out []*Schema
	for i, node := range elements(list) {
		out = append(out, r.schema(node, node.Line, pointer(at, index(i))))
	}
	return out
}

func discriminatorOf(node *yaml.Node) *Discriminator {
	if node == nil || textOf(member(node, "propertyName")) == "" {
		return nil
	}
	out := &Discriminator{Property: textOf(member(node, "propertyName"))}
	for value, ref := range members(member(node, "mapping")) {
		out.Mapping = append(out.Mapping, Mapping{value.Value, unescape(strings.TrimPrefix(ref.Value, schemaPrefix))})
	}
	return out
}

func unescape(step string) string {
	if plain, err := url.PathUnescape(step); err == nil {
		step = plain
	}
	return strings.ReplaceAll(strings.ReplaceAll(step, "~1", "/"), "~0", "~")
}
