package dialect

import (
	"slices"
	"strings"

	"github.com/rumpl/gosc/gen/internal/openapi"
)

// SameEnum tells whether two schemas list the same values, in any order: then
// they are one type to a user.
func SameEnum(a, b *openapi.Schema) bool { return EnumKey(a) == EnumKey(b) }

// EnumKey is equal for schemas that list the same values.
func EnumKey(s *openapi.Schema) string {
	texts := make([]string, len(s.Enum))
	for i, v := range s.Enum {
		texts[i] = v.Text
	}
	slices.Sort(texts)
	base := s.Type()
	if base == "" {
		base = "string"
	}
	return base + "\x00" + strings.Join(texts, "\x00")
}

// IsEnum tells whether the schema is an enum that becomes a type. Booleans with
// an enum are booleans.
func IsEnum(s *openapi.Schema) bool {
	if s.Ref != "" || len(s.Enum) == 0 {
		return false
	}
	switch s.Type() {
	case "string", "integer", "":
		return true
	}
	return false
}
