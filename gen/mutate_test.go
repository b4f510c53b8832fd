package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/gen/internal/testkit"
)

// TestMutatedDescriptions checks that a randomly changed description either becomes a
// package that compiles or is refused with a line number.
func TestMutatedDescriptions(t *testing.T) {
	checker := newTypeChecker(t)
	for seed := range uint64(cases(200)) {
		checker.check(t, mutate(seed, seed%7))
	}
}

// FuzzMutatedDescriptions does the same as TestMutatedDescriptions, without an end.
func FuzzMutatedDescriptions(f *testing.F) {
	checker := newTypeChecker(f)
	f.Add(uint64(1), uint64(1))
	f.Fuzz(func(t *testing.T, seed, steps uint64) { checker.check(t, mutate(seed, steps%20)) })
}

// typeChecker generates packages and checks their types.
type typeChecker struct {
	fset     *token.FileSet
	importer types.Importer
}

func newTypeChecker(tb testing.TB) *typeChecker {
	fset := token.NewFileSet()
	return &typeChecker{fset: fset, importer: testkit.NewWorkspace(tb).Importer(fset)}
}

// refusal is an error with its place. Problems of the whole document have no line.
var refusal = regexp.MustCompile(`(?m)^[^:\n]*spec\.json(:\d+)?: .*\[[a-z-]+\] `)

func (c *typeChecker) check(t *testing.T, spec []byte) {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "spec.json")
	require.NoError(t, os.WriteFile(path, spec, 0o644))
	out := filepath.Join(dir, "out")
	var stderr bytes.Buffer
	if status := run([]string{"-spec", path, "-out", out, "-package", "mutated"}, io.Discard, &stderr); status != 0 {
		if !refusal.Match(stderr.Bytes()) {
			t.Errorf("refused without a place: %s", &stderr)
			t.Logf("%s", spec)
		}
		require.NoDirExists(t, out, "nothing is written")
		return
	}
	paths, err := filepath.Glob(filepath.Join(out, "*.go"))
	require.NoError(t, err)
	var files []*ast.File
	for _, path := range paths {
		file, err := parser.ParseFile(c.fset, path, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		files = append(files, file)
	}
	config := types.Config{Importer: c.importer, GoVersion: "go1.26", Error: func(err error) { t.Error(err) }}
	if _, err := config.Check("mutated", c.fset, files, nil); err != nil {
		t.Logf("%s", spec)
	}
}

// mutate makes a random description and changes it in some places.
func mutate(seed, steps uint64) []byte {
	m := &mutator{Rand: rand.New(rand.NewPCG(seed, 99))}
	var doc any
	if err := json.Unmarshal(randomSpec(seed), &doc); err != nil {
		panic(err)
	}
	for range steps {
		m.visit(doc)
		if len(m.places) == 0 {
			break
		}
		place := m.places[m.IntN(len(m.places))]
		place[m.key(place)] = m.replacement()
		m.places = nil
	}
	data, err := json.MarshalIndent(doc, "", " ")
	if err != nil {
		panic(err)
	}
	return data
}

type mutator struct {
	*rand.Rand
	places []object // all objects, in an order that is always the same
}

func (m *mutator) visit(v any) {
	switch v := v.(type) {
	case object:
		if len(v) > 0 {
			m.places = append(m.places, v)
		}
		for _, key := range sortedKeys(v) {
			m.visit(v[key])
		}
	case []any:
		for _, item := range v {
			m.visit(item)
		}
	}
}

func sortedKeys(v object) []string {
	keys := make([]string, 0, len(v))
	for key := range v {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// key is a member to change: mostly one that is there.
func (m *mutator) key(place object) string {
	if m.IntN(3) == 0 {
		words := []string{"type", "format", "$ref", "allOf", "oneOf", "anyOf", "enum", "const", "items", "properties", "required", "nullable",
			"additionalProperties", "x-one-of", "x-configuration", "x-and-wait", "x-go-name", "x-three-states", "readOnly", "style", "explode",
			"in", "name", "content", "schema", "operationId", "tags", "discriminator", "parameters", "requestBody", "responses"}
		return words[m.IntN(len(words))]
	}
	keys := sortedKeys(place)
	return keys[m.IntN(len(keys))]
}

// replacement is a value from anywhere in the document, or one that is odd.
func (m *mutator) replacement() any {
	odd := []any{nil, true, false, 0, -1, 1.5, "", "string", "object", "array", "integer", "null", "a b", "date-time", "google-duration", "true",
		"#/components/schemas/Nope", "#/components/schemas/scaleway.shop.v1.Order", []any{}, []any{"a"}, []any{1, "b", nil}, object{},
		object{"type": "string"}, object{"$ref": "#/components/schemas/scaleway.shop.v1.Extra0"}, []any{object{"type": "string"}, object{"type": "object"}},
		"project_id", "query", "path", "deepObject", "x", "Value", fmt.Sprint(m.Uint64())}
	if m.IntN(3) > 0 {
		return odd[m.IntN(len(odd))]
	}
	place := m.places[m.IntN(len(m.places))]
	keys := sortedKeys(place)
	return clone(place[keys[m.IntN(len(keys))]])
}

// clone copies a value, so that nothing contains itself.
func clone(v any) any {
	switch v := v.(type) {
	case object:
		out := object{}
		for key, value := range v {
			out[key] = clone(value)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, value := range v {
			out[i] = clone(value)
		}
		return out
	}
	return v
}
