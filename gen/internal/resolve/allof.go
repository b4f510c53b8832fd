package resolve

import (
	"slices"

	"github.com/rumpl/gosc/gen/internal/dialect"
	"github.com/rumpl/gosc/gen/internal/openapi"
)

// unwrap is dialect.Unwrap, and also takes the part of an allOf that has a type
// when the others only add words and limits to it.
func (r *resolver) unwrap(s *openapi.Schema) (inner *openapi.Schema, nullable bool) {
	inner, nullable = dialect.Unwrap(s)
	for len(inner.AllOf) > 0 && inner.Ref == "" {
		part := r.onlyType(inner)
		if part == nil {
			return inner, nullable
		}
		null := false
		inner, null = dialect.Unwrap(part)
		nullable = nullable || null
	}
	return inner, nullable
}

// onlyType returns the part of an allOf that decides its type, nil if the allOf is
// an object that is put together. Parts of different types are refused.
func (r *resolver) onlyType(s *openapi.Schema) *openapi.Schema {
	own := *s
	own.AllOf = nil
	parts := append(slices.Clone(s.AllOf), &own)
	var typed *openapi.Schema
	for _, part := range parts {
		t := r.partType(part, map[*openapi.Schema]bool{})
		switch {
		case t == "":
		case typed == nil:
			typed = part
		case t == "object" && r.partType(typed, map[*openapi.Schema]bool{}) == "object":
			return nil
		case t == "mixed" || r.partType(typed, map[*openapi.Schema]bool{}) == "mixed":
			return nil // refused when it is put together
		case t != r.partType(typed, map[*openapi.Schema]bool{}):
			r.problems.Errorf(part.Pos, "all-of", "give all parts one type", "the parts of an allOf are of different types")
			return nil
		case isPlain(part):
		case isPlain(typed):
			typed = part
		default:
			r.problems.Errorf(part.Pos, "all-of", "write the values out in one of them", "two parts of an allOf have values, formats or elements of their own")
			return nil
		}
	}
	if typed == nil || typed == &own || r.partType(typed, map[*openapi.Schema]bool{}) == "object" && len(s.Required) > 0 {
		return nil
	}
	if r.partType(typed, map[*openapi.Schema]bool{}) == "object" && hasMembers(&own) {
		return nil
	}
	return typed
}

func hasMembers(s *openapi.Schema) bool {
	return len(s.Properties) > 0 || s.AdditionalProperties != nil || len(s.Required) > 0
}

// isPlain reports whether a part says no more than its type.
func isPlain(s *openapi.Schema) bool {
	return s.Ref == "" && len(s.Enum) == 0 && s.Format == "" && s.Items == nil && len(s.AllOf) == 0
}

// partType is the type of a part of an allOf, through references: "" if it has
// none, "mixed" for a choice.
func (r *resolver) partType(s *openapi.Schema, seen map[*openapi.Schema]bool) string {
	inner, _ := dialect.Unwrap(s)
	if seen[inner] {
		return "object"
	}
	seen[inner] = true
	if inner.Ref != "" {
		if t, ok := dialect.Wrapper(inner.Ref); ok {
			return "wrapper " + t.Go()
		}
		target := r.schemas[inner.Ref]
		if target == nil {
			return "object" // it is refused where it is used
		}
		return r.partType(target, seen)
	}
	if len(inner.AllOf) > 0 {
		for _, part := range inner.AllOf {
			if t := r.partType(part, seen); t != "" {
				return t
			}
		}
	}
	if requiredSets(inner) {
		return "object"
	}
	if dialect.Choice(inner) {
		return "mixed"
	}
	if len(inner.Required) > 0 && len(inner.Types) == 0 {
		return "object"
	}
	return dialect.ImpliedType(inner)
}

// requiredSets reports whether all alternatives of a schema only say what is
// required.
func requiredSets(s *openapi.Schema) bool {
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
