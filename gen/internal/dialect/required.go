package dialect

import (
	"slices"

	"github.com/rumpl/gosc/gen/internal/openapi"
)

// RequiredSets reports whether all alternatives of a schema only say what is
// required.
func RequiredSets(s *openapi.Schema) bool {
	alternatives := append(slices.Clone(s.OneOf), s.AnyOf...)
	if len(alternatives) == 0 {
		return false
	}
	return !slices.ContainsFunc(alternatives, func(a *openapi.Schema) bool { return !onlyRequires(a) })
}

// onlyRequires reports whether a schema says nothing but which members are
// required, or forbidden.
func onlyRequires(s *openapi.Schema) bool {
	return s.Ref == "" && len(s.Required) > 0 && len(s.Properties) == 0 && s.AdditionalProperties == nil && s.Items == nil &&
		len(s.Enum) == 0 && len(s.AllOf)+len(s.OneOf)+len(s.AnyOf) == 0 && (len(s.Types) == 0 || s.Type() == "object")
}
