package openapi

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/rumpl/gosc/gen/internal/diag"
)

// TestAnythingMayBeOfTheWrongKind puts a text, a number, a list, a map, a reference and
// nothing in place of the parts of the descriptions of the golden tests, one at a time,
// in turns and in every third place: all of them in all places would take minutes with
// the race detector. Each of these is read or refused with a reason, also if only a part of it is wanted,
// and never ends the program.
func TestAnythingMayBeOfTheWrongKind(t *testing.T) {
	replacements := []string{"text", "3", "[[a], {b: c}]", "{a: {b: [c]}}", "{$ref: '#/paths'}", "{$ref: '#/info/title'}", "null"}
	cases, err := filepath.Glob("../../testdata/golden/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, cases)
	for _, name := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(name)
			require.NoError(t, err)
			_, spec, _ := strings.Cut(string(data), "-- spec.yaml --\n")
			spec, _, _ = strings.Cut(spec, "\n-- ")
			var root yaml.Node
			require.NoError(t, yaml.Unmarshal([]byte(spec), &root))
			n := 0
			eachNode(&root, func(node *yaml.Node) {
				if n++; n%3 != 0 {
					return
				}
				var other yaml.Node
				require.NoError(t, yaml.Unmarshal([]byte(replacements[n/3%len(replacements)]), &other))
				before := *node
				*node = *other.Content[0]
				changed, err := yaml.Marshal(&root)
				*node = before
				require.NoError(t, err)
				requireReadOrRefused(t, changed)
			})
		})
	}
}

// eachNode visits all values, but not the keys of maps.
func eachNode(node *yaml.Node, visit func(*yaml.Node)) {
	for i, child := range node.Content {
		if node.Kind != yaml.MappingNode || i%2 == 1 {
			visit(child)
			eachNode(child, visit)
		}
	}
}

// requireReadOrRefused reads a description as a whole, and as one of which a part is
// wanted.
func requireReadOrRefused(t *testing.T, data []byte) {
	t.Helper()
	defer func() {
		if r := recover(); r != nil {
			t.Fatalf("%v\n%s", r, data)
		}
	}()
	for _, partial := range []bool{false, true} {
		problems := &diag.List{File: "spec.yaml"}
		doc := Load(data, problems, partial)
		require.False(t, doc == nil && problems.Err() == nil, "refused without a reason:\n%s", data)
		if doc == nil {
			continue
		}
		for _, p := range problems.Errors() {
			doc.Users(p.Pos.Pointer)
		}
	}
}
