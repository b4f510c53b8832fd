package main

import (
	"slices"
)

// This file makes the bodies and replies of random descriptions.

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
	for _, status := range []string{"200", "201", "202", "204", "2XX", "default"} {
		if !m.chance(40) || (status == "2XX" || status == "default") && m.chance(70) {
			continue
		}
		r := object{}
		if m.chance(80) {
			r["description"] = m.text()
		}
		if status != "204" && !(status == "202" && m.chance(30)) {
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
