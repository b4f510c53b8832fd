package openapi

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/gen/internal/diag"
)

func TestSyntaxErrorsNameTheLine(t *testing.T) {
	for name, test := range map[string]struct{ data, want string }{
		"a key that is not indented enough": {"a: 1\nb:\n  c: 1\n  d: 2\n e: 3\n", "spec.yaml:5: [document] cannot be read: line 5: did not find expected key"},
		"a list in a map":                   {"a: 1\nb:\n  c: 1\n  d: 2\n  - x\n", "spec.yaml:5:"},
		"a map in a list":                   {"a:\n  - a\n  - b\n  c: d\n", "spec.yaml:4:"},
		"a map that is not closed":          {"a: 1\nb: {c: 1\nd: [\n", "spec.yaml:2:"},
		"two values":                        {"a: 1\nb: c: d\n", "spec.yaml:2: [document] cannot be read: line 2: mapping values are not allowed"},
		"an anchor that is not there":       {"a: 1\nb: *x\nc: 3\n", "spec.yaml:2: [document] cannot be read: line 2: unknown anchor 'x' referenced"},
		"JSON without a comma":              {"{\n \"a\": {\n  \"b\": 1,\n  \"c\": 2\n  \"d\": 3\n }\n}\n", "spec.yaml:5: [document] cannot be read: line 5: invalid character"},
		"JSON that is not closed":           {"{\n \"a\": 1,\n \"b\": 2\n", "spec.yaml:4: [document] cannot be read: line 4: unexpected end of JSON input"},
		"a control character":               {"a: 1\nb: \x01\n", "spec.yaml:2: [document] cannot be read: line 2: control characters"},
		"nothing":                           {" \n", "spec.yaml: [document] cannot be read: it is empty"},
		"a list":                            {"[1]", "spec.yaml: [document] cannot be read: it is not a map"},
		"another document":                  {"a: 1\n", "spec.yaml: [document] cannot be read: it does not say which OpenAPI it is"},
	} {
		t.Run(name, func(t *testing.T) {
			problems := &diag.List{File: "spec.yaml"}
			assert.Nil(t, Load([]byte(test.data), problems, false))
			require.ErrorContains(t, problems.Err(), test.want)
		})
	}
}

func TestCharactersThatJSONEscapes(t *testing.T) {
	for in, want := range map[string]string{
		`\ud83d\ude00!`:    "\U0001F600!",
		`\\ud83d\ude00`:    "", // a backslash, and one half of a pair: not valid
		`\\\ud83d\ude00`:   "\\\U0001F600",
		`\\\\ud83d`:        `\\ud83d`,
		`a\/b\u00e4\t\"`:   "a/b\u00e4\t\"",
		`\\n is not a \n.`: "\\n is not a \n.",
	} {
		root, err := unmarshal([]byte(`{"a": "` + in + `"}`))
		if want == "" {
			assert.Error(t, err, in)
			continue
		}
		require.NoError(t, err, in)
		assert.Equal(t, want, member(root, "a").Value, in)
	}
}

func TestAliasesAndMerges(t *testing.T) {
	doc := load(t, `openapi: 3.0.0
info: {title: x, version: v1}
x-base: &base {type: object, description: base, properties: {a: {type: string}}}
x-more: &more {description: more, required: [a]}
paths:
  /a: {get: &op {operationId: A, responses: {'200': &ok {description: fine}}}}
  /b:
    get:
      operationId: B # before the merge
      <<: *op
      responses: {<<: {'201': *ok}, '204': {description: nothing}}
components:
  schemas:
    Same: *base
    Own: {<<: *base, description: own}
    Both: {<<: [*more, *base]}
`)
	assert.Equal(t, []string{"A", "B"}, ids(doc))
	var statuses []string
	for _, response := range doc.Operations[1].Responses {
		statuses = append(statuses, response.Status+" "+response.Description)
	}
	assert.Equal(t, []string{"204 nothing", "201 fine"}, statuses)
	for i, want := range []string{"base", "own", "more"} {
		assert.Equal(t, want, doc.Schemas[i].Schema.Description)
		assert.Len(t, doc.Schemas[i].Schema.Properties, 1)
	}
	assert.Equal(t, []string{"a"}, doc.Schemas[2].Schema.Required)
}

// TestPartsBesideReferences checks that a $ref that becomes a part of an allOf is added
// to that one only, and that a text of this name is none.
func TestPartsBesideReferences(t *testing.T) {
	doc := load(t, `openapi: 3.1.0
info: {title: x, version: v1}
paths: {/x: {get: {operationId: X, responses: {'200': {description: ok}}}}}
components:
  schemas:
    A: {type: object, properties: {a: {type: string}}}
    B: {type: object, properties: {b: {type: string}}}
    P: {$ref: '#/components/schemas/A', allOf: &parts [{properties: {c: {type: string}}}]}
    Q: {$ref: '#/components/schemas/B', allOf: *parts}
    R: {title: $ref, $ref: '#/components/schemas/A', required: [a], description: null}
`)
	var refs [][]string
	for _, named := range doc.Schemas[2:] {
		var of []string
		for _, part := range named.Schema.AllOf {
			of = append(of, part.Ref)
		}
		refs = append(refs, of)
	}
	assert.Equal(t, [][]string{{"A", ""}, {"B", ""}, {"A"}}, refs)
	assert.Equal(t, []string{"a"}, doc.Schemas[4].Schema.Required)
	assert.Empty(t, doc.Schemas[4].Schema.Description)
}
