package main

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSelection(t *testing.T) {
	tests := []struct {
		name string
		args []string
		want []string // methods
		err  string
	}{
		{"a tag", []string{"-include", "Blobs"}, []string{"PutBlob", "GetBlob"}, ""},
		{"an operation id", []string{"-include", "GetThing"}, []string{"GetThing"}, ""},
		{"a path", []string{"-include", "/c/v1/blobs/*"}, []string{"PutBlob", "GetBlob"}, ""},
		{"a wildcard that matches slashes", []string{"-exclude", "/c/v1/regions/*"}, []string{"PutBlob", "GetBlob"}, ""},
		{"several", []string{"-include", "Blobs,ListThings", "-exclude", "Put*"}, []string{"GetBlob", "ListThings"}, ""},
		{"a typing mistake", []string{"-include", "Blob"}, nil, `the pattern "Blob" matches no tag, operation id or path`},
		{"a malformed pattern", []string{"-include", "[x"}, nil, `the pattern "[x" is malformed`},
		{"nothing is left", []string{"-exclude", "*"}, nil, "no operation is selected"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			inDir(t, changesSpec)
			status, _, stderr := gen(test.args...)
			if test.err != "" {
				assert.Equal(t, 1, status)
				assert.Contains(t, stderr, test.err)
				assert.NoDirExists(t, "out")
				return
			}
			require.Equal(t, 0, status, stderr)
			code := allGo(t, "out")
			for _, op := range []string{"PutBlob", "GetBlob", "ListThings", "CreateThing", "GetThing", "DeleteThing"} {
				assert.Equal(t, slices.Contains(test.want, op), strings.Contains(code, "ApiService) "+op+"("), op)
			}
		})
	}
}

func allGo(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var out strings.Builder
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), ".go") {
			out.WriteString(read(t, dir+"/"+entry.Name()))
		}
	}
	return out.String()
}

// What cannot be generated: a cookie in one operation, and a schema that two use.
const partlySupported = smallSpec + `    small.v1.Bad: {type: [integer, string], enum: [[1]]}
    small.v1.UsesBad: {type: object, properties: {bad: {$ref: '#/components/schemas/small.v1.Bad'}}}
`

func TestSkipUnsupported(t *testing.T) {
	spec := strings.Replace(partlySupported, "components:", `  /small/v1/cookies:
    get:
      operationId: GetCookie
      tags: [Things]
      parameters: [{name: session, in: cookie, required: true, schema: {type: string}}]
      responses: {'204': {description: ok}}
  /small/v1/bad:
    get:
      operationId: GetBad
      tags: [Things]
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/small.v1.UsesBad'}}}}}
components:`, 1)
	inDir(t, spec)
	status, _, stderr := gen()
	assert.Equal(t, 1, status)
	assert.Contains(t, stderr, "enum value")
	assert.NoDirExists(t, "out")

	status, _, stderr = gen("-skip-unsupported")
	require.Equal(t, 0, status, stderr)
	assert.Contains(t, stderr, "left out: GET /small/v1/cookies: spec.yaml:")
	assert.Contains(t, stderr, "left out: GET /small/v1/bad: spec.yaml:")
	code := allGo(t, "out")
	assert.Contains(t, code, "ApiService) ListThings(")
	assert.NotContains(t, code, "GetCookie")
	assert.NotContains(t, code, "GetBad")
	docs := read(t, "out/docs/README.md")
	assert.Contains(t, docs, "## Left out")
	assert.Contains(t, docs, "`GET /small/v1/bad`")

	// Errors in what is not selected do not count.
	require.NoError(t, os.RemoveAll("out"))
	status, _, stderr = gen("-include", "ListThings")
	assert.Equal(t, 0, status, stderr)
	assert.NotContains(t, stderr, "[unused]", "what is left out is not missing")
	status, _, stderr = gen("-skip-unsupported", "-include", "GetBad")
	assert.Equal(t, 1, status)
	assert.Contains(t, stderr, "every operation would be left out")
}

// Errors in components that are no schemas, and the operations that refer to them.
const badComponents = `openapi: 3.0.0
info: {title: x, version: v1}
paths:
  /a:
    parameters: [{$ref: '#/components/parameters/P'}]
    get: {operationId: A, responses: {'204': {description: ok}}}
  /b:
    get: {operationId: B, parameters: [{$ref: '#/components/parameters/P'}], responses: {'204': {description: ok}}}
  /c:
    get: {operationId: C, parameters: [{$ref: '#/components/parameters/Q'}], responses: {'204': {description: ok}}}
  /d:
    get: {operationId: D, responses: {'200': {$ref: '#/components/responses/R'}}}
components:
  parameters:
    P: {name: p, in: query, required: maybe, schema: {type: string}}
    Q: {name: q, in: query, schema: {type: string}}
  responses:
    R: {description: ok, content: {application/json: {schema: {type: objekt}}}}
`

func TestSkipUsersOfComponents(t *testing.T) {
	inDir(t, badComponents)
	status, _, stderr := gen("-skip-unsupported")
	require.Equal(t, 0, status, stderr)
	for _, left := range []string{"GET /a: spec.yaml:15", "GET /b: spec.yaml:15", "GET /d: spec.yaml:18"} {
		assert.Contains(t, stderr, "left out: "+left)
	}
	code := allGo(t, "out")
	for op, there := range map[string]bool{"A": false, "B": false, "C": true, "D": false} {
		assert.Equal(t, there, strings.Contains(code, "ApiService) "+op+"("), op)
	}

	status, _, stderr = gen("-include", "B")
	assert.Equal(t, 1, status)
	assert.Contains(t, stderr, "#/components/parameters/P: [keyword]")
}
