package main

import (
	"fmt"
)

// This file makes the schemas of random descriptions.

// components makes the named schemas. Those that are not objects refer to none
// that comes later, so nothing is made of itself only.
func (m *specMaker) components() object {
	out := object{
		"google.protobuf.StringValue": object{"type": "string"}, "google.protobuf.Timestamp": object{"type": "string", "format": "date-time"},
		"google.protobuf.UInt64Value": object{"type": "integer"}, "scaleway.std.StringsValue": object{"type": "object"},
	}
	count := 1 + m.IntN(4)
	for range count {
		name := m.pick("scaleway.shop.v1.", "scaleway.shop.v1.", "scaleway.other.v2beta1.", "scaleway.std.", "") + m.pick("Order", "Order.Status", "Thing", "Linux", "APIClient", "ListOrdersResponse", "url", "URL", "Type", "service", "GetOrderOpts", "Étage", "A.b.c", "Test")
		if !m.used[name] {
			m.used[name] = true
			m.schemas = append(m.schemas, name)
		}
	}
	for _, name := range m.schemas {
		out[name] = m.objectSchema(0, true)
	}
	if m.chance(40) {
		m.taggedUnion(out)
	}
	for i := range m.IntN(4) {
		name := fmt.Sprintf("scaleway.shop.v1.Extra%d", i)
		out[name] = m.schema(1, true)
		m.schemas = append(m.schemas, name)
	}
	return out
}

// schema makes any schema.
func (m *specMaker) schema(depth int, body bool) object {
	if m.chance(20) {
		return m.rareSchema(depth, body)
	}
	var s object
	switch n := m.IntN(20); {
	case depth < 3 && n < 4:
		s = m.objectSchema(depth+1, body)
	case depth < 3 && n < 6:
		s = object{"type": "array", "items": m.schema(depth+1, body)}
	case depth < 3 && n < 8:
		s = object{"type": "object", "properties": object{m.pick("<key>", "<labelKey>"): m.schema(depth+1, body)}}
		if m.chance(50) {
			s["additionalProperties"] = true
		}
	case n < 11 && len(m.schemas) > 0:
		s = object{"$ref": "#/components/schemas/" + m.pick(m.schemas...)}
		if m.chance(20) {
			s["deprecated"] = true
		}
		return s
	case n < 12:
		return object{"$ref": "#/components/schemas/" + m.pick("google.protobuf.StringValue", "google.protobuf.Timestamp", "google.protobuf.UInt64Value", "scaleway.std.StringsValue")}
	case n < 13:
		s = object{"type": "object"}
	case n < 14:
		s = object{}
	case n < 15:
		s = object{"oneOf": []any{object{"type": "string", "format": "date-time"}, object{"type": "number"}}}
	default:
		s = m.scalar()
	}
	m.decorate(s)
	return s
}

// rareSchema makes what stands in few descriptions.
func (m *specMaker) rareSchema(depth int, body bool) object {
	switch m.IntN(13) {
	case 0:
		return object{"type": "string", "format": "google-duration", "nullable": m.chance(50)}
	case 1:
		return object{"type": "object", "additionalProperties": false}
	case 2:
		return object{"enum": [][]any{{true, false}, {1.5, 2}, {1, "two", true}, {"a"}, {3}}[m.IntN(5)]}
	case 3:
		return object{"items": object{"type": "string", "nullable": true}}
	case 4:
		return object{"type": "object", "additionalProperties": object{"type": "integer", "format": "uint32", "nullable": m.chance(50)}}
	case 5:
		return object{"allOf": []any{object{"type": "string", "description": m.text()}, object{"maxLength": 3}}}
	case 6:
		return object{"type": "object", "properties": object{"a": object{"type": "string"}, m.name(): object{"type": "integer"}}, "additionalProperties": object{"type": "boolean"}}
	case 7:
		return object{"type": "object", "properties": object{"a": object{"type": "string"}, "b": object{"type": "integer"}},
			"oneOf": []any{object{"required": []any{"a"}}, object{"required": []any{"b"}}}}
	case 8:
		inner := object{"type": "array", "nullable": true, "items": m.scalar()}
		return object{"type": "array", "items": inner}
	case 9:
		inner := object{"type": "object", "nullable": true, "additionalProperties": m.scalar()}
		return object{"type": "object", "additionalProperties": inner}
	case 10:
		choice := m.union(2, body)
		choice["properties"], choice["required"] = object{"own": m.scalar(), m.name(): m.scalar()}, []any{"own"}[:m.IntN(2)]
		return choice
	}
	if depth > 2 {
		return object{"oneOf": []any{object{"type": "string"}, object{"type": "object"}}}
	}
	return m.union(depth, body)
}

// union makes a oneOf of objects that can be told apart, or not.
func (m *specMaker) union(depth int, body bool) object {
	var list []any
	for i := range 2 + m.IntN(2) {
		alternative := m.objectSchema(depth+1, body)
		if properties, ok := alternative["properties"].(object); ok && m.chance(80) {
			properties[fmt.Sprintf("only_%d", i)] = m.scalar()
		}
		list = append(list, alternative)
	}
	return object{m.pick("oneOf", "oneOf", "anyOf"): list, "description": m.text()}
}

// taggedUnion makes components: a oneOf with a discriminator, and its alternatives.
func (m *specMaker) taggedUnion(out object) {
	var list []any
	mapping := object{}
	for i := range 2 {
		name := fmt.Sprintf("scaleway.shop.v1.Variant%d", i)
		tag := object{"type": "string"}
		if m.chance(30) {
			tag["enum"] = []any{"a", "b"}
		}
		alternative := m.objectSchema(1, true)
		alternative["properties"] = object{"kind": tag, m.name(): m.scalar(), "inside": object{"$ref": "#/components/schemas/scaleway.shop.v1.Union"}}
		delete(alternative, "allOf")
		alternative["type"], alternative["required"] = "object", []any{"kind"}[:m.IntN(2)]
		out[name] = alternative
		list = append(list, object{"$ref": "#/components/schemas/" + name})
		if m.chance(70) {
			mapping[fmt.Sprint("v", i)] = "#/components/schemas/" + name
		}
	}
	out["scaleway.shop.v1.Union"] = object{"oneOf": list, "discriminator": object{"propertyName": "kind", "mapping": mapping}, "nullable": m.chance(20)}
	m.schemas = append(m.schemas, "scaleway.shop.v1.Union")
}

func (m *specMaker) decorate(s object) {
	if m.chance(30) {
		s["description"] = m.text()
	}
	if m.chance(25) {
		s["nullable"] = true
	}
	if m.chance(10) {
		s["deprecated"] = true
	}
	if m.chance(15) {
		s["example"] = m.value()
	}
	if m.chance(10) {
		s["default"] = m.value()
	}
}

// value is an example that need not fit its schema.
func (m *specMaker) value() any {
	return []any{"text", 1, -1.5, true, nil, []any{"a", 1}, object{"id": "x", "name": nil, "status": 7}, "2026-01-02T03:04:05Z", ""}[m.IntN(9)]
}

func (m *specMaker) scalar() object {
	if m.chance(35) {
		return m.enum()
	}
	switch m.IntN(4) {
	case 0:
		return object{"type": "boolean"}
	case 1:
		s := object{"type": "integer"}
		if m.chance(80) {
			s["format"] = m.pick("int32", "int64", "uint32", "uint64")
		}
		return s
	case 2:
		return object{"type": "number", "format": m.pick("float", "double", "")}
	}
	return object{"type": "string", "format": m.pick("", "date-time", "byte", "uuid", "uint64")}
}

var enumValues = []string{
	"unknown", "ready", "READY", "Ready", "", "a.b", "a-b", "a/b", "a b", "1", "1st", "-1", "*", "<=", "été", "日本", "fr-par-1", "created_at_asc",
	"Value", "Empty", "x\"y", "x`y", "x\\y", "x\ny", "|", "true", "null",
}

func (m *specMaker) enum() object {
	if m.chance(15) {
		return object{"type": "integer", "format": m.pick("int32", "uint32", "uint64", ""), "enum": []any{0, 1 + m.IntN(3), 7}}
	}
	var values []any
	for _, i := range m.Perm(len(enumValues))[:1+m.IntN(6)] {
		values = append(values, enumValues[i])
	}
	s := object{"type": "string", "enum": values}
	if m.chance(40) {
		s["x-enum-descriptions"] = object{"values": object{values[0].(string): m.text()}}
	}
	return s
}

func (m *specMaker) objectSchema(depth int, body bool) object {
	properties, required, order := object{}, []any{}, []any{}
	for range m.IntN(7) {
		name := m.name()
		p := m.schema(depth+1, body)
		if m.chance(15) {
			p["x-one-of"] = m.pick("group", "other group", "g\"q")
			p["x-one-of-required"] = m.chance(30)
		}
		if m.chance(8) {
			p[m.pick("readOnly", "writeOnly")] = true
		}
		if p["type"] == "string" && m.chance(10) {
			p["x-three-states"] = true
		}
		properties[name] = p
		if m.chance(20) {
			required = append(required, name)
		}
		if m.chance(30) {
			order = append(order, name)
		}
	}
	s := object{"type": "object", "properties": properties}
	if len(required) > 0 {
		s["required"] = required
	}
	if len(order) > 0 {
		s["x-properties-order"] = order
	}
	m.decorate(s)
	delete(s, "nullable")
	if depth > 1 && len(m.schemas) > 0 && m.chance(10) {
		ownNames(s)
		return object{"allOf": []any{object{"$ref": "#/components/schemas/" + m.schemas[0]}, s}}
	}
	return s
}

// ownNames gives the members of an object names that no other part of an allOf has: of
// one name, they would have to be of one type.
func ownNames(s object) {
	renamed := object{}
	for name, p := range s["properties"].(object) {
		renamed["own_"+name] = p
	}
	s["properties"] = renamed
	for _, keyword := range []string{"required", "x-properties-order"} {
		names, _ := s[keyword].([]any)
		for i, name := range names {
			names[i] = "own_" + name.(string)
		}
	}
}
