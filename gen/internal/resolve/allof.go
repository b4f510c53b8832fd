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
			break
		}
		null := false
		inner, null = dialect.Unwrap(part)
		nullable = nullable || null
	}
	return inner, nullable && !s.NeverNull
}

// onlyType returns what decides the type of an allOf, nil if the allOf is an object
// that is put together. Parts of different types are refused.
func (r *resolver) onlyType(s *openapi.Schema) *openapi.Schema {
	if known, ok := r.onlyTypes[s]; ok {
		return known
	}
	r.onlyTypes[s] = r.findOnlyType(s)
	return r.onlyTypes[s]
}

func (r *resolver) findOnlyType(s *openapi.Schema) *openapi.Schema {
	own := *s
	own.AllOf = nil
	var typed *openapi.Schema
	for _, part := range append(slices.Clone(s.AllOf), &own) {
		t := r.typeName(part)
		switch {
		case t == "":
		case typed == nil:
			typed = part
		case t == "object" && r.typeName(typed) == "object":
			return nil
		case t == "mixed" || r.typeName(typed) == "mixed":
			return nil // refused when it is put together
		case r.contradict(typed, part) || t != r.typeName(typed) && !(plainTypes[t] && plainTypes[r.typeName(typed)]):
			r.problems.Errorf(part.Pos, "all-of", "give all parts one type", "the parts of an allOf are of different types")
			return nil
		default:
			typed = r.combined(typed, part)
		}
	}
	if typed == nil {
		return nil
	}
	if r.typeName(typed) == "object" && (typed == &own || hasMembers(&own)) {
		return nil
	}
	return typed
}

func hasMembers(s *openapi.Schema) bool {
	return len(s.Properties) > 0 || s.AdditionalProperties != nil || s.AdditionalAllowed || len(s.Required) > 0
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
	if dialect.RequiredSets(inner) {
		return "object"
	}
	if dialect.Choice(inner) {
		return "mixed"
	}
	if (len(inner.Required) > 0 || inner.AdditionalAllowed) && len(inner.Types) == 0 {
		return "object"
	}
	return dialect.ImpliedType(inner)
}
