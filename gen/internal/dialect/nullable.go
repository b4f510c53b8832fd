package dialect

import "github.com/rumpl/gosc/gen/internal/openapi"

// Unwrap removes the wrappings that only say "or null" or carry siblings of a
// reference: allOf with one member, oneOf or anyOf of one schema and null. It
// returns the schema inside and whether null was among them.
func Unwrap(s *openapi.Schema) (inner *openapi.Schema, nullable bool) {
	nullable = s.Nullable
	for s.Ref == "" && len(s.Properties) == 0 && len(s.Enum) == 0 && len(s.Required) == 0 && s.AdditionalProperties == nil && !s.AdditionalAllowed {
		next, null := unwrapOnce(s)
		if next == nil {
			break
		}
		nullable = nullable || null || next.Nullable
		s = next
	}
	return s, nullable
}

func unwrapOnce(s *openapi.Schema) (*openapi.Schema, bool) {
	if len(s.AllOf) > 0 && (len(s.OneOf)+len(s.AnyOf) > 0 || s.Items != nil || s.Format != "") || len(s.OneOf) > 0 && len(s.AnyOf) > 0 {
		return nil, false // all of them count
	}
	if len(s.AllOf) == 1 {
		return s.AllOf[0], false
	}
	for _, list := range [][]*openapi.Schema{s.OneOf, s.AnyOf} {
		if len(list) == 1 {
			return list[0], false
		}
		if len(list) == 2 && isNull(list[0]) {
			return list[1], true
		}
		if len(list) == 2 && isNull(list[1]) {
			return list[0], true
		}
	}
	return nil, false
}

// isNull reports whether a schema is null only. A schema that is nullable and has no
// type is any value.
func isNull(s *openapi.Schema) bool { return s.Ref == "" && s.Null && len(s.Properties) == 0 }
