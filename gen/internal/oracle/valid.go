package oracle

import (
	"encoding/json"
	"math/big"
	"regexp"
	"slices"
	"unicode/utf8"
)

// valid reports whether a value is an instance of a schema. It knows what generator
// makes: a pattern that Go's syntax does not have holds.
func (g *generator) valid(v, schema any) bool { return g.check(v, schema, 0) }

func (g *generator) check(v, schema any, depth int) bool {
	s, isObject := schema.(map[string]any)
	if !isObject || depth > 200 {
		allowed, ok := schema.(bool)
		return depth <= 200 && (!ok || allowed)
	}
	if v == nil && boolean(s["nullable"]) {
		return true
	}
	if ref, ok := s["$ref"].(string); ok {
		target, err := g.doc.schema(ref)
		if err != nil || !g.check(v, target, depth+1) {
			return false
		}
		if !g.doc.Siblings {
			return true
		}
	}
	return g.checkChoices(v, s, depth+1) && checkType(v, s) && g.checkMembers(v, s, depth+1) && checkScalar(v, s)
}

func (g *generator) checkChoices(v any, s map[string]any, depth int) bool {
	count := func(schemas []any) int {
		n := 0
		for _, schema := range schemas {
			if g.check(v, schema, depth) {
				n++
			}
		}
		return n
	}
	all, one, some := list(s["allOf"]), list(s["oneOf"]), list(s["anyOf"])
	if count(all) != len(all) || len(some) > 0 && count(some) == 0 {
		return false
	}
	// A discriminator says which one it is, even if others would do.
	if n := count(one); len(one) > 0 && n != 1 && (n == 0 || s["discriminator"] == nil) {
		return false
	}
	if not, ok := s["not"]; ok && g.check(v, not, depth) {
		return false
	}
	if cond, ok := s["if"]; ok {
		branch, exists := s["else"]
		if g.check(v, cond, depth) {
			branch, exists = s["then"]
		}
		return !exists || g.check(v, branch, depth)
	}
	return true
}

func checkType(v any, s map[string]any) bool {
	if allowed, ok := values(s); ok && !slices.ContainsFunc(allowed, func(w any) bool { return equal(v, w) }) {
		return false
	}
	allowed := types(s)
	if allowed == nil {
		return true
	}
	return slices.ContainsFunc(allowed, func(t string) bool {
		switch v := v.(type) {
		case nil:
			return t == "null"
		case bool:
			return t == "boolean"
		case string:
			return t == "string"
		case []any:
			return t == "array"
		case map[string]any:
			return t == "object"
		case json.Number:
			return t == "number" || t == "integer" && isInteger(v)
		}
		return false
	})
}

func isInteger(n json.Number) bool {
	r, ok := new(big.Rat).SetString(string(n))
	return ok && r.IsInt()
}

func (g *generator) checkMembers(v any, s map[string]any, depth int) bool {
	one := shape{parts: []map[string]any{s}}
	switch v := v.(type) {
	case []any:
		least, most := one.bounds("minItems", "maxItems")
		if len(v) < least || len(v) > most {
			return false
		}
		for i, item := range v {
			if boolean(s["uniqueItems"]) && slices.ContainsFunc(v[:i], func(w any) bool { return equal(item, w) }) {
				return false
			}
			for _, schema := range one.items(i) {
				if !g.check(item, schema, depth) {
					return false
				}
			}
		}
	case map[string]any:
		least, most := one.bounds("minProperties", "maxProperties")
		if len(v) < least || len(v) > most {
			return false
		}
		for name := range one.required() {
			if _, has := v[name]; !has && !g.omitted[name] {
				return false
			}
		}
		for name, schema := range members(s["dependentSchemas"]) {
			if _, has := v[name]; has && !g.check(v, schema, depth) {
				return false
			}
		}
		for name, member := range v {
			if !g.checkMember(name, member, one, depth) {
				return false
			}
		}
	}
	return true
}

func (g *generator) checkMember(name string, v any, s shape, depth int) bool {
	known := false
	for _, schema := range s.property(name) {
		known = true
		if !g.check(v, schema, depth) {
			return false
		}
	}
	for pattern, schema := range members(s.parts[0]["patternProperties"]) {
		if ok, err := regexp.MatchString(pattern, name); err == nil && ok {
			known = true
			if !g.check(v, schema, depth) {
				return false
			}
		}
	}
	if known {
		return true
	}
	rest, _, allowed := s.rest()
	return allowed && !slices.ContainsFunc(rest, func(schema any) bool { return !g.check(v, schema, depth) })
}

func checkScalar(v any, s map[string]any) bool {
	one := shape{parts: []map[string]any{s}}
	switch v := v.(type) {
	case string:
		least, most := one.bounds("minLength", "maxLength")
		if n := utf8.RuneCountInString(v); n < least || n > most {
			return false
		}
		if pattern := text(s["pattern"]); pattern != "" {
			if ok, err := regexp.MatchString(pattern, v); err == nil && !ok {
				return false
			}
		}
	case json.Number:
		n, ok := new(big.Rat).SetString(string(v))
		least, most, inclusive := one.limits()
		if !ok || least != nil && (n.Cmp(least) < 0 || n.Cmp(least) == 0 && !inclusive[0]) ||
			most != nil && (n.Cmp(most) > 0 || n.Cmp(most) == 0 && !inclusive[1]) {
			return false
		}
	}
	return true
}
