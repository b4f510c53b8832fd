package dialect

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestIsEnum(t *testing.T) {
	for yaml, want := range map[string]bool{
		"type: string\nenum: [a, b]":         true,
		"enum: [a, b]":                       true,
		"type: integer\nenum: [1, 2]":        true,
		"type: [string, 'null']\nenum: [a]":  true,
		"const: a":                           true,
		"type: boolean\nenum: [true]":        false,
		"enum: [true, false]":                false,
		"enum: [1, two]":                     false,
		"enum: [1.5, 2]":                     false,
		"enum: [1, 2]":                       true,
		"const: true":                        false,
		"const: null":                        false,
		"type: [string, integer]\nenum: [a]": false,
		"type: number\nenum: [1.5]":          false,
		"type: string":                       false,
		"type: string\nenum: []":             false,
		"type: string\nenum: [null]":         false,
	} {
		assert.Equal(t, want, IsEnum(schema(t, "3.1.0", yaml)), yaml)
	}
}

func TestSameEnum(t *testing.T) {
	a := schema(t, "3.0.0", "type: string\nenum: [a, b]")
	for yaml, want := range map[string]bool{
		"type: string\nenum: [b, a]":                 true,
		"enum: [a, b]":                               true,
		"type: string\nenum: [a, b]\ndefault: a":     true,
		"type: string\nenum: [a]":                    false,
		"type: string\nenum: [a, b, c]":              false,
		"type: string\nenum: [A, b]":                 false,
		"type: integer\nenum: [1, 2]":                false,
		"type: string\nnullable: true\nenum: [a, b]": true,
	} {
		assert.Equal(t, want, SameEnum(a, schema(t, "3.0.0", yaml)), yaml)
	}
}

func TestEnumDescriptions(t *testing.T) {
	want := map[string]string{"a": "first", "b": "second"}
	assert.Equal(t, want, schema(t, "3.0.0", "type: string\nenum: [a, b]\nx-enum-descriptions: {values: {a: first, b: second}}").EnumDescriptions)
	assert.Equal(t, want, schema(t, "3.0.0", "type: string\nenum: [a, b]\nx-enum-descriptions: {a: first, b: second}").EnumDescriptions)
}
