package openapi

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// narrowing are the keywords that change which values there are. Beside a $ref they
// count in OpenAPI 3.1, and are ignored in 3.0.
var narrowing = map[string]bool{
	"properties": true, "required": true, "additionalProperties": true, "unevaluatedProperties": true, "patternProperties": true,
	"items": true, "prefixItems": true, "enum": true, "const": true, "format": true, "allOf": true, "oneOf": true, "anyOf": true,
	"if": true, "then": true, "else": true, "dependentSchemas": true,
}

// moveRefs makes a $ref with such siblings the first part of an allOf beside them,
// which means the same.
func moveRefs(root *yaml.Node) {
	if strings.HasPrefix(textOf(member(root, "openapi")), "3.0") {
		return
	}
	visitRefs(root, object, rootTrail, func(node *yaml.Node, k kind, _ *trail) {
		ref := member(node, "$ref")
		if k != schema || ref == nil {
			return
		}
		isNarrowing, parts := false, (*yaml.Node)(nil)
		for i := 0; i+1 < len(node.Content); i += 2 {
			isNarrowing = isNarrowing || narrowing[node.Content[i].Value]
			if node.Content[i].Value == "allOf" {
				parts = node.Content[i+1]
			}
		}
		if isNarrowing && (parts == nil || parts.Kind == yaml.SequenceNode) {
			moveRef(node, ref, parts)
		}
	})
}

func moveRef(node, ref, parts *yaml.Node) {
	i := slices.IndexFunc(node.Content, func(n *yaml.Node) bool { return n.Value == "$ref" })
	key := node.Content[i]
	part := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: key.Line, Column: key.Column, Content: []*yaml.Node{key, ref}}
	if parts != nil {
		node.Content = slices.Delete(node.Content, i, i+2)
		parts.Content = slices.Insert(parts.Content, 0, part)
		return
	}
	name := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: "allOf", Line: key.Line, Column: key.Column}
	list := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Line: key.Line, Column: key.Column, Content: []*yaml.Node{part}}
	node.Content[i], node.Content[i+1] = name, list
}
