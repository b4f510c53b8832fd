package openapi

import (
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
		if k == schema && reference(node) != nil && hasNarrowing(node) {
			moveRef(node)
		}
	})
}

func hasNarrowing(node *yaml.Node) bool {
	for key, value := range members(node) {
		if narrowing[key.Value] && (key.Value != "allOf" || isList(value)) {
			return true
		}
	}
	return false
}

// moveRef makes a new list of the parts: the one that is there may be used elsewhere,
// too, by an alias.
func moveRef(node *yaml.Node) {
	part := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	list := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Content: []*yaml.Node{part}}
	name := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: "allOf"}
	var content []*yaml.Node
	for key, value := range members(node) {
		switch {
		case key.Value == "$ref":
			part.Content = []*yaml.Node{key, value}
			part.Line, list.Line, name.Line = key.Line, key.Line, key.Line
		case key.Value == "allOf" && isList(value):
			list.Content = append(list.Content, value.Content...)
		default:
			content = append(content, key, value)
		}
	}
	node.Content = append(content, name, list)
}
