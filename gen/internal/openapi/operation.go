package openapi

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rumpl/gosc/gen/internal/diag"
)

var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}

// operations reads those of a path, in the order of the file.
func (r *reader) operations(path string, item *yaml.Node) []*Operation {
	at := pointer("#/paths", path)
	item = r.tree.follow(item)
	shared := r.parameters(member(item, "parameters"), pointer(at, "parameters"))
	var out []*Operation
	for method, node := range members(item) {
		if !slices.Contains(methods, method.Value) || !isMap(node) {
			continue
		}
		op := r.operation(node, pointer(at, method.Value))
		op.Method, op.Path, op.Pos.Line = strings.ToUpper(method.Value), path, method.Line
		op.Parameters = mergeParameters(shared, op.Parameters)
		if len(elements(member(node, "servers")))+len(elements(member(item, "servers"))) > 0 {
			r.problems.Often(op.Pos, "servers", "the call goes to Configuration.BasePath", "an operation or its path has servers of its own")
		}
		out = append(out, op)
	}
	return out
}

func (r *reader) operation(node *yaml.Node, at string) *Operation {
	out := &Operation{
		ID: textOf(member(node, "operationId")), Tags: textsOf(member(node, "tags")),
		Summary: textOf(member(node, "summary")), Description: textOf(member(node, "description")), Deprecated: isTrue(member(node, "deprecated")),
		AndWait: isTrue(member(node, "x-and-wait")), Successor: textOf(member(node, "x-deprecated")),
		Pos: diag.Pos{Pointer: at},
	}
	out.Deprecated = out.Deprecated || out.Successor != ""
	out.Parameters = r.parameters(member(node, "parameters"), pointer(at, "parameters"))
	for key, body := range members(node) {
		if key.Value == "requestBody" && isMap(body) {
			out.Body = r.body(body, diag.Pos{Line: key.Line, Pointer: pointer(at, "requestBody")})
		}
	}
	out.Responses = r.responses(member(node, "responses"), pointer(at, "responses"))
	return out
}

// mergeParameters adds the parameters of the path that the operation does not
// bring itself.
func mergeParameters(shared, own []*Parameter) []*Parameter {
	var out []*Parameter
	for _, p := range shared {
		if !slices.ContainsFunc(own, func(o *Parameter) bool { return o.Name == p.Name && o.In == p.In }) {
			out = append(out, p)
		}
	}
	return append(out, own...)
}

func (r *reader) parameters(list *yaml.Node, at string) []*Parameter {
	var out []*Parameter
	for i, node := range elements(list) {
		out = append(out, r.parameter(r.tree.follow(node), pointer(at, index(i))))
	}
	return out
}

func (r *reader) parameter(node *yaml.Node, at string) *Parameter {
	out := &Parameter{
		Name: textOf(member(node, "name")), In: textOf(member(node, "in")), Description: textOf(member(node, "description")),
		Required: isTrue(member(node, "required")), Deprecated: isTrue(member(node, "deprecated")),
		Style: textOf(member(node, "style")), Explode: optionalBool(member(node, "explode")), Example: plain(member(node, "example")),
		OneOfGroup: textOf(member(node, "x-one-of")), Config: textOf(member(node, "x-configuration")),
		Pos: diag.Pos{Line: node.Line, Pointer: at},
	}
	for mediaType, media := range named(member(node, "content")) {
		out.Media = mediaType.Value
		out.Schema = r.schemaIn(media, "schema", pointer(at, "content", out.Media))
		break
	}
	if out.Media == "" || member(node, "schema") != nil {
		out.Media, out.Schema = "", r.schemaIn(node, "schema", at)
	}
	if out.Schema == nil {
		out.Schema = &Schema{Pos: diag.Pos{Pointer: pointer(at, "schema")}}
	}
	return out
}

func (r *reader) body(node *yaml.Node, pos diag.Pos) *Body {
	if reference(node) != nil && member(node, "content") != nil {
		r.problems.Oddf(diag.Pos{Line: node.Line, Pointer: pos.Pointer}, "request-body", "the $ref counts", "a request body has both $ref and content")
	}
	node = r.tree.follow(node)
	return &Body{
		Description: textOf(member(node, "description")), Required: isTrue(member(node, "required")), Pos: pos,
		Content: r.content(member(node, "content"), pointer(pos.Pointer, "content")),
	}
}

// responses reads all replies. The one for all other statuses is the last.
func (r *reader) responses(all *yaml.Node, at string) []*Response {
	var out, others []*Response
	for status, node := range named(all) {
		response := r.response(node, diag.Pos{Line: status.Line, Pointer: pointer(at, status.Value)})
		if response.Status = status.Value; response.Status == "default" {
			others = append(others, response)
		} else {
			out = append(out, response)
		}
	}
	return append(out, others...)
}

func (r *reader) response(node *yaml.Node, pos diag.Pos) *Response {
	node = r.tree.follow(node)
	if member(node, "description") == nil {
		r.problems.Often(pos, "responses", "nothing is lost", "a reply has no description")
	}
	return &Response{Description: textOf(member(node, "description")), Pos: pos, Content: r.content(member(node, "content"), pointer(pos.Pointer, "content"))}
}

func (r *reader) content(all *yaml.Node, at string) []*Media {
	var out []*Media
	for mediaType, node := range members(all) {
		out = append(out, r.media(mediaType.Value, node, pointer(at, mediaType.Value)))
	}
	return out
}

func (r *reader) media(mediaType string, node *yaml.Node, at string) *Media {
	out := &Media{Type: mediaType, Example: plain(member(node, "example")), Schema: r.schemaIn(node, "schema", at)}
	if out.Example == nil {
		for _, example := range members(member(node, "examples")) {
			out.Example = plain(member(r.tree.follow(example), "value"))
			break
		}
	}
	if encodings := member(node, "encoding"); encodings != nil {
		out.Encodings = map[string]Encoding{}
		for name, encoding := range named(encodings) {
			out.Encodings[name.Value] = readEncoding(encoding, pointer(at, "encoding", name.Value))
		}
	}
	return out
}

func readEncoding(node *yaml.Node, at string) Encoding {
	out := Encoding{
		ContentType: textOf(member(node, "contentType")), Style: textOf(member(node, "style")), Explode: optionalBool(member(node, "explode")),
		Pos: diag.Pos{Line: node.Line, Pointer: at},
	}
	for name := range members(member(node, "headers")) {
		out.Headers = append(out.Headers, name.Value)
	}
	return out
}
