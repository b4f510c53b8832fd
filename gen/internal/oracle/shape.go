package oracle

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
)

// errNone says that no instance of a schema was found.
var errNone = errors.New("no instance found")

// shape is a schema with its references and parts resolved and one alternative of each
// choice taken: all parts, which are objects without references and choices, hold.
type shape struct {
	parts  []map[string]any
	null   bool // the schema itself says that null is a value
	choice bool // there was something to choose, or to exclude
}

// wellKnown are the schemas of Google and Scaleway whose JSON is not what they
// describe: the plain value, or null.
var wellKnown = map[string]map[string]any{
	"google.protobuf.StringValue":       orNull("string", ""),
	"google.protobuf.BoolValue":         orNull("boolean", ""),
	"google.protobuf.Int32Value":        orNull("integer", "int32"),
	"google.protobuf.Int64Value":        orNull("integer", "int64"),
	"google.protobuf.UInt32Value":       orNull("integer", "uint32"),
	"google.protobuf.UInt64Value":       orNull("integer", "uint64"),
	"google.protobuf.FloatValue":        orNull("number", ""),
	"google.protobuf.DoubleValue":       orNull("number", ""),
	"google.protobuf.BytesValue":        orNull("string", "byte"),
	"google.protobuf.Timestamp":         orNull("string", "date-time"),
	"google.protobuf.Duration":          orNull("string", "google-duration"),
	"google.protobuf.Struct":            {"type": "object", "nullable": true, "additionalProperties": true},
	"scaleway.std.StringsValue":         {"type": "array", "nullable": true, "items": map[string]any{"type": "string"}},
	"scaleway.std.MapStringStringValue": {"type": "object", "nullable": true, "additionalProperties": map[string]any{"type": "string"}},
}

func orNull(typ, format string) map[string]any {
	out := map[string]any{"type": typ, "nullable": true}
	if format != "" {
		out["format"] = format
	}
	return out
}

// shape takes one alternative of each choice at random.
func (g *generator) shape(schemas ...any) (shape, error) {
	var out shape
	for i, s := range schemas {
		m, _ := s.(map[string]any)
		if i == 0 && boolean(m["nullable"]) {
			out.null = true
		}
		if err := g.expand(&out, s, 0); err != nil {
			return out, err
		}
	}
	return out, nil
}

func (g *generator) expand(out *shape, schema any, depth int) error {
	if depth > 60 {
		return errNone
	}
	s, isObject := schema.(map[string]any)
	if !isObject {
		if allowed, ok := schema.(bool); ok && !allowed {
			return errNone
		}
		return nil
	}
	if ref, ok := s["$ref"].(string); ok {
		target, err := g.doc.schema(ref)
		if err != nil {
			return err
		}
		if err := g.expand(out, target, depth+1); err != nil || !g.doc.Siblings {
			return err
		}
	}
	for _, part := range list(s["allOf"]) {
		if err := g.expand(out, part, depth+1); err != nil {
			return err
		}
	}
	for _, keyword := range []string{"oneOf", "anyOf"} {
		if alternatives := list(s[keyword]); len(alternatives) > 0 {
			out.choice = true
			chosen := alternatives[g.IntN(len(alternatives))]
			if err := g.expand(out, chosen, depth+1); err != nil {
				return err
			}
			if property, tag := g.doc.tag(s, chosen); tag != nil && len(out.property(property)) > 0 {
				out.parts = append(out.parts, tag)
			}
		}
	}
	out.choice = out.choice || s["not"] != nil || s["if"] != nil
	out.parts = append(out.parts, s)
	return nil
}

// schema returns what a reference to a schema stands for.
func (d *Document) schema(ref string) (any, error) {
	if known, ok := wellKnown[lastOf(ref)]; ok {
		return known, nil
	}
	return d.follow(ref)
}

func lastOf(ref string) string { return ref[strings.LastIndexAny(ref, "/#")+1:] }

// tag is the property of a discriminator, and what that says about it in an alternative;
// nil without one.
func (d *Document) tag(choice map[string]any, chosen any) (property string, schema map[string]any) {
	discriminator := members(choice["discriminator"])
	property = text(discriminator["propertyName"])
	ref := text(members(chosen)["$ref"])
	if property == "" || ref == "" {
		return "", nil
	}
	var values []any
	mapping := members(discriminator["mapping"])
	for _, value := range slices.Sorted(maps.Keys(mapping)) {
		target := text(mapping[value])
		if lastOf(target) == lastOf(ref) {
			values = append(values, value)
		}
	}
	if len(values) == 0 {
		values = []any{lastOf(ref)}
	}
	return property, map[string]any{
		"required":   []any{property},
		"properties": map[string]any{property: map[string]any{"enum": values}},
	}
}

// types returns the types that a part allows, nil for all.
func types(part map[string]any) []string {
	switch t := part["type"].(type) {
	case string:
		return []string{t}
	case []any:
		var out []string
		for _, name := range t {
			out = append(out, text(name))
		}
		return out
	}
	return nil
}

// types returns the types that all parts allow, without null.
func (s shape) types() ([]string, error) {
	var out []string
	for _, part := range s.parts {
		allowed := types(part)
		switch {
		case allowed == nil:
		case out == nil:
			out = allowed
		default:
			out = common(out, allowed)
			if len(out) == 0 {
				return nil, errNone
			}
		}
	}
	if out == nil {
		return s.implied(), nil
	}
	return slices.DeleteFunc(slices.Clone(out), func(t string) bool { return t == "null" }), nil
}

// common returns the types that are in both lists. An integer is a number.
func common(a, b []string) []string {
	var out []string
	for _, t := range a {
		switch {
		case slices.Contains(b, t), t == "integer" && slices.Contains(b, "number"):
			out = append(out, t)
		case t == "number" && slices.Contains(b, "integer"):
			out = append(out, "integer")
		}
	}
	return out
}

// count is what a number of elements or of a page is, which Scaleway describes as any
// number: see docs/regenerating.md.
var count = map[string]any{"type": "integer", "minimum": json.Number("0"), "maximum": json.Number("4294967295")}

// counted adds what a name says to the schemas of a member.
func (g *generator) counted(name string, schemas []any) []any {
	switch name {
	case "page", "page_size", "total_count":
		for _, schema := range schemas {
			if g.doc.object(schema)["type"] == "number" {
				return append(slices.Clip(schemas), count)
			}
		}
	}
	return schemas
}

// implied is the type that the keywords of a schema without one are about.
func (s shape) implied() []string {
	for _, hint := range []struct {
		keywords string
		typ      string
	}{
		{"properties required additionalProperties patternProperties", "object"},
		{"items minItems maxItems", "array"},
		{"minLength maxLength pattern", "string"},
		{"minimum maximum multipleOf", "number"},
	} {
		for _, part := range s.parts {
			for keyword := range strings.FieldsSeq(hint.keywords) {
				if part[keyword] != nil {
					return []string{hint.typ}
				}
			}
		}
	}
	if format := s.text("format"); format != "" {
		switch format {
		case "int32", "int64", "uint32", "uint64":
			return []string{"integer"}
		case "float", "double":
			return []string{"number"}
		}
		return []string{"string"}
	}
	return nil
}

// text is the value of a keyword in the first part that has it.
func (s shape) text(keyword string) string {
	for _, part := range s.parts {
		if value := text(part[keyword]); value != "" {
			return value
		}
	}
	return ""
}

// allowsNull reports whether null is a value.
func (s shape) allowsNull() bool {
	if s.null {
		return true
	}
	for _, part := range s.parts {
		if !partAllowsNull(part) {
			return false
		}
	}
	return true
}

func partAllowsNull(part map[string]any) bool {
	if boolean(part["nullable"]) {
		return true
	}
	if allowed := types(part); allowed != nil {
		return slices.Contains(allowed, "null")
	}
	if values, ok := values(part); ok {
		return slices.Contains(values, nil)
	}
	return part["properties"] == nil && part["items"] == nil && part["additionalProperties"] == nil && part["format"] == nil
}

// values returns those of an enum or a const.
func values(part map[string]any) ([]any, bool) {
	if value, ok := part["const"]; ok {
		return []any{value}, true
	}
	if enum := list(part["enum"]); len(enum) > 0 {
		return enum, true
	}
	return nil, false
}

// enum returns the values that all enums have.
func (s shape) enum() ([]any, bool) {
	var out []any
	found := false
	for _, part := range s.parts {
		allowed, ok := values(part)
		if !ok {
			continue
		}
		if !found {
			out, found = allowed, true
			continue
		}
		out = slices.DeleteFunc(slices.Clone(out), func(v any) bool {
			return !slices.ContainsFunc(allowed, func(w any) bool { return equal(v, w) })
		})
	}
	return out, found
}

// isPseudoKey recognizes "<key>", with which Scaleway describes maps.
func isPseudoKey(name string) bool {
	name = strings.NewReplacer("&lt;", "<", "&gt;", ">").Replace(name)
	return strings.HasPrefix(name, "<") && strings.HasSuffix(name, ">")
}

// isMap reports whether a property is a pseudo key, and returns its schema: that of all
// members that have no other one.
func isMap(part map[string]any) (any, bool) {
	for name, schema := range members(part["properties"]) {
		if isPseudoKey(name) {
			return schema, true
		}
	}
	return nil, false
}

// properties returns the schemas of the members that have a name, sorted.
func (s shape) properties() (names []string, schemas map[string][]any) {
	schemas = map[string][]any{}
	for _, part := range s.parts {
		for name, schema := range members(part["properties"]) {
			if !isPseudoKey(name) {
				schemas[name] = append(schemas[name], schema)
			}
		}
	}
	return slices.Sorted(maps.Keys(schemas)), schemas
}

func (s shape) required() map[string]bool {
	out := map[string]bool{}
	for _, part := range s.parts {
		for _, name := range list(part["required"]) {
			out[text(name)] = true
		}
	}
	return out
}

// groups takes one of the properties of each group of which at most one may be set. It
// returns the others, and marks the one that is taken as required if the group is.
func (g *generator) groups(names []string, schemas map[string][]any, required map[string]bool) (others map[string]bool) {
	found, needed := map[string][]string{}, map[string]bool{}
	for _, name := range names {
		if g.hidden(schemas[name]) {
			continue
		}
		for _, schema := range schemas[name] {
			if group := text(members(schema)["x-one-of"]); group != "" {
				found[group] = append(found[group], name)
				needed[group] = needed[group] || boolean(members(schema)["x-one-of-required"])
				break
			}
		}
	}
	others = map[string]bool{}
	for _, group := range sortedNames(found) {
		taken := found[group][g.IntN(len(found[group]))]
		for _, name := range found[group] {
			others[name] = name != taken
		}
		required[taken] = required[taken] || needed[group]
	}
	return others
}

// rest returns what members without a schema of their own have to be: all of the
// schemas. typed is set if the description says so itself.
func (s shape) rest() (schemas []any, typed, allowed bool) {
	for _, part := range s.parts {
		if schema, ok := isMap(part); ok {
			schemas, typed = append(schemas, schema), true
			continue
		}
		switch rest := part["additionalProperties"].(type) {
		case bool:
			if !rest {
				return nil, true, false
			}
			typed = true
		case map[string]any:
			schemas, typed = append(schemas, rest), true
		}
		switch rest := part["unevaluatedProperties"].(type) {
		case bool:
			if !rest {
				return nil, true, false
			}
		case map[string]any:
			schemas, typed = append(schemas, rest), true
		}
	}
	return schemas, typed, true
}

// equal compares two values as JSON.
func equal(a, b any) bool {
	x, isNumber := a.(json.Number)
	y, both := b.(json.Number)
	if isNumber && both {
		return sameNumber(x, y)
	}
	first, err1 := json.Marshal(a)
	second, err2 := json.Marshal(b)
	return err1 == nil && err2 == nil && string(first) == string(second)
}
