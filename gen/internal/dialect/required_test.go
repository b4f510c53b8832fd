package dialect

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestRequiredSets(t *testing.T) {
	for yaml, want := range map[string]bool{
		"oneOf: [{required: [a]}, {required: [b]}]":                      true,
		"anyOf: [{type: object, required: [a]}, {required: [b, c]}]":     true,
		"anyOf: [{required: [a]}, {properties: {b: {type: string}}}]":    false,
		"oneOf: [{required: [a]}, {$ref: '#/components/schemas/Other'}]": false,
		"anyOf: [{required: [a], additionalProperties: {type: string}}]": false,
		"type: object":                                         false,
		"allOf: [{required: [a]}]":                             false,
		"oneOf: [{required: [a]}, {type: string}]":             false,
		"oneOf: [{required: [a]}, {required: [b], enum: [c]}]": false,
	} {
		assert.Equal(t, want, RequiredSets(schema(t, "3.0.0", yaml)), yaml)
	}
}
