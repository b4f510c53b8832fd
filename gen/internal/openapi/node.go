package openapi

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// member returns the member of a map, or the element of a list, of this name; nil if
// there is none.
func member(node *yaml.Node, name string) *yaml.Node {
	if node == nil {
		return nil
	}
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

// members are the keys and values of a map, none if the node is no map.
func members(node *yaml.Node) iter.Seq2[*yaml.Node, *yaml.Node] {
	return func(yield func(key, value *yaml.Node) bool) {
		if node == nil || node.Kind != yaml.MappingNode {
			return
		}
		for i := 0; i+1 < len(node.Content); i += 2 {
			if !yield(node.Content[i], node.Content[i+1]) {
				return
			}
		}
	}
}

// named are the members of a map of names without its extensions and without those
// that are empty.
func named(node *yaml.Node) iter.Seq2[*yaml.Node, *yaml.Node] {
	return func(yield func(key, value *yaml.Node) bool) {
		for key, value := range members(node) {
			if strings.HasPrefix(key.Value, "x-") || isNull(value) {
				continue
			}
			if !yield(key, value) {
				return
			}
		}
	}
}

// elements are those of a list, none if the node is no list.
func elements(node *yaml.Node) []*yaml.Node {
	if node == nil || node.Kind != yaml.SequenceNode {
		return nil
	}
	return node.Content
}

func isMap(node *yaml.Node) bool    { return node.Kind == yaml.MappingNode }
func isList(node *yaml.Node) bool   { return node.Kind == yaml.SequenceNode }
func isScalar(node *yaml.Node) bool { return node.Kind == yaml.ScalarNode }
func isNull(node *yaml.Node) bool   { return isScalar(node) && node.Tag == "!!null" }
func isBool(node *yaml.Node) bool   { return isScalar(node) && node.Tag == "!!bool" }
func isNumber(node *yaml.Node) bool {
	return isScalar(node) && slices.Contains([]string{"!!int", "!!float"}, node.Tag)
}

func isCount(node *yaml.Node) bool {
	n, err := strconv.ParseFloat(node.Value, 64)
	return isNumber(node) && (err != nil || n >= 0 && n == float64(uint64(n)))
}

// textOf reads a scalar as it is written, "" if there is none.
func textOf(node *yaml.Node) string {
	if node == nil || !isScalar(node) || isNull(node) {
		return ""
	}
	return node.Value
}

func textsOf(node *yaml.Node) []string {
	var out []string
	for _, element := range elements(node) {
		if isScalar(element) {
			out = append(out, element.Value)
		}
	}
	return out
}

// isTrue reports whether a node is true, True or TRUE, which are the same in YAML.
func isTrue(node *yaml.Node) bool {
	return node != nil && isScalar(node) && strings.EqualFold(node.Value, "true")
}

// optionalBool is nil if there is no true or false.
func optionalBool(node *yaml.Node) *bool {
	if node == nil || !isBool(node) {
		return nil
	}
	is := isTrue(node)
	return &is
}

// optionalNumber is nil if there is no number.
func optionalNumber(node *yaml.Node) *float64 {
	if node == nil || !isNumber(node) {
		return nil
	}
	var n float64
	if node.Decode(&n) != nil {
		return nil
	}
	return &n
}

// plain returns a default or an example as plain Go values; nil if there is none or if
// it cannot be decoded, as it is only shown.
func plain(node *yaml.Node) any {
	switch {
	case node == nil:
		return nil
	case isMap(node):
		out := make(map[string]any, len(node.Content)/2)
		for key, value := range members(node) {
			out[key.Value] = plain(value)
		}
		return out
	case isList(node):
		out := make([]any, 0, len(node.Content))
		for _, element := range node.Content {
			out = append(out, plain(element))
		}
		return out
	}
	if scalar(node).Tag == "!!str" {
		return node.Value
	}
	var out any
	if node.Decode(&out) != nil {
		return nil
	}
	return out
}

// scalar reads a scalar. A date is a text: JSON has no others.
func scalar(node *yaml.Node) Scalar {
	if node.Tag == "!!timestamp" {
		return Scalar{node.Value, "!!str"}
	}
	return Scalar{node.Value, node.Tag}
}
