package openapi

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rumpl/gosc/gen/internal/diag"
)

// tree is a description with what references name in it.
type tree struct {
	root    *yaml.Node
	targets map[string]*yaml.Node
}

func newTree(root *yaml.Node) *tree { return &tree{root, map[string]*yaml.Node{}} }

// target returns the node that a reference names, or nil. Large descriptions refer to
// the same thing thousands of times.
func (t *tree) target(ref string) *yaml.Node {
	node, known := t.targets[ref]
	if !known {
		if strings.HasPrefix(ref, "#/") {
			node = target(t.root, ref)
		}
		t.targets[ref] = node
	}
	return node
}

// follow returns what a reference stands for, or the node itself if it is none.
// References to nothing, which are reported elsewhere, stand for an empty map.
func (t *tree) follow(node *yaml.Node) *yaml.Node {
	for {
		ref := reference(node)
		if ref == nil {
			return node
		}
		next := t.target(ref.Value)
		if next == nil {
			return &yaml.Node{Kind: yaml.MappingNode, Line: node.Line}
		}
		node = next
	}
}

// reference returns the value of a $ref, nil if the node is no reference.
func reference(node *yaml.Node) *yaml.Node {
	if !isMap(node) {
		return nil
	}
	if ref := member(node, "$ref"); ref != nil && isScalar(ref) {
		return ref
	}
	return nil
}

// target returns the node that a local reference names, or nil.
func target(root *yaml.Node, ref string) *yaml.Node {
	node := root
	for step := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
		if node = member(node, unescape(step)); node == nil {
			return nil
		}
	}
	return node
}

// checkRefs refuses references to the network, those in place of a map of names, such as
// properties, where "$ref" would be a name, and those to what is not there. With partial,
// the latter leave the rest of the document. It reports whether there is something to
// go on with.
func checkRefs(t *tree, problems *diag.List, partial bool) bool {
	right := true
	visitRefs(t.root, object, rootTrail, func(node *yaml.Node, k kind, at *trail) {
		ref := reference(node)
		if ref == nil {
			return // a discriminator
		}
		refuse := func(remedy, format string, args ...any) {
			problems.Errorf(diag.Pos{Line: ref.Line, Pointer: at.String()}, "ref", remedy, format, args...)
		}
		if k == names || k == schemaNames {
			refuse("write the members out", "a $ref cannot stand for a map of names")
			right = false
		}
		switch {
		case fromNetwork([]byte(ref.Value)):
			refuse(notFetched.remedy, "$ref to %q: %s", ref.Value, notFetched.reason)
			right = false
		case t.target(ref.Value) != nil:
		case strings.HasPrefix(ref.Value, "#/"):
			refuse("correct the name or add the component", "%s does not exist", ref.Value)
			right = right && partial
		case k != schema: // those of schemas are refused where they are read
			refuse("move the target to the components of this file", "$ref to %q is not supported", ref.Value)
			right = right && partial
		}
	})
	return right
}
