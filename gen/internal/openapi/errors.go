package openapi

import (
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/pb33f/go-yaml"
	"github.com/pb33f/libopenapi"

	"github.com/rumpl/gosc/gen/internal/diag"
)

var lineInText = regexp.MustCompile(`(?:line |at L)(\d+)`)

// reportParse records that the file is not valid YAML or not OpenAPI.
func reportParse(err error, problems *diag.List) {
	problems.Errorf(diag.Pos{Line: lineOf(err)}, "document", "give an OpenAPI 3.0 or 3.1 document in YAML or JSON",
		"cannot be read: %s", oneLine(err))
}

// reportBuild records the parser's errors. References without a target come
// without a place, so they are looked up.
func reportBuild(err error, parsed libopenapi.Document, problems *diag.List) {
	missing := missingRefs(parsed.GetSpecInfo().RootNode)
	for _, ref := range missing {
		problems.Errorf(ref.pos, "ref", "correct the name or add the component", "%s does not exist", ref.target)
	}
	for _, single := range unjoin(err) {
		if len(missing) > 0 && isMissingRef(single) {
			continue
		}
		problems.Errorf(diag.Pos{Line: lineOf(single)}, "document", "correct the document", "%s", oneLine(single))
	}
}

func isMissingRef(err error) bool {
	text := err.Error()
	return strings.Contains(text, "does not exist") || strings.Contains(text, "cannot be found") || strings.Contains(text, "reference")
}

func unjoin(err error) []error {
	var joined interface{ Unwrap() []error }
	if errors.As(err, &joined) {
		return joined.Unwrap()
	}
	return []error{err}
}

func lineOf(err error) int {
	if m := lineInText.FindStringSubmatch(err.Error()); m != nil {
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
	case yaml.DocumentNode:
		for _, child := range node.Content {
			found = duplicateKeys(child, at, problems) || found
		}
	case yaml.SequenceNode:
		for i, child := range node.Content {
			found = duplicateKeys(child, pointer(at, index(i)), problems) || found
		}
	case yaml.MappingNode:
		seen := make(map[string]bool, len(node.Content)/2)
		for i := 0; i+1 < len(node.Content); i += 2 {
			key := node.Content[i]
			if seen[key.Value] && key.Value != "<<" {
				problems.Errorf(diag.Pos{Line: key.Line, Pointer: at}, "document", "remove one of them", "the key %q occurs twice", key.Value)
				found = true
			}
			seen[key.Value] = true
			found = duplicateKeys(node.Content[i+1], pointer(at, key.Value), problems) || found
		}
	}
	return found
}

type missingRef struct {
	target string
	pos    diag.Pos
}

// missingRefs finds the local references whose target is not in the document.
func missingRefs(root *yaml.Node) []missingRef {
	var out []missingRef
	walkRefs(root, "#", func(target string, pos diag.Pos) {
		if strings.HasPrefix(target, "#/") && !resolves(root, target) {
			out = append(out, missingRef{target, pos})
		}
	})
	return out
}

func walkRefs(node *yaml.Node, at string, visit func(string, diag.Pos)) {
	switch node.Kind {
	case yaml.DocumentNode:
		for _, child := range node.Content {
			walkRefs(child, at, visit)
		}
	case yaml.SequenceNode:
		for i, child := range node.Content {
			walkRefs(child, pointer(at, index(i)), visit)
		}
	case yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			key, value := node.Content[i], node.Content[i+1]
			if key.Value == "$ref" && value.Kind == yaml.ScalarNode {
				visit(value.Value, diag.Pos{Line: value.Line, Pointer: at})
			}
			walkRefs(value, pointer(at, key.Value), visit)
		}
	}
}

func resolves(root *yaml.Node, ref string) bool { return target(root, ref) != nil }

func member(node *yaml.Node, name string) *yaml.Node {
	if node.Kind == yaml.SequenceNode {
		if i, err := strconv.Atoi(name); err == nil && i >= 0 && i < len(node.Content) {
			return node.Content[i]
		}
	}
	if node.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == name {
			return node.Content[i+1]
		}
	}
	return nil
}
