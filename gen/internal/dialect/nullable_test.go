package dialect

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestUnwrap(t *testing.T) {
	for name, tc := range map[string]struct {
		version, yaml, jsonType, ref string
		nullable                     bool
	}{
		"plain":              {"3.0.0", "type: string", "string", "", false},
		"nullable":           {"3.0.0", "type: string\nnullable: true", "string", "", true},
		"nullable in 3.1":    {"3.1.0", "type: string\nnullable: true", "string", "", true},
		"type list":          {"3.1.0", "type: [string, 'null']", "string", "", true},
		"null in the enum":   {"3.1.0", "type: string\nenum: [a, null]", "string", "", true},
		"anyOf with null":    {"3.1.0", "anyOf: [{type: 'null'}, {type: integer}]", "integer", "", true},
		"oneOf with null":    {"3.1.0", "oneOf: [{$ref: '#/components/schemas/Other'}, {type: 'null'}]", "", "Other", true},
		"allOf of one":       {"3.0.0", "allOf: [{$ref: '#/components/schemas/Other'}]\nnullable: true", "", "Other", true},
		"nested":             {"3.1.0", "allOf: [{oneOf: [{type: boolean}, {type: 'null'}]}]", "boolean", "", true},
		"a sibling of $ref":  {"3.0.0", "allOf: [{$ref: '#/components/schemas/Other', nullable: true}]", "", "Other", true},
		"oneOf two real":     {"3.0.0", "oneOf: [{type: string}, {type: integer}]", "", "", false},
		"object with allOf":  {"3.0.0", "type: object\nproperties: {a: {type: string}}\nallOf: [{$ref: '#/components/schemas/Other'}]", "object", "", false},
		"oneOf, all nothing": {"3.1.0", "oneOf: [{type: 'null'}]", "", "", true},
	} {
		t.Run(name, func(t *testing.T) {
			inner, nullable := Unwrap(schema(t, tc.version, tc.yaml))
			assert.Equal(t, tc.jsonType, inner.Type())
			assert.Equal(t, tc.ref, inner.Ref)
			assert.Equal(t, tc.nullable, nullable)
		})
	}
}
