package openapi

import (
	"strings"

	"github.com/pb33f/go-yaml"
)

// masked replaces the key "$ref" where it is not a reference.
const masked = "$ref, not a reference"

// maskData hides from the parser what looks like a reference in extensions,
// examples and defaults: they may hold anything, and nothing is looked up for them.
func maskData(node *yaml.Node, k kind) {
	switch {
	case k == data:
		maskRefs(node)
	case node.Kind == yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			maskData(node.Content[i+1], k.member(node.Content[i].Value))
		}
	default:
		if node.Kind == yaml.SequenceNode && k == names {
			k = object // the parameters of an operation
		}
		for _, child := range node.Content {
			maskData(child, k)
		}
	}
}

func maskRefs(node *yaml.Node) {
	for i, child := range node.Content {
		if node.Kind == yaml.MappingNode && i%2 == 0 && child.Value == "$ref" {
			child.Value = masked
		}
		maskRefs(child)
	}
}

// unmask restores the names of the members of an example.
func unmask(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			delete(v, key)
			v[strings.Replace(key, masked, "$ref", 1)] = unmask(value)
		}
	case []any:
		for i := range v {
			v[i] = unmask(v[i])
		}
	}
	return v
}
