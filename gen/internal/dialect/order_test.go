package dialect

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestOrderedProperties(t *testing.T) {
	const properties = "type: object\nproperties: {c: {type: string}, a: {type: string}, b: {type: string}}\n"
	for order, want := range map[string][]string{
		"":                      {"c", "a", "b"},
		"[a, b, c]":             {"a", "b", "c"},
		"[b]":                   {"b", "c", "a"},
		"[b, gone, a]":          {"b", "a", "c"},
		"[a, a, b, a]":          {"a", "b", "c"},
		"[{not: a name}, b, c]": {"b", "c", "a"},
	} {
		yaml := properties
		if order != "" {
			yaml += "x-properties-order: " + order
		}
		var got []string
		for _, p := range OrderedProperties(schema(t, "3.0.0", yaml)) {
			got = append(got, p.Name)
		}
		assert.Equal(t, want, got, order)
	}
}
