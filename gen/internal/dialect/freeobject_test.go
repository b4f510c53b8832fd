package dialect

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestFreeObjectAndAnything(t *testing.T) {
	for yaml, want := range map[string]string{
		"type: object": "object",
		"type: object\nadditionalProperties: true":                                   "object",
		"type: object\nnullable: true":                                               "object",
		"type: object\nadditionalProperties: false":                                  "empty",
		"type: object\nproperties: {a: {type: string}}\nadditionalProperties: false": "",
		"description: whatever":                                                      "anything",
		"type: string":                                                               "",
		"type: object\nproperties: {a: {type: string}}":                              "",
		"type: object\nadditionalProperties: {}":                                     "",
		"type: array\nitems: {}":                                                     "",
		"oneOf: [{type: string}, {type: integer}]":                                   "",
		"enum: [a]":                          "",
		"$ref: '#/components/schemas/Other'": "",
		"type: object\nallOf: [{type: object}, {type: object}]": "",
	} {
		got := ""
		s := schema(t, "3.0.0", yaml)
		if FreeObject(s) {
			got += "object"
		}
		if EmptyObject(s) {
			got += "empty"
		}
		if Anything(s) {
			got += "anything"
		}
		assert.Equal(t, want, got, yaml)
	}
}
