package openapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rumpl/gosc/gen/internal/diag"
)

// parse reads YAML or JSON and returns the map that it consists of, with aliases
// replaced by what they stand for. It returns nil if there is no such map; problems
// says why.
func parse(data []byte, problems *diag.List) *yaml.Node {
	root, err := unmarshal(data)
	if err != nil {
		reportParse(err, problems)
		return nil
	}
	if mayHaveAliases(data) || bytes.Contains(data, []byte("<<")) {
		if !checkAliases(root, problems) {
			return nil
		}
		expand(root, map[*yaml.Node]bool{})
	}
	return root
}

// unmarshal reads a file of a description into its root, with aliases as they are.
func unmarshal(data []byte) (*yaml.Node, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(unescapeJSON(data), &document); err != nil {
		return nil, syntaxError(data, err)
	}
	if len(document.Content) != 1 {
		return nil, errors.New("it is empty")
	}
	return document.Content[0], nil
}

// escapes matches an escaped backslash, which must not be taken for the beginning of
// something else, and what JSON may escape but YAML does not know: a slash, and a
// character beyond U+FFFF as two halves.
var escapes = regexp.MustCompile(`\\\\|\\/|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}`)

// unescapeJSON writes such characters of a JSON document out.
func unescapeJSON(data []byte) []byte {
	if !isJSON(data) || !slices.ContainsFunc([]string{`\/`, `\ud`, `\uD`}, func(s string) bool { return bytes.Contains(data, []byte(s)) }) {
		return data
	}
	return escapes.ReplaceAllFunc(data, func(match []byte) []byte {
		var char string
		if match[1] != '\\' && json.Unmarshal([]byte(`"`+string(match)+`"`), &char) == nil {
			return []byte(char)
		}
		return match
	})
}

// checkVersion reports whether it is a version of OpenAPI that the generator knows.
func checkVersion(root *yaml.Node, problems *diag.List) bool {
	if !isMap(root) {
		reportParse(errors.New("it is not a map"), problems)
		return false
	}
	version := textOf(member(root, "openapi"))
	if version == "" {
		version = textOf(member(root, "swagger"))
	}
	switch {
	case version == "":
		reportParse(errors.New("it does not say which OpenAPI it is"), problems)
	case strings.HasPrefix(version, "3.0"), strings.HasPrefix(version, "3.1"):
		return true
	default:
		problems.Errorf(diag.Pos{Line: 1}, "document", "convert it to OpenAPI 3.0 or 3.1", "this is OpenAPI %s", version)
	}
	return false
}

// expand replaces aliases by what they stand for, and the key << by the members that
// it brings.
func expand(node *yaml.Node, done map[*yaml.Node]bool) {
	if done[node] {
		return
	}
	done[node] = true
	for i, child := range node.Content {
		for child.Kind == yaml.AliasNode {
			child = child.Alias
		}
		node.Content[i] = child
		expand(child, done)
	}
	if isMap(node) {
		merge(node)
	}
}

// merge adds the members that << brings after those of the map itself, which count.
func merge(node *yaml.Node) {
	var own []*yaml.Node
	var sources []*yaml.Node
	for key, value := range members(node) {
		switch {
		case key.Tag != "!!merge":
			own = append(own, key, value)
		case isList(value):
			sources = append(sources, value.Content...)
		default:
			sources = append(sources, value)
		}
	}
	if len(sources) == 0 {
		return
	}
	merged := &yaml.Node{Kind: yaml.MappingNode, Content: own}
	for _, source := range sources {
		for key, value := range members(source) {
			if member(merged, key.Value) == nil {
				merged.Content = append(merged.Content, key, value)
			}
		}
	}
	node.Content = merged.Content
}
