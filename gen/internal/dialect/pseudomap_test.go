package dialect

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMapValue(t *testing.T) {
	for name, tc := range map[string]struct{ yaml, valueType string }{
		"in components":         {"type: object\nproperties: {<environment_variableKey>: {type: string}}\nadditionalProperties: true", "string"},
		"in request bodies":     {"type: object\nproperties: {<key>: {type: string}}", "string"},
		"escaped":               {"type: object\nproperties: {'&lt;key&gt;': {type: string}}", "string"},
		"of objects":            {"type: object\nproperties: {<serverKey>: {type: object, properties: {price: {type: number}}}}", "object"},
		"the usual way":         {"type: object\nadditionalProperties: {type: boolean}", "boolean"},
		"nullable":              {"type: object\nnullable: true\nproperties: {<labelKey>: {type: integer}}", "integer"},
		"of maps":               {"type: object\nproperties: {<outerKey>: {type: object, properties: {<innerKey>: {type: string}}}}", "object"},
		"no type, but the key":  {"properties: {<key>: {type: string}}", "string"},
		"with required sets":    {"additionalProperties: {type: boolean}\nanyOf: [{required: [a]}, {required: [b]}]", "boolean"},
		"pseudo beats the rest": {"type: object\nproperties: {<key>: {type: string}}\nadditionalProperties: {type: boolean}", "string"},
	} {
		t.Run(name, func(t *testing.T) {
			value, ok := MapValue(schema(t, "3.0.0", tc.yaml))
			require.True(t, ok)
			assert.Equal(t, tc.valueType, value.Type())
		})
	}
	for name, yaml := range map[string]string{
		"real property":      "type: object\nproperties: {key: {type: string}}",
		"one among others":   "type: object\nproperties: {<key>: {type: string}, a: {type: string}}",
		"no properties":      "type: object",
		"anything goes":      "type: object\nadditionalProperties: true",
		"half a bracket":     "type: object\nproperties: {'<key': {type: string}}",
		"brackets only":      "type: object\nproperties: {'<>': {type: string}}",
		"beside an allOf":    "allOf: [{$ref: '#/components/schemas/Other'}]\nadditionalProperties: {type: string}",
		"beside a oneOf":     "oneOf: [{$ref: '#/components/schemas/Other'}, {type: string}]\nadditionalProperties: {type: string}",
		"object with a rest": "type: object\nproperties: {a: {type: string}}\nadditionalProperties: {type: string}",
	} {
		t.Run("not: "+name, func(t *testing.T) {
			_, ok := MapValue(schema(t, "3.0.0", yaml))
			assert.False(t, ok)
		})
	}
}
