package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
)

// object is a JSON object of a description.
type object = map[string]any

// specMaker makes random API descriptions within the dialect.
type specMaker struct {
	*rand.Rand
	schemas []string // names of the components that are objects
	used    map[string]bool
}

// randomSpec returns the description of this seed, as JSON: that is YAML as well.
func randomSpec(seed uint64) []byte {
	m := &specMaker{Rand: rand.New(rand.NewPCG(seed, 17)), used: map[string]bool{}}
	doc := object{
		"openapi": m.pick("3.0.0", "3.0.3", "3.1.0"),
		"info":    object{"title": m.text(), "version": "v1", "description": m.text()},
	}
	components := m.components()
	doc["paths"] = m.paths()
	doc["components"] = object{"schemas": components}
	data, err := json.MarshalIndent(doc, "", " ")
	if err != nil {
		panic(err)
	}
	return data
}

func (m *specMaker) chance(percent int) bool { return m.IntN(100) < percent }

func (m *specMaker) pick(list ...string) string { return list[m.IntN(len(list))] }

// nastyNames are names that are hard to make Go of.
var nastyNames = []string{
	"id", "name", "status", "type", "func", "range", "map", "string", "error", "nil", "len", "ctx", "opts", "body", "params", "context",
	"http", "json", "time", "c", "s", "v", "w", "d", "m", "key", "encode", "decode", "marshal_json", "MarshalJSON", "UnmarshalJSON", "Known",
	"api_client", "service", "created_at", "createdAt", "created-at", "vm_ids", "ips", "URL", "url", "Url", "3d", "_x", "x_", "x.y.z", "été",
	"日本", "with space", "quote\"d", "back\\slash", "back`tick", "dollar$", "$", "*", "page", "total_count", "error_message", "linux", "test",
	"windows_amd64", "APIClient", "NewAPIClient", "Caller", "Configuration", "region", "zone", "environment_variables", "at", "orZero", "maxDepth",
	"jsonWriter", "List", "Wait", "Status", "Empty", "Do", "content type", "a,b", "-", "new", "min", "init", "main", "_", "true", "optional",
	"strconv", "iter", "gosc", "Deprecated:", "a\nb", "\t", "item", "checkGroups",
}

func (m *specMaker) name() string {
	if m.chance(25) {
		return fmt.Sprintf("%s_%d", m.pick(nastyNames...), m.IntN(5))
	}
	return m.pick(nastyNames...)
}

var texts = []string{
	"", "Plain.", "One.\n\nTwo paragraphs.", "# Heading\n- a\n- b\n", "With `code` and <b>HTML</b> | pipes", "*/ // +build ignore", "//go:embed x",
	":::warning\nMind.\n:::", "[link](https://example.com)", "Trailing space  \n\n\n", "a\r\nb\r\n", "\u2028\ufeff\x00", "Deprecated: not really", "été ☃",
	"1. first\n2. second\n   continued", "    indented\n\tcode", "Very long " + fmt.Sprint(make([]int, 900)), "{{template}}", "- ", "-", "ends with \\",
}

func (m *specMaker) text() string { return m.pick(texts...) }

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
	switch m.IntN(10) {
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
		return object{"allOf": []any{object{"$ref": "#/components/schemas/" + m.schemas[0]}, s}}
	}
	return s
}

func (m *specMaker) paths() object {
	out := object{}
	ids := map[string]bool{}
	for i := range 1 + m.IntN(3) {
		path := fmt.Sprintf("/shop/v1/%sthings%d", m.pick("", "regions/{region}/", "zones/{zone}/"), i)
		for range m.IntN(3) {
			path += "/{" + m.pick("thing_id", "type", "ctx", "id", "Region", "s", "opts") + "}"
			if m.chance(40) {
				path += "/more"
			}
		}
		item := object{}
		for _, method := range []string{"get", "post", "put", "patch", "delete"} {
			if m.chance(35) {
				if op := m.operation(ids, method, path); op != nil {
					item[method] = op
				}
			}
		}
		if len(item) > 0 {
			out[path] = item
		}
	}
	if len(out) == 0 {
		out["/shop/v1/ping"] = object{"get": object{"operationId": "Ping", "responses": object{"204": object{"description": "pong"}}}}
	}
	return out
}

var tags = []string{"Orders", "Private Networks", "IPs & ACLs", "TLS certificates (beta)", "linux", "type", "日本"}

func (m *specMaker) operation(ids map[string]bool, method, path string) object {
	id := m.pick("List", "Get", "Create", "Update", "Delete", "WaitFor") + m.pick("Order", "Orders", "Things", "Type", "OrderAll", "OrderDeleted", "Linux", "URL", "Test")
	tag := m.pick(tags...)
	if m.chance(20) {
		tag = ""
	}
	if ids[tag+"\x00"+id] {
		return nil
	}
	ids[tag+"\x00"+id] = true
	op := object{"operationId": id, "summary": m.text(), "description": m.text(), "responses": m.responses()}
	if tag != "" {
		op["tags"] = []any{tag}
	}
	if m.chance(10) {
		op["deprecated"] = true
	}
	if m.chance(5) {
		op["x-deprecated"] = m.text()
	}
	op["parameters"] = append(pathParameters(path), m.parameters(method == "get")...)
	if method != "get" && m.chance(70) {
		op["requestBody"] = object{"required": true, "content": m.bodyContent()}
	}
	return op
}

func pathParameters(path string) []any {
	var out []any
	for _, match := range regexp.MustCompile(`\{(.*?)\}`).FindAllStringSubmatch(path, -1) {
		p := object{"name": match[1], "in": "path", "required": true, "schema": object{"type": "string"}}
		switch match[1] {
		case "zone":
			p["x-configuration"] = "zone"
		case "type":
			p["style"] = "matrix"
		case "s":
			p["style"] = "label"
		case "opts":
			p["schema"] = object{"type": "array", "items": object{"type": "string"}}
		}
		if !slices.ContainsFunc(out, func(other any) bool { return other.(object)["name"] == match[1] }) {
			out = append(out, p)
		}
	}
	return out
}

func (m *specMaker) parameters(list bool) []any {
	out := []any{}
	if list && m.chance(50) {
		out = append(out, object{"name": "page", "in": "query", "schema": object{"type": "integer", "format": m.pick("int32", "uint32", "int64", "uint64")}})
	}
	names := []string{"page"}
	for range m.IntN(5) {
		name := m.name()
		if slices.Contains(names, name) {
			continue
		}
		names = append(names, name)
		s := m.scalar()
		if m.chance(30) {
			s = object{"type": "array", "items": s}
		}
		m.decorate(s)
		if m.chance(20) {
			s["x-one-of"] = "group"
		}
		p := object{"name": name, "in": m.pick("query", "query", "query", "header"), "schema": s, "description": m.text()}
		if m.chance(15) {
			p["required"] = true
		}
		if m.chance(10) {
			delete(p, "schema")
			p["in"], p["content"] = "query", object{"application/json": object{"schema": m.schema(1, true)}}
		} else if m.chance(10) {
			p["in"], p["schema"], p["x-configuration"] = "query", object{"type": "string"}, m.pick("project_id", "organization_id")
		}
		if m.chance(30) {
			p["explode"] = m.chance(50)
		}
		if p["in"] == "query" && p["schema"] != nil && p["schema"].(object)["type"] == "array" && m.chance(40) {
			p["style"] = m.pick("pipeDelimited", "spaceDelimited", "form")
		}
		out = append(out, p)
	}
	if m.chance(25) {
		out = append(out, object{"name": "an_object", "in": "query", "style": "deepObject", "schema": m.textObject(false)})
	}
	if m.chance(15) {
		out = append(out, object{"name": "another", "in": "query", "explode": false, "schema": m.textObject(false)})
	}
	return out
}

// textObject is an object whose members can be sent as text.
func (m *specMaker) textObject(lists bool) object {
	if m.chance(30) {
		return object{"type": "object", "additionalProperties": m.scalar()}
	}
	properties, required := object{}, []any{}
	for range 1 + m.IntN(4) {
		name, s := m.name(), m.scalar()
		if lists && m.chance(30) {
			s = object{"type": "array", "items": s}
		}
		properties[name] = s
		if m.chance(30) && !slices.Contains(required, any(name)) {
			required = append(required, name)
		}
	}
	out := object{"type": "object", "properties": properties}
	if len(required) > 0 {
		out["required"] = required
	}
	return out
}

func (m *specMaker) bodyContent() object {
	switch m.IntN(9) {
	case 0:
		return object{m.pick("*/*", "application/octet-stream", "text/plain"): object{"schema": object{"type": "string", "format": "binary"}}}
	case 1:
		return object{"multipart/form-data": m.multipart()}
	case 2:
		return object{"application/json": object{"schema": m.schema(1, true)}}
	case 3:
		return object{"application/x-www-form-urlencoded": object{"schema": m.textObject(true)}}
	}
	media := object{"schema": m.objectSchema(0, true)}
	if m.chance(20) {
		media["example"] = m.value()
	}
	return object{m.pick("application/json", "application/json", "application/merge-patch+json", "application/vnd.shop+json"): media}
}

// multipart is a form of members of all kinds.
func (m *specMaker) multipart() object {
	file := func() object { return object{"type": "string", "format": "binary"} }
	if m.chance(15) {
		return object{"schema": object{"type": "object", "additionalProperties": file()}}
	}
	properties, required, encoding := object{"file": file()}, []any{}, object{}
	for range m.IntN(6) {
		name := m.name()
		if properties[name] != nil {
			continue
		}
		s := m.scalar()
		switch m.IntN(7) {
		case 0:
			s = file()
		case 1:
			s = object{"type": "array", "items": file()}
		case 2:
			s = object{"type": "array", "items": object{"type": "string"}}
			encoding[name] = object{"explode": m.chance(50)}
		case 3:
			s = m.objectSchema(2, true)
			encoding[name] = object{"contentType": "application/json"}
		case 4:
			s = object{"type": "array", "items": m.objectSchema(2, true)}
		case 5:
			s = object{"type": m.pick("string", "boolean", "object")}
		}
		m.decorate(s)
		properties[name] = s
		if m.chance(40) {
			required = append(required, name)
		}
	}
	s := object{"type": "object", "properties": properties}
	if len(required) > 0 {
		s["required"] = required
	}
	if m.chance(15) {
		s["additionalProperties"] = m.scalar()
	}
	return object{"schema": s, "encoding": encoding}
}

func (m *specMaker) responses() object {
	out := object{}
	for _, status := range []string{"200", "201", "202", "204"} {
		if !m.chance(40) {
			continue
		}
		r := object{}
		if m.chance(80) {
			r["description"] = m.text()
		}
		if status != "204" {
			r["content"] = object{m.pick("application/json", "application/json", "application/json", "*/*"): object{"schema": m.replySchema()}}
		}
		out[status] = r
	}
	if m.chance(20) {
		out["404"] = object{"description": m.text()}
	}
	return out
}

func (m *specMaker) replySchema() object {
	if m.chance(40) {
		list := object{"type": "object", "properties": object{"things": object{"type": "array", "items": m.schema(1, false)}}}
		if m.chance(60) {
			list["properties"].(object)["total_count"] = object{"type": "integer", "format": m.pick("uint32", "uint64", "int32", "int64"), "nullable": m.chance(30)}
		}
		return list
	}
	if m.chance(40) {
		return object{"type": "object", "properties": object{
			"id": m.scalar(), "status": object{"type": "string", "enum": []any{"creating", "ready", "error"}, "nullable": m.chance(20)},
			"error_message": object{"type": "string", "nullable": m.chance(50)}, "more": m.schema(1, false),
		}}
	}
	return m.schema(0, false)
}
