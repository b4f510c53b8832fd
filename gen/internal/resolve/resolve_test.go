package resolve

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/gen/internal/diag"
	"github.com/rumpl/gosc/gen/internal/model"
	"github.com/rumpl/gosc/gen/internal/openapi"
)

// spec is a description whose operation UpdateX takes and returns the schema X.
func spec(x string) []byte {
	return []byte(`openapi: 3.1.0
info: {title: x, version: v1}
paths:
  /x/{id}:
    patch:
      operationId: UpdateX
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/X'}}}}
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/X'}}}}}
    put: {operationId: PutX, requestBody: {content: {application/json: {}}}, responses: {'204': {description: ok}}}
    delete: {responses: {'204': {description: ok}}}
components:
  schemas:
    Base: {type: object, required: [b], properties: {b: {type: string}}}
    Colour: {type: string, enum: [red]}
    One: {type: object, required: [one], properties: {one: {type: string}}}
    Two: {type: object, required: [two], properties: {two: {type: string}}}
    X:
      ` + strings.ReplaceAll(strings.TrimSpace(x), "\n", "\n      ") + "\n")
}

func load(t *testing.T, x string) *openapi.Document {
	t.Helper()
	problems := &diag.List{File: "test"}
	doc := openapi.Load(spec(x), problems, false)
	require.NoError(t, problems.Err())
	return doc
}

func resolveX(t *testing.T, x string) *model.Struct {
	t.Helper()
	problems := &diag.List{File: "test"}
	pkg := Package(load(t, x), Options{Package: "p"}, problems)
	require.NoError(t, problems.Err())
	for _, s := range pkg.Structs {
		if s.Name == "X" {
			return s
		}
	}
	t.Fatal("there is no struct X")
	return nil
}

func TestFieldTypes(t *testing.T) {
	for schema, want := range map[string]string{
		"{type: string}": "*string",
		"{type: string, format: google-duration}":           "*time.Duration",
		"{type: [string, 'null']}":                          "*string",
		"{type: string, x-three-states: true}":              "jsoncodec.Nullable[string]",
		"{items: {type: [string, 'null']}}":                 "[]*string",
		"{additionalProperties: {type: [integer, 'null']}}": "map[string]*int64",
		"{const: true}":                                     "*bool",
		"{enum: [1.5, 2]}":                                  "*float64",
		"{enum: [1, two]}":                                  "any",
		"{enum: [one, two]}":                                "XM",
		"{enum: [1, 2]}":                                    "*XM",
		"{allOf: [{$ref: '#/components/schemas/Colour'}, {description: x}]}":                                           "Colour",
		"{allOf: [{type: string}, {maxLength: 3}]}":                                                                    "*string",
		"{allOf: [{$ref: '#/components/schemas/Base'}]}":                                                               "*Base",
		"{allOf: [{$ref: '#/components/schemas/Base'}], required: [b]}":                                                "*XM",
		"{oneOf: [{type: string}, {type: integer}]}":                                                                   "json.RawMessage",
		"{oneOf: [{nullable: true}, {type: string}]}":                                                                  "json.RawMessage",
		"{oneOf: [{type: 'null'}, {type: string}]}":                                                                    "*string",
		"{oneOf: [{$ref: '#/components/schemas/One'}, {$ref: '#/components/schemas/Two'}]}":                            "*XM",
		"{oneOf: [{$ref: '#/components/schemas/One'}, {$ref: '#/components/schemas/One'}]}":                            "json.RawMessage",
		"{type: object, properties: {x: {type: string}}, oneOf: [{$ref: '#/components/schemas/One'}, {type: object}]}": "json.RawMessage",
		"{type: object, additionalProperties: false}":                                                                  "*XM",
		"{type: object}": "map[string]any",
		"{}":             "any",
	} {
		x := resolveX(t, "type: object\nproperties:\n  m: "+schema)
		assert.Equal(t, want, x.Fields[0].Go(), schema)
	}
}

func TestGroupsOfRequiredAlternatives(t *testing.T) {
	x := resolveX(t, "type: object\nproperties: {a: {type: string}, b: {type: string}, c: {type: string}}\noneOf: [{required: [a]}, {required: [b]}]")
	require.Len(t, x.Groups, 1)
	assert.True(t, x.Groups[0].Required)
	assert.Len(t, x.Groups[0].Fields, 2)
	assert.True(t, x.Checked)
}

func TestRequiredAndReadOnly(t *testing.T) {
	x := resolveX(t, "type: object\nrequired: [a, b]\nproperties: {a: {type: string, readOnly: true}, b: {type: string}}")
	assert.False(t, x.Fields[0].MustBeSet(), "the server sets it")
	assert.True(t, x.Fields[1].MustBeSet())
}

// TestTheDescriptionStaysAsItIs: no step changes what an earlier one made.
func TestTheDescriptionStaysAsItIs(t *testing.T) {
	const x = `type: object
required: [name]
properties:
  name: {type: string, x-configuration: project_id}
  data: {type: string, format: byte}
  base: {allOf: [{$ref: '#/components/schemas/Base'}, {type: object, properties: {more: {type: string}}}]}
  which: {oneOf: [{$ref: '#/components/schemas/One'}, {$ref: '#/components/schemas/Two'}]}
  a: {type: string}
oneOf: [{required: [a]}, {required: [name]}]`
	doc, untouched := load(t, x), load(t, x)
	first := &diag.List{File: "test"}
	Package(doc, Options{Package: "p"}, first)
	require.NoError(t, first.Err())
	assert.Equal(t, untouched, doc)
	second := &diag.List{File: "test"}
	Package(doc, Options{Package: "p"}, second)
	assert.Equal(t, first.Oddities(), second.Oddities(), "it can be resolved again")
}
