package openapi

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rumpl/gosc/gen/internal/diag"
)

// extensions reads Scaleway's x- fields and our own.
func (s *Schema) extensions(node *yaml.Node) {
	for key, value := range members(node) {
		switch key.Value {
		case "x-properties-order":
			s.PropertyOrder = textsOf(value)
		case "x-enum-descriptions":
			s.EnumDescriptions = enumDescriptions(value)
		case "x-go-aliases":
			s.Aliases = textsOf(value)
		case "x-go-skip":
			s.Skip = isTrue(value)
		default:
			if strings.HasPrefix(key.Value, "x-") {
				s.memberExtension(key.Value, value)
			}
		}
	}
}

// memberExtension reads an extension that a schema may also have beside a $ref.
func (s *Schema) memberExtension(name string, node *yaml.Node) {
	switch name {
	case "x-one-of":
		s.OneOfGroup = node.Value
	case "x-one-of-required":
		s.OneRequired = isTrue(node)
	case "x-configuration":
		s.Config = node.Value
	case "x-three-states":
		s.ThreeStates = isTrue(node)
	case "x-deprecated":
		s.Deprecated, s.Successor = true, node.Value
	case "x-go-name":
		s.GoName = node.Value
	}
}

// aliases reads the top-level x-go-aliases.
func (r *reader) aliases(root *yaml.Node) []Alias {
	node := member(root, "x-go-aliases")
	var out []Alias
	for key, value := range members(node) {
		at := pointer("#/x-go-aliases", key.Value)
		out = append(out, Alias{Name: key.Value, Type: value.Value, Pos: diag.Pos{Line: key.Line, Pointer: at}})
	}
	return out
}

// enumDescriptions reads {values: {a: text}} and the bare {a: text}.
func enumDescriptions(node *yaml.Node) map[string]string {
	if values := member(node, "values"); values != nil && isMap(values) {
		node = values
	}
	if !isMap(node) {
		return nil
	}
	out := map[string]string{}
	for key, value := range members(node) {
		out[key.Value] = value.Value
	}
	return out
}
