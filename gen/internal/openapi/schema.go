package openapi

import (
	"net/url"
	"slices"
	"strings"

	"github.com/pb33f/go-yaml"
	"github.com/pb33f/libopenapi/datamodel/high/base"

	"github.com/rumpl/gosc/gen/internal/diag"
)

const schemaPrefix = "#/components/schemas/"

func (r *reader) schema(proxy *base.SchemaProxy, at string) *Schema {
	if proxy == nil {
		return &Schema{Pos: diag.Pos{Pointer: at}}
	}
	if proxy.IsReference() {
		return r.reference(proxy, at)
	}
	s := proxy.Schema()
	pos := diag.Pos{Line: lineOfProxy(proxy), Pointer: at}
	if s == nil {
		if err := proxy.GetBuildError(); err != nil {
			r.problems.Errorf(pos, "schema", "correct the schema", "cannot be read: %s", oneLine(err))
		}
		return &Schema{Pos: pos}
	}
	out := &Schema{
		Format: s.Format, ContentMediaType: s.ContentMediaType, ContentEncoding: s.ContentEncoding, Title: s.Title, Description: s.Description, Deprecated: isTrue(s.Deprecated),
		ReadOnly: isTrue(s.ReadOnly), WriteOnly: isTrue(s.WriteOnly), Required: s.Required, Minimum: s.Minimum, Maximum: s.Maximum,
		Default: value(s.Default), Example: value(s.Example), Pos: pos,
	}
	if out.Example == nil && len(s.Examples) > 0 {
		out.Example = value(s.Examples[0])
	}
	r.typesAndEnum(s, out)
	r.children(s, out, at)
	r.extensions(s.Extensions, out)
	return out
}

// reference reads a $ref and its siblings. OpenAPI 3.0 says to ignore siblings, but
// real documents rely on them.
func (r *reader) reference(proxy *base.SchemaProxy, at string) *Schema {
	node := proxy.GetReferenceNode()
	out := &Schema{Pos: diag.Pos{Pointer: at}}
	if node != nil {
		out.Pos.Line = node.Line
	}
	target := proxy.GetReference()
	name, ok := strings.CutPrefix(target, schemaPrefix)
	if !ok || strings.Contains(name, "/") {
		r.problems.Errorf(out.Pos, "ref", "move the target to components/schemas of this file", "$ref to %q is not supported", target)
		return out
	}
	out.Ref = unescape(name)
	if node == nil {
		return out
	}
	if len(node.Content) > 2 {
		r.problems.Often(out.Pos, "ref-siblings", "the siblings count", "a $ref has siblings")
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		r.sibling(out, node.Content[i], node.Content[i+1])
	}
	return out
}

func (r *reader) sibling(s *Schema, key, node *yaml.Node) {
	switch key.Value {
	case "$ref":
	case "description":
		s.Description = node.Value
	case "title":
		s.Title = node.Value
	case "deprecated":
		s.Deprecated = node.Value == "true"
	case "nullable":
		s.Nullable = node.Value == "true"
	case "readOnly":
		s.ReadOnly = node.Value == "true"
	case "writeOnly":
		s.WriteOnly = node.Value == "true"
	case "default":
		s.Default = value(node)
	case "example":
		s.Example = value(node)
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

func (r *reader) typesAndEnum(s *base.Schema, out *Schema) {
	for _, t := range s.Type {
		if t == "null" {
			out.Nullable = true
			continue
		}
		out.Types = append(out.Types, t)
	}
	if isTrue(s.Nullable) {
		out.Nullable = true
	}
	for _, node := range s.Enum {
		if node.Kind != yaml.ScalarNode {
			r.problems.Errorf(diag.Pos{Line: node.Line, Pointer: out.Pos.Pointer}, "enum", "use scalars", "an enum value is not a scalar")
			continue
		}
		if node.Tag == "!!null" {
			out.Nullable = true
			continue
		}
		out.Enum = append(out.Enum, Scalar{node.Value, node.Tag})
	}
	r.constant(s.Const, out)
	out.Null = len(out.Types) == 0 && len(out.Enum) == 0 && (len(s.Type) > 0 || len(s.Enum) > 0 || s.Const != nil)
}

// constant reads a const as an enum of one value.
func (r *reader) constant(node *yaml.Node, out *Schema) {
	switch {
	case node == nil:
	case node.Kind != yaml.ScalarNode:
		r.problems.Errorf(diag.Pos{Line: node.Line, Pointer: out.Pos.Pointer}, "enum", "use a scalar", "the const is not a scalar")
	case node.Tag == "!!null":
		out.Nullable = true
	default:
		out.Enum = append(out.Enum, Scalar{node.Value, node.Tag})
	}
}

func (r *reader) children(s *base.Schema, out *Schema, at string) {
	if s.Properties != nil {
		for name, proxy := range s.Properties.FromOldest() {
			out.Properties = append(out.Properties, Property{name, r.schema(proxy, pointer(at, "properties", name))})
		}
	}
	if a := s.AdditionalProperties; a != nil {
		switch {
		case a.IsA():
			out.AdditionalProperties = r.schema(a.A, pointer(at, "additionalProperties"))
		default:
			out.AdditionalAllowed, out.Closed = a.B, !a.B
		}
	}
	if u := s.UnevaluatedProperties; u != nil && out.AdditionalProperties == nil {
		if u.IsA() {
			out.AdditionalProperties = r.schema(u.A, pointer(at, "unevaluatedProperties"))
		} else if u.B {
			out.AdditionalAllowed = true
		}
	}
	if s.Items != nil && s.Items.IsA() {
		out.Items = r.schema(s.Items.A, pointer(at, "items"))
	}
	if len(s.PrefixItems) > 0 && out.Items != nil {
		// The first elements have types of their own, items is that of the others.
		out.Items = &Schema{Pos: out.Items.Pos}
	}
	out.AllOf = r.schemas(s.AllOf, pointer(at, "allOf"))
	out.OneOf = r.schemas(s.OneOf, pointer(at, "oneOf"))
	out.AnyOf = r.schemas(s.AnyOf, pointer(at, "anyOf"))
	if hasMoreMembers(s) {
		switch out.Closed = false; {
		case len(out.Properties) > 0 || out.AdditionalProperties != nil || len(out.OneOf)+len(out.AnyOf) > 0:
			out.AdditionalProperties = &Schema{Pos: out.Pos}
		default:
			out.AdditionalAllowed = true // beside an allOf, or in one
		}
	}
	if s.Discriminator != nil && s.Discriminator.PropertyName != "" {
		out.Discriminator = &Discriminator{Property: s.Discriminator.PropertyName}
		if s.Discriminator.Mapping != nil {
			for value, ref := range s.Discriminator.Mapping.FromOldest() {
				out.Discriminator.Mapping = append(out.Discriminator.Mapping, Mapping{value, unescape(strings.TrimPrefix(ref, schemaPrefix))})
			}
		}
	}
}

// hasMoreMembers reports whether there are members whose names are patterns, or which
// are there under a condition. They have no field of their own.
func hasMoreMembers(s *base.Schema) bool {
	if s.PatternProperties != nil && s.PatternProperties.Len() > 0 {
		return true
	}
	conditional := []*base.SchemaProxy{s.Then, s.Else}
	if s.DependentSchemas != nil {
		for _, proxy := range s.DependentSchemas.FromOldest() {
			conditional = append(conditional, proxy)
		}
	}
	return slices.ContainsFunc(conditional, func(proxy *base.SchemaProxy) bool { return hasMembers(proxy, map[*yaml.Node]bool{}) })
}

// hasMembers reports whether a schema, or one of its parts, has members.
func hasMembers(proxy *base.SchemaProxy, seen map[*yaml.Node]bool) bool {
	if proxy == nil {
		return false
	}
	s := proxy.Schema()
	if s == nil || seen[s.GoLow().RootNode] {
		return false
	}
	seen[s.GoLow().RootNode] = true
	if s.Properties != nil && s.Properties.Len() > 0 || s.AdditionalProperties != nil && s.AdditionalProperties.IsA() || hasMoreMembers(s) {
		return true
	}
	for _, list := range [][]*base.SchemaProxy{s.AllOf, s.OneOf, s.AnyOf} {
		if slices.ContainsFunc(list, func(part *base.SchemaProxy) bool { return hasMembers(part, seen) }) {
			return true
		}
	}
	return false
}

func (r *reader) schemas(proxies []*base.SchemaProxy, at string) []*Schema {
	var out []*Schema
	for i, proxy := range proxies {
		out = append(out, r.schema(proxy, pointer(at, index(i))))
	}
	return out
}

func lineOfProxy(proxy *base.SchemaProxy) int {
	low := proxy.GoLow()
	if low == nil {
		return 0
	}
	if key := low.GetKeyNode(); key != nil && key.Line > 0 {
		return key.Line
	}
	if node := low.GetValueNode(); node != nil {
		return node.Line
	}
	return 0
}

func isTrue(b *bool) bool { return b != nil && *b }

// value decodes a node to plain Go values; it is nil if there is none or if it
// cannot be decoded, as defaults and examples are only shown.
func value(node *yaml.Node) any {
	if node == nil {
		return nil
	}
	var out any
	if err := node.Decode(&out); err != nil {
		return nil
	}
	return unmask(out)
}

func unescape(step string) string {
	if plain, err := url.PathUnescape(step); err == nil {
		step = plain
	}
	return strings.ReplaceAll(strings.ReplaceAll(step, "~1", "/"), "~0", "~")
}
