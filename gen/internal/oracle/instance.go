package oracle

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
)

// direction is where an instance is for: members that are readOnly are in no request,
// those that are writeOnly in no reply.
type direction int

const (
	toServer direction = iota
	fromServer
	byFields // from the server, read from the fields of the result
)

// generator makes random instances of schemas.
type generator struct {
	*rand.Rand
	doc *Document
	dir direction
	// text is set where the value becomes text: in a path, a query, a header or a form.
	text bool
	// round makes only numbers that a float64 holds: those of JSON without a type in Go.
	round bool
	// without are characters that no text may have, because they separate the items of a
	// list and OpenAPI has no escape for them there.
	without string
	// omitted are the names of required members that were left out: those that have no
	// place in this direction, and those that no schema describes.
	omitted map[string]bool
	// fuel is how many values may still be made for the instance: choices whose
	// alternatives exclude each other would be tried for ever, each in each.
	fuel int
	thin bool // only what is required
}

const (
	maxDepth = 14 // of required members, after which there is no instance
	deep     = 5  // from here on, only what is required
	tries    = 25 // to make an instance, or a member of one that is no object
	fuel     = 2000
)

// extra is the name of a member that a schema allows without describing it, which the
// client may drop. A member that additionalProperties describes is called more and a number.
const extra = "x_extra"

// instance returns a random instance of the schema, as a tree like the document's.
func (g *generator) instance(schema any) (any, error) {
	for i := range tries {
		g.fuel, g.thin = fuel, i > tries/2
		v, err := g.value(0, schema)
		if err == nil && g.valid(v, schema) {
			return v, nil
		}
	}
	return nil, errNone
}

// value makes an instance of all the schemas.
func (g *generator) value(depth int, schemas ...any) (any, error) {
	for range max(2, tries/(1+depth)) {
		if g.fuel--; g.fuel < 0 {
			return nil, errNone
		}
		s, err := g.shape(schemas...)
		if err != nil {
			continue
		}
		v, err := g.of(s, depth)
		if err != nil {
			if !s.choice {
				return nil, err
			}
			continue
		}
		if !s.choice || !slices.ContainsFunc(schemas, func(schema any) bool { return !g.valid(v, schema) }) {
			return v, nil
		}
	}
	return nil, errNone
}

func (g *generator) of(s shape, depth int) (any, error) {
	if depth > maxDepth {
		return nil, errNone
	}
	types, err := s.types()
	if err != nil {
		return nil, err
	}
	isNull := types != nil && len(types) == 0
	if isNull || s.allowsNull() && !g.text && (g.IntN(4) == 0 || depth > deep) {
		return nil, nil
	}
	if values, ok := s.enum(); ok {
		if len(values) == 0 {
			return nil, errNone
		}
		return values[g.IntN(len(values))], nil
	}
	if types == nil {
		return g.anything(depth), nil
	}
	switch types[g.IntN(len(types))] {
	case "string":
		return g.string(s)
	case "integer":
		return g.integer(s)
	case "number":
		return g.number(s)
	case "boolean":
		return g.IntN(2) == 0, nil
	case "array":
		return g.array(s, depth)
	case "object":
		return g.object(s, depth)
	}
	return nil, errNone
}

// anything is a value of any type. Its numbers are those that a float64 holds.
func (g *generator) anything(depth int) any {
	kinds := 7
	if depth > 2 {
		kinds = 5
	}
	if g.text {
		return g.anyText()
	}
	switch g.IntN(kinds) {
	case 0:
		return nil
	case 1:
		return g.IntN(2) == 0
	case 2:
		return json.Number("-12.5")
	case 3:
		return json.Number("4503599627370497")
	case 4:
		return g.anyText()
	case 5:
		return []any{g.anything(depth + 1), json.Number("0")}
	}
	return map[string]any{"b": g.anything(depth + 1), "a": g.anyText()}
}

func (g *generator) array(s shape, depth int) (any, error) {
	least, most := s.bounds("minItems", "maxItems")
	n := least + g.IntN(4)
	if depth > deep {
		n = least
	}
	n = min(n, most)
	unique := false
	for _, part := range s.parts {
		unique = unique || boolean(part["uniqueItems"])
	}
	if g.text && n == 0 {
		n = 1
	}
	out := make([]any, 0, n)
	for range n * 4 {
		if len(out) == n {
			break
		}
		v, err := g.item(s, len(out), depth+1)
		if err != nil {
			if least == 0 {
				return []any{}, nil
			}
			return nil, err
		}
		if unique && slices.ContainsFunc(out, func(other any) bool { return equal(v, other) }) {
			continue
		}
		out = append(out, v)
	}
	if len(out) < least {
		return nil, errNone
	}
	return out, nil
}

// item makes an element. Lists whose elements differ are of type any in Go.
func (g *generator) item(s shape, i, depth int) (any, error) {
	was := g.round
	defer func() { g.round = was }()
	g.round = was || slices.ContainsFunc(s.parts, func(part map[string]any) bool { return part["prefixItems"] != nil })
	return g.value(depth, s.items(i)...)
}

// items returns the schemas of an element.
func (s shape) items(i int) []any {
	var out []any
	for _, part := range s.parts {
		if first := list(part["prefixItems"]); i < len(first) {
			out = append(out, first[i])
		} else if schema, ok := part["items"]; ok {
			out = append(out, schema)
		}
	}
	return out
}

func (g *generator) object(s shape, depth int) (any, error) {
	out := map[string]any{}
	names, schemas := s.properties()
	required := s.required()
	share := []int{0, 4, 6, 10}[g.IntN(4)] // of the optional members, in tenths
	others := g.groups(names, schemas, required)
	for _, name := range names {
		if others[name] || g.hidden(schemas[name]) || !required[name] && (g.thin || depth > deep || g.IntN(10) >= share) {
			continue
		}
		v, err := g.member(depth+1, required[name], g.counted(name, schemas[name]))
		if err == nil {
			out[name] = v
		} else if required[name] {
			return nil, err
		}
	}
	return out, g.addRest(s, out, depth)
}

// member makes the value of a member. An empty text of a required one is what the client
// takes for a missing argument, and says so.
func (g *generator) member(depth int, required bool, schemas []any) (any, error) {
	for range 5 {
		v, err := g.value(depth, schemas...)
		if err != nil || !((v == "" || v == nil && inGroup(schemas)) && required && g.dir == toServer) {
			return v, err
		}
	}
	return nil, errNone
}

// inGroup reports whether a member is one of a group. If the group is required, null is
// not enough.
func inGroup(schemas []any) bool {
	return slices.ContainsFunc(schemas, func(s any) bool { return text(members(s)["x-one-of"]) != "" })
}

// hidden reports whether a member has no place in this direction.
func (g *generator) hidden(schemas []any) bool {
	for _, schema := range schemas {
		for range 10 {
			s := members(schema)
			if boolean(s["readOnly"]) && g.dir == toServer || boolean(s["writeOnly"]) && g.dir == fromServer {
				return true
			}
			ref, ok := s["$ref"].(string)
			if !ok {
				break
			}
			schema, _ = g.doc.schema(ref)
		}
	}
	return false
}

// addRest adds members that the schema allows without naming them.
func (g *generator) addRest(s shape, out map[string]any, depth int) error {
	rest, typed, allowed := s.rest()
	for _, name := range sortedNames(s.required()) {
		_, has := out[name]
		if has || !typed || g.hidden(s.property(name)) {
			if !has {
				g.omit(name)
			}
			continue
		}
		if !allowed {
			return errNone
		}
		v, err := g.value(depth+1, rest...)
		if err != nil {
			return err
		}
		out[name] = v
	}
	least, most := s.bounds("minProperties", "maxProperties")
	if len(out) > most {
		return errNone
	}
	was := g.round
	defer func() { g.round = was }()
	g.round = was || slices.ContainsFunc(s.parts, func(part map[string]any) bool { return part["patternProperties"] != nil })
	n := g.IntN(3)
	if g.IntN(4) == 0 || depth > deep {
		n = 0
	}
	n = min(max(n, least-len(out)), most-len(out))
	switch {
	case n <= 0 || !allowed && least <= len(out):
	case !allowed:
		return errNone
	case !typed && !g.text:
		out[extra] = g.anything(depth)
	case typed:
		for i := range n {
			v, err := g.value(depth+1, rest...)
			if err == nil {
				out[restNames[i%len(restNames)]] = v
			} else if least > 0 {
				return err
			}
		}
	}
	if len(out) < least {
		return errNone
	}
	return g.addPatterns(s, out, depth)
}

func (g *generator) omit(name string) {
	if g.omitted == nil {
		g.omitted = map[string]bool{}
	}
	g.omitted[name] = true
}

// restNames are names of members of maps, with what has to be escaped somewhere.
var restNames = []string{"more", "a b/c", "Ünïcode \"&\"=.", "4", "e[x]", "more6"}

func (g *generator) addPatterns(s shape, out map[string]any, depth int) error {
	for _, part := range s.parts {
		patterns := members(part["patternProperties"])
		for _, pattern := range sortedNames(patterns) {
			name, err := g.matching(pattern)
			if err != nil || g.IntN(3) == 0 {
				continue
			}
			if v, err := g.value(depth+1, patterns[pattern]); err == nil {
				out[name] = v
			}
		}
	}
	return nil
}

// property returns the schemas of a member.
func (s shape) property(name string) []any {
	_, schemas := s.properties()
	return schemas[name]
}
