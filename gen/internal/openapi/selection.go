package openapi

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Selection selects operations of a description. A pattern is a tag, an operation id
// or a path, with the wildcards of path.Match; "*" also matches slashes.
type Selection struct {
	Include []string // empty: all
	Exclude []string
}

// Select removes the operations that are not selected. It is an error if a pattern
// is malformed or matches nothing, which is a typing mistake.
func (doc *Document) Select(s Selection) error {
	used := map[string]bool{}
	kept := slices.DeleteFunc(slices.Clone(doc.Operations), func(op *Operation) bool {
		included := op.matchesAny(s.Include, used) || len(s.Include) == 0
		return op.matchesAny(s.Exclude, used) || !included
	})
	for _, pattern := range slices.Concat(s.Include, s.Exclude) {
		if _, err := path.Match(pattern, ""); err != nil {
			return fmt.Errorf("the pattern %q is malformed", pattern)
		}
		if !used[pattern] {
			return fmt.Errorf("the pattern %q matches no tag, operation id or path", pattern)
		}
	}
	if len(kept) == 0 {
		return fmt.Errorf("no operation is selected")
	}
	doc.Operations = kept
	return nil
}

// matchesAny reports whether one of the patterns matches, and records all that do.
func (op *Operation) matchesAny(patterns []string, used map[string]bool) bool {
	found := false
	for _, pattern := range patterns {
		if slices.ContainsFunc(append([]string{op.ID, op.Path}, op.Tags...), func(name string) bool { return wildcard(pattern, name) }) {
			used[pattern] = true
			found = true
		}
	}
	return found
}

// wildcard is path.Match with slashes as ordinary characters.
func wildcard(pattern, name string) bool {
	flat := func(s string) string { return strings.ReplaceAll(s, "/", "\x01") }
	matched, err := path.Match(flat(pattern), flat(name))
	return err == nil && matched
}

// Drop removes the operations whose pointers are keys.
func (doc *Document) Drop(pointers map[string]string) {
	doc.Operations = slices.DeleteFunc(doc.Operations, func(op *Operation) bool { return pointers[op.Pos.Pointer] != "" })
}

// Users returns the pointers of the operations that a place of the description
// belongs to: the operation that it is in, those of the path that it is in, or
// those that use the schema that it is in, directly or not.
func (doc *Document) Users(pointer string) map[string]bool {
	out := map[string]bool{}
	within := func(outer string) bool { return pointer == outer || strings.HasPrefix(pointer, outer+"/") }
	for _, op := range doc.Operations {
		ofPath := strings.TrimSuffix(op.Pos.Pointer, "/"+strings.ToLower(op.Method))
		if within(op.Pos.Pointer) || within(ofPath+"/parameters") {
			out[op.Pos.Pointer] = true
		}
	}
	if part := componentOf(pointer); part != "" {
		doc.addReferring(part, out)
	}
	for _, named := range doc.Schemas {
		name := cmp.Or(named.From, named.Name)
		if within(schemaPrefix + strings.ReplaceAll(strings.ReplaceAll(name, "~", "~0"), "/", "~1")) {
			doc.addUsers(named.Name, out)
		}
	}
	return out
}

// componentOf returns the pointer of the component that a place is in, "" for
// schemas and for what is not a component.
func componentOf(pointer string) string {
	steps := strings.SplitN(pointer, "/", 5)
	if len(steps) < 4 || steps[1] != "components" || steps[2] == "schemas" {
		return ""
	}
	return strings.Join(steps[:4], "/")
}

// addReferring adds the operations that refer to a component that is not a schema,
// directly or not.
func (doc *Document) addReferring(component string, out map[string]bool) {
	for _, op := range doc.Operations {
		seen := map[string]bool{}
		var visit func(pointer string)
		visit = func(pointer string) {
			if node := doc.tree.target(pointer); node != nil && !seen[pointer] {
				seen[pointer] = true
				visitRefs(node, kindAt(pointer), rootTrail, func(node *yaml.Node, _ kind, _ *trail) {
					if ref := reference(node); ref != nil {
						visit(ref.Value)
					}
				})
			}
		}
		visit(op.Pos.Pointer)
		visit(strings.TrimSuffix(op.Pos.Pointer, "/"+strings.ToLower(op.Method)) + "/parameters")
		if seen[component] {
			out[op.Pos.Pointer] = true
		}
	}
}

func (doc *Document) addUsers(schema string, out map[string]bool) {
	byName := map[string]*Schema{}
	for _, named := range doc.Schemas {
		byName[named.Name] = named.Schema
	}
	for _, op := range doc.Operations {
		seen := map[string]bool{}
		var visit func(*Schema)
		visit = func(s *Schema) {
			s.Walk(func(s *Schema) {
				if s.Ref != "" && !seen[s.Ref] {
					seen[s.Ref] = true
					if next := byName[s.Ref]; next != nil {
						visit(next)
					}
				}
			})
		}
		for _, s := range op.Schemas() {
			visit(s)
		}
		if seen[schema] {
			out[op.Pos.Pointer] = true
		}
	}
}

// Schemas returns those that an operation mentions itself.
func (op *Operation) Schemas() []*Schema {
	var out []*Schema
	media := func(all []*Media) {
		for _, m := range all {
			out = append(out, m.Schema)
		}
	}
	for _, p := range op.Parameters {
		out = append(out, p.Schema)
	}
	if op.Body != nil {
		media(op.Body.Content)
	}
	for _, response := range op.Responses {
		media(response.Content)
	}
	return out
}

// Walk visits the schema and the inline ones in it, but not what references name.
func (s *Schema) Walk(visit func(*Schema)) {
	if s == nil {
		return
	}
	visit(s)
	for _, child := range s.Children() {
		child.Walk(visit)
	}
}

// Children returns the schemas in the schema, some of which may be nil.
func (s *Schema) Children() []*Schema {
	out := []*Schema{s.AdditionalProperties, s.Items}
	for _, p := range s.Properties {
		out = append(out, p.Schema)
	}
	return slices.Concat(out, s.AllOf, s.OneOf, s.AnyOf)
}
