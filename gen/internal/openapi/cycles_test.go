package openapi

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/gen/internal/diag"
)

const head = "openapi: 3.0.0\ninfo: {title: x, version: v1}\npaths: {/x: {get: {operationId: X, responses: {'200': {description: ok}}}}}\n"

func TestWhatNeverEndsIsRefusedAtOnce(t *testing.T) {
	for name, test := range map[string]struct{ spec, want string }{
		"an alias of its ancestor": {head + "x-a: &a {b: *a}\n", "spec.yaml:4: [document] the alias *a is inside of its own anchor"},
		"aliases of aliases": {head + `x-a: &a [1,1,1,1,1,1,1,1,1,1]
x-b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]
x-c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]
x-d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]
x-e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]
x-f: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]
x-g: [*f,*f,*f,*f,*f,*f,*f,*f,*f,*f]
`, "the aliases multiply"},
		"a reference to itself": {head + "components: {schemas: {A: {$ref: '#/components/schemas/A'}}}\n", "#/components/schemas/A refers to itself"},
		"by composition":        {head + "components: {schemas: {A: {allOf: [{$ref: '#/components/schemas/B'}]}, B: {anyOf: [{$ref: '#/components/schemas/A'}]}}}\n", "refers to itself"},
	} {
		t.Run(name, func(t *testing.T) {
			problems := &diag.List{File: "spec.yaml"}
			begin := time.Now()
			assert.Nil(t, Load([]byte(test.spec), problems, false))
			require.ErrorContains(t, problems.Err(), test.want)
			assert.Less(t, time.Since(begin), 5*time.Second)
		})
	}
}

func TestRecursionWithSomethingInBetweenIsFine(t *testing.T) {
	doc := load(t, head+`components:
  schemas:
    Tree: {type: object, properties: {children: {type: array, items: {$ref: '#/components/schemas/Tree'}}}}
    Shared: &shared {type: object, properties: {a: {type: string}}}
    Again: *shared
`)
	assert.Len(t, doc.Schemas, 3)
}
