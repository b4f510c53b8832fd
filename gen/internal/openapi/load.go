package openapi

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rumpl/gosc/gen/internal/diag"
)

// Load reads an API description. What makes it unusable is recorded in problems;
// the document is nil only if there is nothing to go on with. With partial, errors in
// some of the operations leave the others.
func Load(data []byte, problems *diag.List, partial bool) *Document {
	root := parse(data, problems)
	if root == nil || !checkVersion(root, problems) {
		return nil
	}
	moveRefs(root)
	t := newTree(root)
	if duplicateKeys(root, rootTrail, problems) || !checkRefCycles(t, problems) {
		return nil
	}
	refsRight := checkRefs(t, problems, partial)
	if keywordsRight := checkKeywords(root, problems); !refsRight || !keywordsRight && !partial {
		return nil
	}
	r := &reader{problems, t}
	return r.document(root)
}

// reader turns the tree of the file into a Document. Members of the wrong kind, which
// are reported elsewhere, count as missing.
type reader struct {
	problems *diag.List
	tree     *tree
}

func (r *reader) document(root *yaml.Node) *Document {
	doc := &Document{tree: r.tree, Aliases: r.aliases(root), Schemes: r.schemes(root)}
	if info := member(root, "info"); info != nil {
		doc.Title, doc.Version, doc.Description = textOf(member(info, "title")), textOf(member(info, "version")), textOf(member(info, "description"))
		doc.Successor = textOf(member(info, "x-deprecated"))
	}
	for _, tag := range elements(member(root, "tags")) {
		doc.Tags = append(doc.Tags, Tag{textOf(member(tag, "name")), textOf(member(tag, "description")), textOf(member(tag, "x-deprecated"))})
	}
	for _, server := range elements(member(root, "servers")) {
		doc.Servers = append(doc.Servers, textOf(member(server, "url")))
	}
	if components := member(root, "components"); components != nil {
		for key, node := range members(member(components, "schemas")) {
			schema := r.schema(node, key.Line, pointer("#/components/schemas", key.Value))
			doc.Schemas = append(doc.Schemas, &NamedSchema{Name: key.Value, Schema: schema})
		}
	}
	paths := member(root, "paths")
	if paths == nil {
		r.problems.Errorf(diag.Pos{Line: 1}, "document", "add at least one path", "there are no paths")
		return doc
	}
	for path, item := range named(paths) {
		doc.Operations = append(doc.Operations, r.operations(path.Value, item)...)
	}
	if len(doc.Operations) == 0 {
		r.problems.Errorf(diag.Pos{Line: 1, Pointer: "#/paths"}, "document", "add at least one operation; a package is deleted by hand", "there are no operations")
	}
	return doc
}

// pointer appends a step to a JSON pointer.
func pointer(parent string, steps ...string) string {
	for _, step := range steps {
		step = strings.ReplaceAll(step, "~", "~0")
		parent += "/" + strings.ReplaceAll(step, "/", "~1")
	}
	return parent
}

func index(i int) string { return strconv.Itoa(i) }
