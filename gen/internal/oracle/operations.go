package oracle

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// operation is an operation of a description.
type operation struct {
	method, path string
	parameters   []parameter
	body         *content
	replies      []reply
}

func (o operation) key() string { return o.method + " " + o.path }

// parameter is an argument beside the body.
type parameter struct {
	name, in, style string
	required        bool
	explode         bool
	reserved        bool
	media           string // of the content, "" if it has a schema
	schema          any
	group           string // x-one-of
}

// content is the body of a request or of a reply in one media type.
type content struct {
	media    string
	schema   any // nil if it has none
	encoding map[string]any
}

// reply is what comes with a status.
type reply struct {
	status string
	body   *content
}

func (r reply) success() bool { return strings.HasPrefix(r.status, "2") }

var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}

// operations returns all operations, in the order of their paths.
func (d *Document) operations() []operation {
	var out []operation
	paths := members(d.root["paths"])
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		item := d.object(paths[path])
		for _, method := range methods {
			if raw := members(item[method]); raw != nil {
				out = append(out, d.operation(strings.ToUpper(method), path, item, raw))
			}
		}
	}
	return out
}

func (d *Document) operation(method, path string, item, raw map[string]any) operation {
	op := operation{method: method, path: path, parameters: d.parameters(list(item["parameters"]), list(raw["parameters"]))}
	op.parameters = inTemplate(path, op.parameters)
	if body := d.object(raw["requestBody"]); body != nil {
		op.body = d.content(body["content"])
	}
	replies := members(raw["responses"])
	for _, status := range slices.Sorted(maps.Keys(replies)) {
		if answer := d.object(replies[status]); answer != nil {
			op.replies = append(op.replies, reply{strings.ToUpper(status), d.content(answer["content"])})
		}
	}
	return op
}

// parameters returns those of a path with those of an operation, which count more.
func (d *Document) parameters(lists ...[]any) []parameter {
	var out []parameter
	for _, raws := range lists {
		for _, raw := range raws {
			p := d.parameter(d.object(raw))
			i := slices.IndexFunc(out, func(other parameter) bool { return other.name == p.name && other.in == p.in })
			if i >= 0 {
				out[i] = p
			} else {
				out = append(out, p)
			}
		}
	}
	return out
}

func (d *Document) parameter(raw map[string]any) parameter {
	p := parameter{
		name: text(raw["name"]), in: text(raw["in"]), style: text(raw["style"]), required: boolean(raw["required"]),
		reserved: boolean(raw["allowReserved"]), schema: raw["schema"], group: text(raw["x-one-of"]),
	}
	if p.group == "" {
		p.group = text(d.object(raw["schema"])["x-one-of"])
	}
	if p.style == "" {
		p.style = map[string]string{"path": "simple", "header": "simple"}[p.in]
	}
	if p.style == "" {
		p.style = "form"
	}
	explode, given := raw["explode"].(bool)
	p.explode = given && explode || !given && p.style == "form"
	if p.style == "deepObject" {
		p.explode = true
	}
	for media, c := range members(raw["content"]) {
		p.media, p.schema = media, members(c)["schema"]
	}
	return p
}

var placeholder = regexp.MustCompile(`\{([^{}]+)\}`)

// inTemplate makes the path parameters those that the path has: one that is not
// described is a string.
func inTemplate(path string, described []parameter) []parameter {
	var out []parameter
	for _, p := range described {
		if p.in != "path" || strings.Contains(path, "{"+p.name+"}") {
			out = append(out, p)
		}
	}
	for _, match := range placeholder.FindAllStringSubmatch(path, -1) {
		if !slices.ContainsFunc(out, func(p parameter) bool { return p.in == "path" && p.name == match[1] }) {
			out = append(out, parameter{name: match[1], in: "path", style: "simple", required: true, schema: map[string]any{"type": "string"}})
		}
	}
	return out
}

// content chooses the media type of a body that has several: JSON, if it can be.
func (d *Document) content(raw any) *content {
	all := members(raw)
	var best *content
	for _, media := range slices.Sorted(maps.Keys(all)) {
		c := d.object(all[media])
		switch media {
		case "*/*", "application/*":
			if d.isStructured(c["schema"]) {
				media = "application/json"
			}
		case "application/*+json":
			media = "application/json"
		}
		if best == nil || rank(media) < rank(best.media) {
			best = &content{media: media, schema: c["schema"], encoding: members(c["encoding"])}
			if isRange(media) && best.schema != nil && !d.isBinary(best.schema) {
				best.media = "application/json"
			}
		}
	}
	return best
}

// isStructured reports whether a schema is one of JSON, and not of text or bytes: then
// a body whose media type is a range, such as */*, is JSON.
func (d *Document) isStructured(schema any) bool {
	s := d.object(schema)
	switch kind := s["type"]; kind {
	case "object", "array", "integer", "number", "boolean":
		return true
	case nil:
		return s["properties"] != nil || s["items"] != nil || s["allOf"] != nil || s["oneOf"] != nil || s["anyOf"] != nil
	}
	return false
}

// isBinary reports whether a body in a range of media types is taken for bytes: texts
// are, and what has no type. Everything else can only be JSON.
func (d *Document) isBinary(schema any) bool {
	if _, known := wellKnown[lastOf(text(members(schema)["$ref"]))]; known {
		return false
	}
	s := d.object(schema)
	return s["type"] == "string" || len(s) == 0
}

func isRange(media string) bool {
	return media == "*/*" || media == "*" || media == "application/*" || media == "application/*+json"
}

func rank(media string) int {
	media, _, _ = strings.Cut(strings.ToLower(media), ";")
	switch {
	case media == "application/json":
		return 0
	case isJSON(media):
		return 1
	case media == "application/x-www-form-urlencoded":
		return 2
	case media == "multipart/form-data":
		return 3
	}
	return 4
}

func isJSON(media string) bool {
	media, _, _ = strings.Cut(strings.ToLower(media), ";")
	media = strings.TrimSpace(media)
	return strings.HasSuffix(media, "/json") || strings.HasSuffix(media, "+json")
}
