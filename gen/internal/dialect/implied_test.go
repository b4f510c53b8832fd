package dialect

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestImpliedType(t *testing.T) {
	for yaml, want := range map[string]string{
		"type: string":                              "string",
		"type: [string, integer]":                   "",
		"items: {type: string}":                     "array",
		"properties: {a: {type: string}}":           "object",
		"additionalProperties: {type: string}":      "object",
		"additionalProperties: false":               "object",
		"format: date-time":                         "string",
		"format: uint64":                            "integer",
		"format: double":                            "number",
		"enum: [1, 2.5]":                            "number",
		"description: anything":                     "",
		"type: object\nadditionalProperties: false": "object",
		"oneOf: [{type: string}, {type: integer}]":  "",
	} {
		assert.Equal(t, want, ImpliedType(schema(t, "3.1.0", yaml)), yaml)
	}
}

func TestEmptyObject(t *testing.T) {
	for yaml, want := range map[string]bool{
		"type: object\nadditionalProperties: false": true,
		"type: object": false,
		"type: object\nadditionalProperties: true":                                   false,
		"type: object\nadditionalProperties: false\nproperties: {a: {type: string}}": false,
		"$ref: '#/components/schemas/Other'":                                         false,
	} {
		assert.Equal(t, want, EmptyObject(schema(t, "3.0.3", yaml)), yaml)
	}
}

func TestOperationID(t *testing.T) {
	for path, want := range map[string]string{
		"/things": "GetThings", "/things/{thing_id}": "GetThingsByThingID", "/v1/regions/{region}/a-b/{id}/logs?x=1": "GetV1RegionsByRegionABByIDLogs", "/": "Get",
	} {
		assert.Equal(t, want, OperationID("GET", path), path)
	}
}
