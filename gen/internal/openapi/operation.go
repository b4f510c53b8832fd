package openapi

import (
	"slices"
	"strings"

	"github.com/pb33f/go-yaml"
	v3 "github.com/pb33f/libopenapi/datamodel/high/v3"
	"github.com/pb33f/libopenapi/orderedmap"

	"github.com/rumpl/gosc/gen/internal/diag"
)

func (r *reader) operations(path string, item *v3.PathItem) []*Operation {
	at := pointer("#/paths", path)
	var out []*Operation
	shared := r.parameters(item.Parameters, pointer(at, "parameters"))
	for method, op := range item.GetOperations().FromOldest() {
		if len(op.Servers) == 0 {
			op.Servers = item.Servers
		}
		out = append(out, r.operation(path, method, op, shared, pointer(at, method)))
	}
	// The parser's order of methods is its own; the file's is the reader's.
	slices.SortStableFunc(out, func(a, b *Operation) int { return a.Pos.Line - b.Pos.Line })
	return out
}

func (r *reader) operation(path, method string, op *v3.Operation, shared []*Parameter, at string) *Operation {
	out := &Operation{
		ID: op.OperationId, Method: strings.ToUpper(method), Path: path, Tags: op.Tags,
		Summary: op.Summary, Description: op.Description, Deprecated: isTrue(op.Deprecated),
		Pos: diag.Pos{Pointer: at},
	}
	if low := op.GoLow(); low != nil && low.KeyNode != nil {
		out.Pos.Line = low.KeyNode.Line
	}
	if len(op.Servers) > 0 {
		r.problems.Often(out.Pos, "servers", "the call goes to Configuration.BasePath", "an operation or its path has servers of its own")
	}
	x := extensionMap{op.Extensions}
	out.AndWait, out.Successor = x.text("x-and-wait") == "true", x.text("x-deprecated")
	out.Deprecated = out.Deprecated || out.Successor != ""
	out.Parameters = mergeParameters(shared, r.parameters(op.Parameters, pointer(at, "parameters")))
	out.Body = r.body(op.RequestBody, pointer(at, "requestBody"))
	if low := op.GoLow(); low != nil && out.Body != nil {
		r.noteBodySiblings(low.RequestBody.GetReferenceNode(), out.Body.Pos)
	}
	out.Responses = r.responses(op.Responses, pointer(at, "responses"))
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

func (r *reader) parameters(list []*v3.Parameter, at string) []*Parameter {
	var out []*Parameter
	for i, p := range list {
		pos := diag.Pos{Pointer: pointer(at, index(i))}
		if low := p.GoLow(); low != nil && low.RootNode != nil {
			pos.Line = low.RootNode.Line
		}
		x := extensionMap{p.Extensions}
		param := &Parameter{
			Name: p.Name, In: p.In, Description: p.Description, Required: isTrue(p.Required), Deprecated: p.Deprecated,
			Style: p.Style, Explode: p.Explode, Example: value(p.Example), Pos: pos,
			OneOfGroup: x.text("x-one-of"), Config: x.text("x-configuration"),
		}
		if p.Schema != nil || p.Content == nil || p.Content.First() == nil {
			param.Schema = r.schema(p.Schema, pointer(pos.Pointer, "schema"))
		} else {
			first := p.Content.First()
			param.Media = first.Key()
			param.Schema = r.schema(first.Value().Schema, pointer(pos.Pointer, "content", param.Media, "schema"))
		}
		out = append(out, param)
	}
	return out
}

func (r *reader) body(body *v3.RequestBody, at string) *Body {
	if body == nil {
		return nil
	}
	out := &Body{Description: body.Description, Required: isTrue(body.Required), Pos: diag.Pos{Pointer: at}}
	if low := body.GoLow(); low != nil && low.KeyNode != nil {
		out.Pos.Line = low.KeyNode.Line
	}
	out.Content = r.content(body.Content, pointer(at, "content"))
	return out
}

// noteBodySiblings reports content beside the $ref of a request body.
func (r *reader) noteBodySiblings(node *yaml.Node, pos diag.Pos) {
	if node == nil || node.Kind != yaml.MappingNode {
		return
	}
	if member(node, "$ref") != nil && member(node, "content") != nil {
		r.problems.Oddf(diag.Pos{Line: node.Line, Pointer: pos.Pointer}, "request-body", "the $ref counts", "a request body has both $ref and content")
	}
}

func (r *reader) responses(all *v3.Responses, at string) []*Response {
	if all == nil {
		return nil
	}
	var out []*Response
	if all.Codes != nil {
		for status, response := range all.Codes.FromOldest() {
			out = append(out, r.response(status, response, pointer(at, status)))
		}
	}
	if all.Default != nil {
		out = append(out, r.response("default", all.Default, pointer(at, "default")))
	}
	return out
}

func (r *reader) response(status string, response *v3.Response, at string) *Response {
	out := &Response{Status: status, Description: response.Description, Pos: diag.Pos{Pointer: at}}
	if low := response.GoLow(); low != nil && low.KeyNode != nil {
		out.Pos.Line = low.KeyNode.Line
	}
	if low := response.GoLow(); low != nil && low.Description.KeyNode == nil {
		r.problems.Often(out.Pos, "responses", "nothing is lost", "a reply has no description")
	}
	out.Content = r.content(response.Content, pointer(at, "content"))
	return out
}

func (r *reader) content(all *orderedmap.Map[string, *v3.MediaType], at string) []*Media {
	if all == nil {
		return nil
	}
	var out []*Media
	for mediaType, media := range all.FromOldest() {
		m := &Media{Type: mediaType, Example: value(media.Example)}
		if m.Example == nil && media.Examples != nil {
			for _, example := range media.Examples.FromOldest() {
				m.Example = value(example.Value)
				break
			}
		}
		if media.Encoding != nil {
			m.Encodings = map[string]Encoding{}
			for name, e := range media.Encoding.FromOldest() {
				m.Encodings[name] = encoding(e, pointer(at, mediaType, "encoding", name))
			}
		}
		if media.Schema != nil {
			m.Schema = r.schema(media.Schema, pointer(at, mediaType, "schema"))
		}
		out = append(out, m)
	}
	return out
}

func encoding(e *v3.Encoding, at string) Encoding {
	out := Encoding{ContentType: e.ContentType, Style: e.Style, Explode: e.Explode, Pos: diag.Pos{Pointer: at}}
	if low := e.GoLow(); low != nil && low.RootNode != nil {
		out.Pos.Line = low.RootNode.Line
	}
	for name := range e.Headers.KeysFromOldest() {
		out.Headers = append(out.Headers, name)
	}
	return out
}
