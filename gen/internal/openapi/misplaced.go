package openapi

import "slices"

// dropMisplaced forgets the keywords that are about another type than the one that the
// schema has: they say nothing about its values.
func (r *reader) dropMisplaced(s *Schema) {
	if len(s.Types) == 0 {
		return
	}
	ignore := func(keyword, typ string) {
		r.problems.Oddf(s.Pos, "type", "it is ignored", "%q says nothing about a value of the type %q, only about one of the type %q", keyword, s.Type(), typ)
	}
	if !slices.Contains(s.Types, "object") {
		if len(s.Properties) > 0 {
			ignore("properties", "object")
			s.Properties = nil
		}
		if s.AdditionalProperties != nil {
			ignore("additionalProperties", "object")
			s.AdditionalProperties = nil
		}
		s.AdditionalAllowed, s.Closed = false, false
	}
	if s.Items != nil && !slices.Contains(s.Types, "array") {
		ignore("items", "array")
		s.Items = nil
	}
}
