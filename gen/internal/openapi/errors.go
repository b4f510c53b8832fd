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
func duplicateKeys(node *yaml.Node, at string, problems *diag.List) bool {
	found := false
	switch node.Kind {
	case yaml.SequenceNode:
		for i, child := range node.Content {
			found = duplicateKeys(child, pointer(at, index(i)), problems) || found
		}
	case yaml.MappingNode:
		seen := make(map[string]bool, len(node.Content)/2)
		for i := 0; i+1 < len(node.Content); i += 2 {
			key := node.Content[i]
			if seen[key.Value] {
				problems.Errorf(diag.Pos{Line: key.Line, Pointer: at}, "document", "remove one of them", "the key %q occurs twice", key.Value)
				found = true
			}
			seen[key.Value] = true
			found = duplicateKeys(node.Content[i+1], pointer(at, key.Value), problems) || found
		}
	}
	return found
}
