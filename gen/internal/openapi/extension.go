package openapi

import (
	"github.com/pb33f/go-yaml"
	"github.com/pb33f/libopenapi/orderedmap"

	"github.com/rumpl/gosc/gen/internal/diag"
)

type extensions = *orderedmap.Map[string, *yaml.Node]

// extensionMap is the x- fields of something that has few of them.
type extensionMap struct{ all extensions }

// extensions reads Scaleway's x- fields and our own.
func (r *reader) extensions(all extensions, s *Schema) {
	if all == nil {
		return
	}
	for name, node := range all.FromOldest() {
		switch name {
		case "x-properties-order":
			s.PropertyOrder = stringList(node)
		case "x-enum-descriptions":
			s.EnumDescriptions = enumDescriptions(node)
		case "x-go-aliases":
			s.Aliases = stringList(node)
		case "x-go-skip":
			s.Skip = node.Value == "true"
		default:
			s.memberExtension(name, node)
		}
	}
}

// memberExtension reads an extension that a schema may also have beside a $ref.
func (s *Schema) memberExtension(name string, node *yaml.Node) {
	switch name {
	case "x-one-of":
		s.OneOfGroup = node.Value
	case "x-one-of-required":
		s.OneRequired = node.Value == "true"
	case "x-configuration":
		s.Config = node.Value
	case "x-three-states":
		s.ThreeStates = node.Value == "true"
	case "x-deprecated":
		s.Deprecated, s.Successor = true, node.Value
	case "x-go-name":
		s.GoName = node.Value
	}
}

// text reads an extension that is a string, "" if it is not there.
func (e extensionMap) text(name string) string {
	if e.all == nil {
		return ""
	}
	node, ok := e.all.Get(name)
	if !ok || node.Kind != yaml.ScalarNode {
		return ""
	}
	return node.Value
}

// aliases reads the top-level x-go-aliases.
func (r *reader) aliases(all extensions) []Alias {
	if all == nil {
		return nil
	}
	node, ok := all.Get("x-go-aliases")
	if !ok || node.Kind != yaml.MappingNode {
		return nil
	}
	var out []Alias
	for i := 0; i+1 < len(node.Content); i += 2 {
		key := node.Content[i]
		at := pointer("#/x-go-aliases", key.Value)
		out = append(out, Alias{Name: key.Value, Type: node.Content[i+1].Value, Pos: diag.Pos{Line: key.Line, Pointer: at}})
	}
	return out
}

func stringList(node *yaml.Node) []string {
	var out []string
	for _, item := range node.Content {
		if item.Kind == yaml.ScalarNode {
			out = append(out, item.Value)
		}
	}
	return out
}

// enumDescriptions reads {values: {a: text}} and the bare {a: text}.
func enumDescriptions(node *yaml.Node) map[string]string {
	if values := member(node, "values"); values != nil && values.Kind == yaml.MappingNode {
		node = values
	}
	if node.Kind != yaml.MappingNode {
		return nil
	}
	out := map[string]string{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		out[node.Content[i].Value] = node.Content[i+1].Value
	}
	return out
}
