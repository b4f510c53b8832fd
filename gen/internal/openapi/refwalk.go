package openapi

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// kind is the kind of a node of a description, as far as references are concerned.
type kind int

const (
	object        kind = iota // of OpenAPI: a path item, a parameter, …
	names                     // a map whose keys are names that the document gives
	schema                    // a schema, or a list of them
	schemaNames               // a map of schemas
	discriminator             // of a schema: a map of references
	example                   // an Example Object
	exampleMap                // a map of them
	data                      // anything: nothing in it is a reference
)

var objectMaps = map[string]bool{
	"paths": true, "webhooks": true, "parameters": true, "headers": true, "responses": true, "requestBodies": true, "variables": true,
	"securitySchemes": true, "links": true, "callbacks": true, "encoding": true, "content": true, "pathItems": true,
}

var schemaMaps = map[string]bool{
	"properties": true, "patternProperties": true, "$defs": true, "definitions": true, "dependentSchemas": true,
}

var subschemas = map[string]bool{
	"items": true, "additionalProperties": true, "not": true, "if": true, "then": true, "else": true, "contains": true, "propertyNames": true,
	"unevaluatedItems": true, "unevaluatedProperties": true, "allOf": true, "oneOf": true, "anyOf": true, "prefixItems": true,
}

// member returns the kind of the member of this name.
func (k kind) member(name string) kind {
	switch k {
	case names:
		return object
	case schemaNames:
		return schema
	case exampleMap:
		return example
	case schema:
		if schemaMaps[name] {
			return schemaNames
		}
		if subschemas[name] {
			return schema
		}
		if name == "discriminator" {
			return discriminator
		}
		return data
	case object:
		switch {
		case strings.HasPrefix(name, "x-") || name == "example":
			return data
		case name == "schema":
			return schema
		case name == "schemas":
			return schemaNames
		case name == "examples":
			return exampleMap
		case objectMaps[name]:
			return names
		}
		return object
	}
	return data // what an Example Object has, and data
}

// kindAt returns the kind of the node that a pointer from the root names.
func kindAt(pointer string) kind {
	k := object
	for _, step := range strings.Split(pointer, "/")[1:] {
		k = k.member(unescape(step))
	}
	return k
}

// refVisitor is called with every reference, a mapping with a $ref, and what it is,
// and with every discriminator.
type refVisitor func(node *yaml.Node, k kind, at *trail)

// visitRefs finds the references of a description, and nothing that only looks
// like one: in extensions, examples and defaults there is anything.
func visitRefs(node *yaml.Node, k kind, at *trail, visit refVisitor) {
	if k == data {
		return
	}
	switch node.Kind {
	case yaml.SequenceNode:
		if k == names {
			k = object // the parameters of an operation
		}
		for i, child := range node.Content {
			visitRefs(child, k, &trail{at, index(i)}, visit)
		}
	case yaml.MappingNode:
		if ref := member(node, "$ref"); k == discriminator || ref != nil && ref.Kind == yaml.ScalarNode {
			visit(node, k, at)
		}
		for i := 0; i+1 < len(node.Content); i += 2 {
			if name, child := node.Content[i].Value, node.Content[i+1]; !isScalar(child) {
				visitRefs(child, k.member(name), &trail{at, name}, visit)
			}
		}
	}
}
