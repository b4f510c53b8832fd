package dialect

import "github.com/rumpl/gosc/gen/internal/openapi"

// ImpliedType returns the type of a schema: the explicit one, or the one that its
// other members imply, or "" if there is none.
func ImpliedType(s *openapi.Schema) string {
	switch {
	case len(s.Types) > 0:
		return s.Type()
	case len(s.Enum) > 0:
		return EnumType(s)
	case len(s.Properties) > 0 || s.AdditionalProperties != nil || s.Closed:
		return "object"
	case s.Items != nil:
		return "array"
	case s.Format == "date-time" || s.Format == "byte" || s.Format == "binary" || s.Format == "google-duration" || s.Format == "uuid":
		return "string"
	case s.Format == "int32" || s.Format == "int64" || s.Format == "uint32" || s.Format == "uint64":
		return "integer"
	case s.Format == "float" || s.Format == "double":
		return "number"
	}
	return ""
}
