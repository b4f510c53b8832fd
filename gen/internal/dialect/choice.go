package dialect

import "github.com/rumpl/gosc/gen/internal/openapi"

// Choice reports whether the schema is one of several types: oneOf or anyOf, or a
// list of types in OpenAPI 3.1. Such a value is kept as it came.
func Choice(s *openapi.Schema) bool {
	alternatives := len(s.OneOf) + len(s.AnyOf)
	beside := len(s.Properties) > 0 || len(s.Required) > 0 || s.AdditionalProperties != nil
	return len(s.OneOf) > 1 || len(s.AnyOf) > 1 || len(s.Types) > 1 || alternatives > 0 && beside
}
