package dialect

import (
	"slices"
	"strings"

	"github.com/rumpl/gosc/gen/internal/openapi"
)

// SameEnum reports whether two schemas list the same values, in any order. They then
// become one type.
func SameEnum(a, b *openapi.Schema) bool { return EnumKey(a) == EnumKey(b) }

// EnumKey is equal for schemas that list the same values.
func EnumKey(s *openapi.Schema) string {
	texts := make([]string, len(s.Enum))
	for i, v := range s.Enum {
		texts[i] = v.Text
	}
	slices.Sort(texts)
	return EnumType(s) + "\x00" + strings.Join(texts, "\x00")
}

// IsEnum reports whether the schema is an enum that becomes a type. Booleans and
// numbers with an enum stay booleans and numbers, and values of several types are of
// type any.
func IsEnum(s *openapi.Schema) bool {
	if s.Ref != "" || len(s.Enum) == 0 {
		return false
	}
	t := EnumType(s)
	return t == "string" || t == "integer"
}

// EnumType returns the type of the values of an enum: the explicit one, or the one
// that all values have, or "" if they have several types.
func EnumType(s *openapi.Schema) string {
	if len(s.Types) > 0 {
		return s.Type()
	}
	common := ""
	for _, v := range s.Enum {
		t := tagTypes[v.Tag]
		switch {
		case common == "":
			common = t
		case common == "integer" && t == "number", common == "number" && t == "integer":
			common = "number"
		case common != t:
			return ""
		}
	}
	return common
}

// tagTypes are the types of scalars in YAML. A date is a string to JSON.
var tagTypes = map[string]string{
	"!!str": "string", "!!int": "integer", "!!float": "number", "!!bool": "boolean", "!!timestamp": "string",
}
