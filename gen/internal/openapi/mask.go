package openapi

import (
	"strings"

	"github.com/pb33f/go-yaml"
)

// nameMaps are the members whose keys are names that the document gives: a
// property called x-id is not an extension.
var nameMaps = map[string]bool{
	"properties": true, "patternProperties": true, "schemas": true, "parameters": true, "headers": true, "responses": true,
	"requestBodies": true, "examples": true, "mapping": true, "variables": true, "securitySchemes": true, "links": true, "callbacks": true,
	"encoding": true, "content": true, "$defs": true, "definitions": true,
}

// maskExtensions hides from the parser what looks like a reference inside of an
// extension: an extension may hold anything, and nothing is looked up for it.
func maskExtensions(node *yaml.Node, names bool) {
	if node.Kind != yaml.MappingNode {
		for _, child := range node.Content {
			maskExtensions(child, false)
		}
		return
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i].Value, node.Content[i+1]
		if !names && strings.HasPrefix(key, "x-") {
			maskRefs(value)
			continue
		}
		maskExtensions(value, !names && nameMaps[key])
	}
}

func maskRefs(node *yaml.Node) {
	for i, child := range node.Content {
		if node.Kind == yaml.MappingNode && i%2 == 0 && child.Value == "$ref" {
			child.Value = "$ref in an extension"
		}
		maskRefs(child)
	}
}
