package resolve

import (
	"github.com/rumpl/gosc/gen/internal/dialect"
	"github.com/rumpl/gosc/gen/internal/model"
	"github.com/rumpl/gosc/gen/internal/openapi"
)

func (r *resolver) operation(op *openapi.Operation, name, prefix string) *model.Operation {
	out := &model.Operation{
		ID: op.ID, Name: name, Method: op.Method, Path: op.Path, Summary: op.Summary, Doc: op.Description,
		Deprecated: op.Deprecated, Successor: op.Successor, Pos: op.Pos,
	}
	r.pathTemplate(op, out)
	scope := &opScope{id: prefix}
	out.Result = r.result(op, prefix)
	if out.Result.Kind == model.StructJSON {
		scope.result = out.Result.Type.Struct
	}
	out.PathParams = r.pathParams(op, out)
	r.addParams(op, out, scope)
	out.Body = r.body(op, scope)
	for _, reply := range op.Responses {
		if !dialect.IsSuccess(reply.Status) {
			out.Errors = append(out.Errors, model.ErrorReply{Status: reply.Status, Doc: reply.Description})
		}
	}
	return out
}

// body decides how the body of a request is sent.
func (r *resolver) body(op *openapi.Operation, scope *opScope) *model.Body {
	if op.Body == nil {
		return nil
	}
	media := dialect.Preferred(op.Body.Content)
	if media == nil {
		r.problems.Oddf(op.Body.Pos, "request-body", "the operation takes no body", "the request body of %s has no content", op.ID)
		return nil
	}
	out := &model.Body{Required: op.Body.Required, Doc: op.Body.Description, Example: media.Example, Pos: op.Body.Pos}
	if dialect.IsForm(media.Type) && r.form(media, out, scope) {
		return out
	}
	if dialect.IsFormData(media.Type) && r.multipart(media, out, scope) {
		return out
	}
	if dialect.IsBinary(media) {
		out.Kind, out.ContentType, out.Media = model.RawBody, dialect.ContentType(media.Type), media.Type
		return out
	}
	schema := media.Schema
	if schema == nil {
		schema = &openapi.Schema{Pos: op.Body.Pos}
	}
	if !dialect.IsPlainJSON(media.Type) {
		out.ContentType = media.Type
	}
	if dialect.EmptyObject(schema) {
		out.Kind = model.EmptyBody
		return out
	}
	scope.mergePatch = dialect.IsMergePatch(media.Type)
	out.Type = r.typeOf(schema, place{owner: scope.id + "Request", op: scope})
	switch out.Type.Kind {
	case model.StructOf:
		out.Kind = model.JSONStruct
	case model.Object:
		out.Kind = model.JSONObject
	default:
		out.Kind = model.JSONValue
	}
	return out
}
