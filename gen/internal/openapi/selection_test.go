package openapi

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/gen/internal/diag"
)

const selectable = `openapi: 3.0.0
info: {title: x, version: v1}
paths:
  /a/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {operationId: GetA, tags: [As], responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Outer'}}}}}}
    put: {operationId: PutA, tags: [As, Writes], responses: {'204': {description: ok}}}
  /b:
    get: {operationId: GetB, responses: {'200': {description: ok, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Inner'}}}}}}}
components:
  schemas:
    Outer: {type: object, properties: {inner: {$ref: '#/components/schemas/Inner'}}}
    Inner: {type: object, properties: {again: {$ref: '#/components/schemas/Inner'}}}
    Lonely: {type: string}
`

func load(t *testing.T, spec string) *Document {
	t.Helper()
	problems := &diag.List{File: "spec.yaml"}
	doc := Load([]byte(spec), problems, false)
	require.NoError(t, problems.Err())
	return doc
}

func ids(doc *Document) []string {
	var out []string
	for _, op := range doc.Operations {
		out = append(out, op.ID)
	}
	return out
}

func TestSelect(t *testing.T) {
	for _, test := range []struct {
		selection Selection
		want      []string
		err       string
	}{
		{Selection{}, []string{"GetA", "PutA", "GetB"}, ""},
		{Selection{Include: []string{"As"}}, []string{"GetA", "PutA"}, ""},
		{Selection{Include: []string{"Get*"}}, []string{"GetA", "GetB"}, ""},
		{Selection{Include: []string{"/a/*"}, Exclude: []string{"Writes"}}, []string{"GetA"}, ""},
		{Selection{Exclude: []string{"/*"}}, nil, "no operation is selected"},
		{Selection{Include: []string{"Bs"}}, nil, "matches no tag, operation id or path"},
		{Selection{Include: []string{"["}}, nil, "malformed"},
	} {
		doc := load(t, selectable)
		err := doc.Select(test.selection)
		if test.err != "" {
			require.ErrorContains(t, err, test.err)
			continue
		}
		require.NoError(t, err)
		assert.Equal(t, test.want, ids(doc))
	}
}

func TestUsers(t *testing.T) {
	doc := load(t, selectable)
	for pointer, want := range map[string][]string{
		"#/paths/~1a~1{id}/get/responses/200":           {"GetA"},
		"#/paths/~1a~1{id}/parameters/0":                {"GetA", "PutA"},
		"#/components/schemas/Inner/properties/again":   {"GetA", "GetB"},
		"#/components/schemas/Outer":                    {"GetA"},
		"#/components/schemas/Lonely":                   nil,
		"#/info":                                        nil,
		"#/components/schemas/InnerButAnother/whatever": nil,
	} {
		users := doc.Users(pointer)
		var got []string
		for _, op := range doc.Operations {
			if users[op.Pos.Pointer] {
				got = append(got, op.ID)
			}
		}
		assert.Equal(t, want, got, pointer)
	}
	doc.Drop(map[string]string{"#/paths/~1b/get": "a reason"})
	assert.Equal(t, []string{"GetA", "PutA"}, ids(doc))
}
