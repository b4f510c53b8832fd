package openapi

import (
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rumpl/gosc/gen/internal/diag"
)

// reportParse records that the file is not valid YAML or not OpenAPI.
func reportParse(err error, problems *diag.List) {
	problems.Errorf(diag.Pos{Line: lineOf(err)}, "document", "give an OpenAPI 3.0 or 3.1 document in YAML or JSON",
		"cannot be read: %s", oneLine(err))
}

var leadingLine = regexp.MustCompile(`^line (\d+): `)

func lineOf(err error) int {
	if m := leadingLine.FindStringSubmatch(err.Error()); m != nil {
		line, _ := strconv.Atoi(m[1])
		return line
	}
	return 0
}

func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }

// duplicateKeys records the keys that occur twice in a mapping: one of the values
// would be lost silently.
func duplicateKeys(node *yaml.Node, at *trail, problems *diag.List) bool {
	found := false
	switch node.Kind {
	case yaml.SequenceNode:
		for i, child := range node.Content {
			if !isScalar(child) {
				found = duplicateKeys(child, &trail{at, index(i)}, problems) || found
			}
		}
	case yaml.MappingNode:
		for _, key := range repeated(node) {
			problems.Errorf(diag.Pos{Line: key.Line, Pointer: at.String()}, "document", "remove one of them", "the key %q occurs twice", key.Value)
			found = true
		}
		for key, child := range members(node) {
			if !isScalar(child) {
				found = duplicateKeys(child, &trail{at, key.Value}, problems) || found
			}
		}
	}
	return found
}

// repeated returns the keys of a map that it has before.
func repeated(node *yaml.Node) []*yaml.Node {
	var out []*yaml.Node
	seen := make(map[string]bool, len(node.Content)/2)
	for key := range members(node) {
		if seen[key.Value] {
			out = append(out, key)
		}
		seen[key.Value] = true
	}
	return out
}
