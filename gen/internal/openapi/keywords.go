package openapi

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rumpl/gosc/gen/internal/diag"
)

// checkKeywords holds a description against its grammar. The parser takes a
// keyword of the wrong type for one that is not there, and code would be made of
// what is left. An unknown keyword is reported: it may be misspelt. It reports
// whether all is well.
func checkKeywords(root *yaml.Node, problems *diag.List) bool {
	before := len(problems.Errors())
	k := keywords{problems}
	k.check(root, documentForm, rootTrail)
	return len(problems.Errors()) == before
}

type keywords struct{ problems *diag.List }

// check looks at a value and at what is in it.
func (k keywords) check(node *yaml.Node, f *form, at *trail) {
	switch {
	case isMap(node) && f.members != nil:
		if member(node, "$ref") != nil {
			return // its siblings are checked elsewhere
		}
		for key, child := range members(node) {
			k.member(key, child, f, at)
		}
	case isMap(node) && f.each != nil:
		for key, child := range members(node) {
			isRef := key.Value == "$ref" && isScalar(child) // of a callback
			if !strings.HasPrefix(key.Value, "x-") && !isRef {
				k.value(key.Value, child, f.each, key.Line, &trail{at, key.Value})
			}
		}
	case isList(node) && f.each != nil:
		for i, child := range node.Content {
			k.value("an element", child, f.each, child.Line, &trail{at, index(i)})
		}
	}
}

func (k keywords) member(key, child *yaml.Node, f *form, at *trail) {
	name := key.Value
	if strings.HasPrefix(name, "x-") {
		return
	}
	inside, ok := f.members[name]
	if !ok {
		k.unknown(name, f, diag.Pos{Line: key.Line, Pointer: at.String()})
		return
	}
	k.value(name, child, inside, key.Line, &trail{at, name})
}

// value checks one value. An empty one is as good as none.
func (k keywords) value(name string, node *yaml.Node, f *form, line int, at *trail) {
	switch {
	case f.fits == nil, isNull(node):
		return
	case f.fits(node):
		k.check(node, f, at)
		return
	}
	pos := diag.Pos{Line: line, Pointer: at.outer.String()}
	switch {
	case name == "type" && isScalar(node):
		k.problems.Errorf(pos, "type", "use "+f.want, "the type %q is not one of OpenAPI", node.Value)
	case name == "required" && isBool(node) && strings.HasPrefix(f.want, "a list"):
		k.problems.Often(pos, "keyword", "name the member in the list \"required\" of the object that it is in", "\"required\" is "+node.Value+" beside a schema, and ignored")
	case isScalar(node):
		k.problems.Errorf(pos, "keyword", "write "+f.want, "the value %q of %s is not valid", node.Value, name)
	default:
		k.problems.Errorf(pos, "keyword", "write "+f.want, "the value of %s is %s, which is not valid", name, kindOf(node))
	}
}

func (k keywords) unknown(name string, f *form, pos diag.Pos) {
	outcome := "it is ignored"
	if near := nearest(name, f.members); near != "" {
		outcome += fmt.Sprintf("; is %q meant?", near)
	}
	k.problems.Often(pos, "keyword", outcome, fmt.Sprintf("%q is not a keyword of a %s", name, f.name))
}

// nearest returns the keyword that a name may be a misspelling of, if there is one.
func nearest(name string, keywords map[string]*form) string {
	best, least := "", min(3, len(name)/2)
	for keyword := range keywords {
		if d := distance(strings.ToLower(name), strings.ToLower(keyword)); d < least || d == least && best != "" && keyword < best {
			best, least = keyword, d
		}
	}
	return best
}

// distance is the number of letters to change, add or remove.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := before
			if a[i] != b[j] {
				change++
			}
			before = row[j+1]
			row[j+1] = min(change, row[j]+1, before+1)
		}
	}
	return row[len(b)]
}

func kindOf(node *yaml.Node) string {
	if isList(node) {
		return "a list"
	}
	return "a map"
}
