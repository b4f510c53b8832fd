package dialect

import (
	"strings"

	"github.com/rumpl/gosc/gen/internal/openapi"
)

// PseudoMap reports whether the schema is an object whose only property is a key in
// angle brackets, such as <headerKey>: that is a map, and the property's schema is
// that of its values.
func PseudoMap(s *openapi.Schema) (*openapi.Schema, bool) {
	if len(s.Properties) != 1 || !IsPseudoKey(s.Properties[0].Name) {
		return nil, false
	}
	return s.Properties[0].Schema, true
}

// IsPseudoKey reports whether a property is such a key. Descriptions that went
// through HTML have the brackets escaped.
func IsPseudoKey(name string) bool {
	name = strings.ReplaceAll(strings.ReplaceAll(name, "&lt;", "<"), "&gt;", ">")
	return len(name) > 2 && strings.HasPrefix(name, "<") && strings.HasSuffix(name, ">")
}

// MapValue returns the schema of the values of a map, written either way.
func MapValue(s *openapi.Schema) (*openapi.Schema, bool) {
	if value, ok := PseudoMap(s); ok {
		return value, true
	}
	isChoice := len(s.OneOf)+len(s.AnyOf) > 0 && !RequiredSets(s)
	if len(s.Properties) == 0 && len(s.AllOf) == 0 && !isChoice && s.AdditionalProperties != nil {
		return s.AdditionalProperties, true
	}
	return nil, false
}
