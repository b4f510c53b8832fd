package resolve

import (
	"github.com/rumpl/gosc/gen/internal/dialect"
	"github.com/rumpl/gosc/gen/internal/openapi"
)

// narrowed is the schema of a member that a later part of an allOf describes again:
// the later one, which usually narrows the earlier. If it has no type, it only adds
// words. No value has two types, so that those are refused.
func (r *resolver) narrowed(known openapi.Property, later *openapi.Schema) *openapi.Schema {
	if dialect.Anything(later) && !later.Null && len(later.Enum) == 0 {
		out := *known.Schema
		out.Description = firstNonEmpty(describe(later), out.Description)
		out.ReadOnly, out.WriteOnly = out.ReadOnly || later.ReadOnly, out.WriteOnly || later.WriteOnly
		out.Deprecated = out.Deprecated || later.Deprecated
		out.Default, out.Example = firstValue(later.Default, out.Default), firstValue(later.Example, out.Example)
		return &out
	}
	before, after := r.partType(known.Schema, map[*openapi.Schema]bool{}), r.partType(later, map[*openapi.Schema]bool{})
	if plainTypes[before] && plainTypes[after] && before != after && !(before == "number" && after == "integer") {
		r.problems.Errorf(later.Pos, "all-of", "give it one type in all of them", "the parts of an allOf describe %q as %s and as %s", known.Name, before, after)
	}
	return later
}

// plainTypes are the types of JSON. Others that partType returns may go together.
var plainTypes = map[string]bool{"string": true, "integer": true, "number": true, "boolean": true, "object": true, "array": true}
