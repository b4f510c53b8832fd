package dialect

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestChoice(t *testing.T) {
	for yaml, want := range map[string]bool{
		"oneOf: [{type: string, format: date-time}, {type: number}]": true,
		"anyOf: [{type: string}, {type: object}]":                    true,
		"type: [string, integer]":                                    true,
		"type: [string, 'null']":                                     false,
		"type: string":                                               false,
		"oneOf: [{type: string}]":                                    false,
		"properties: {a: {type: string}}\noneOf: [{required: [a]}, {required: [b]}]": true,
	} {
		assert.Equal(t, want, Choice(schema(t, "3.1.0", yaml)), yaml)
	}
}
