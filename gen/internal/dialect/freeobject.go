package dialect

import "github.com/rumpl/gosc/gen/internal/openapi"

// EmptyObject reports whether the schema is an object that cannot have members: only
// its presence has a meaning.
func EmptyObject(s *openapi.Schema) bool {
	return s.Closed && s.Ref == "" && s.Type() == "object" && len(s.Properties) == 0 &&
		len(s.AllOf) == 0 && len(s.OneOf) == 0 && len(s.AnyOf) == 0
}

// FreeObject reports whether the schema is an object without any description of its
// members: it means {} in requests and any object in replies.
func FreeObject(s *openapi.Schema) bool {
	return s.Ref == "" && s.Type() == "object" && !s.Closed && len(s.Properties) == 0 && s.AdditionalProperties == nil &&
		len(s.AllOf) == 0 && len(s.OneOf) == 0 && len(s.AnyOf) == 0
}

// Anything reports whether the schema is empty: any JSON value.
func Anything(s *openapi.Schema) bool {
	return s.Ref == "" && ImpliedType(s) == "" && len(s.Types) == 0 && len(s.Properties) == 0 && s.AdditionalProperties == nil &&
		s.Items == nil && len(s.AllOf) == 0 && len(s.OneOf) == 0 && len(s.AnyOf) == 0
}
