package main

import (
	"fmt"
	"regexp"
	"slices"
)

// This file makes the operations of random descriptions.

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
	if m.chance(15) {
		anything := []object{{}, {"oneOf": []any{m.scalar(), object{"type": "array", "items": m.scalar()}}}, {"type": []any{"string", "integer"}}}[m.IntN(3)]
		out = append(out, object{"name": "any_text", "in": m.pick("query", "header"), "schema": anything})
	}
	if m.chance(25) {
		out = append(out, object{"name": "an_object", "in": "query", "style": "deepObject", "schema": m.textObject(false)})
	}
	if m.chance(15) {
		out = append(out, object{"name": "another", "in": "query", "explode": false, "schema": m.textObject(false)})
	}
	return out
}
