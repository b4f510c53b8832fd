package resolve

import (
	"slices"
	"strings"

	"github.com/rumpl/gosc/gen/internal/dialect"
	"github.com/rumpl/gosc/gen/internal/model"
	"github.com/rumpl/gosc/gen/internal/names"
	"github.com/rumpl/gosc/gen/internal/openapi"
)

// locals are the names that a generated method uses itself.
var locals = []string{
	"c", "s", "ctx", "opts", "body", "params", "contentType", "from", "key", "page", "reply", "get", "v", "filled", "waitParams", "known",
	"context", "http", "iter", "gosc", "json", "time", "optional", "jsoncodec", "strconv", "strings", "maps", "slices", "io",
}

// addParams decides the options of an operation: its query and header parameters.
func (r *resolver) addParams(op *openapi.Operation, out *model.Operation, scope *opScope) {
	fields := names.NewRegistry()
	for _, p := range op.Parameters {
		switch p.In {
		case "path":
		case "query", "header":
			if p.In == "header" && isClientHeader(p.Name) {
				r.problems.Oddf(p.Pos, "header", "the client sets it", "the header %s is described as a parameter", p.Name)
				continue
			}
			if param := r.param(p, fields, scope); param != nil {
				out.Params = append(out.Params, param)
			}
		default:
			r.problems.Errorf(p.Pos, "parameter", "remove it", "a parameter in %q is not supported", p.In)
		}
	}
	if len(out.Params) > 0 {
		out.OptsType = r.take(op.Pos, "the options of "+op.ID, scope.id+"Opts", scope.id+"Options")
	}
}

// isClientHeader recognises the headers that OpenAPI says to ignore here.
func isClientHeader(name string) bool {
	switch strings.ToLower(name) {
	case "accept", "content-type", "authorization", "x-auth-token":
		return true
	}
	return false
}

func (r *resolver) param(p *openapi.Parameter, fields *names.Registry, scope *opScope) *model.Param {
	if !r.checkStyle(p) {
		return nil
	}
	wanted := names.Exported(p.Name)
	if wanted == "" {
		wanted = names.Suffix(p.Name)
	}
	field, first := fields.Take(p.Name, wanted)
	if !first {
		r.problems.Oddf(p.Pos, "name", "its field is called "+field, "%s has two parameters called %s", scope.id, wanted)
	}
	inner, _ := dialect.Unwrap(p.Schema)
	out := &model.Param{
		Name: p.Name, Arg: field, In: p.In, Required: p.Required, Deprecated: p.Deprecated || p.Schema.Deprecated,
		Type: dialect.Count(p.Name, r.paramType(p, place{owner: scope.id + "Request", prop: p.Name, goProp: wanted, op: scope})),
		Doc:  firstNonEmpty(p.Description, describe(p.Schema), describe(inner)), Group: firstNonEmpty(p.OneOfGroup, p.Schema.OneOfGroup),
		Default: firstValue(p.Schema.Default, inner.Default), Example: firstValue(p.Example, p.Schema.Example, inner.Example),
		Explode: p.Explode == nil || *p.Explode, Pos: p.Pos,
		Config: r.configMember(p.Pos, firstNonEmpty(p.Config, p.Schema.Config)),
	}
	if out.Config != "" && (out.Type.Kind != model.String || p.In != "query") {
		r.problems.Errorf(p.Pos, "x-configuration", "remove it", "%s is not a string in the path, the query or the body", p.Name)
	}
	if p.Media != "" {
		return r.jsonParam(p, out)
	}
	if p.In == "query" && (out.Type.Kind == model.StructOf || out.Type.Kind == model.MapOf) {
		return r.objectParam(p, out)
	}
	out.Type = textType(out.Type)
	if !sendable(out.Type) {
		r.problems.Errorf(p.Pos, "parameter", "use a scalar, an array of scalars or, in a query, an object of scalars", "the parameter %s is a %s, which has no place in a %s", p.Name, out.Type.Go(), p.In)
		return nil
	}
	r.style(p, out)
	return out
}

// paramType is the type of a parameter. All that is sent is text, so that one of
// any type, or of one of several, is a string: the caller writes it.
func (r *resolver) paramType(p *openapi.Parameter, at place) *model.Type {
	if p.Media != "" {
		return r.typeOf(p.Schema, at)
	}
	if text := r.textOrList(r.behind(p.Schema)); text != nil {
		r.problems.Often(p.Pos, "parameter", "the caller writes it, as a string or as a list of strings", "a parameter is of any type, or of one of several")
		return text
	}
	return r.typeOf(p.Schema, at)
}

// textOrList is textChoice, also for the elements of a list.
func (r *resolver) textOrList(s *openapi.Schema) *model.Type {
	if text := r.textChoice(s); text != nil || s.Items == nil || dialect.ImpliedType(s) != "array" {
		return text
	}
	elem := r.textChoice(r.behind(s.Items))
	if elem == nil || elem.Kind != model.String {
		return nil
	}
	return &model.Type{Kind: model.ListOf, Elem: elem}
}

// textChoice is the type of a parameter of which it is open whether it is a text, a
// number or the like: a string. If it may be a list as well, it is always one: in a
// query, a list of one element is written as the element. It is nil for all else.
func (r *resolver) textChoice(s *openapi.Schema) *model.Type {
	text := &model.Type{Kind: model.String}
	if dialect.Anything(s) || len(s.Enum) > 0 && dialect.EnumType(s) == "" {
		return text
	}
	if s.Ref != "" || !dialect.Choice(s) || len(s.Properties)+len(s.AllOf) > 0 {
		return nil
	}
	for _, t := range s.Types {
		if t == "object" || t == "array" {
			return nil
		}
	}
	list := false
	for _, alternative := range slices.Concat(s.OneOf, s.AnyOf) {
		inner := r.behind(alternative)
		if dialect.ImpliedType(inner) == "array" && inner.Items != nil && !list {
			list = true
			inner = r.behind(inner.Items)
		}
		if !r.isScalar(inner) && r.textChoice(inner) == nil {
			return nil
		}
	}
	if list {
		return &model.Type{Kind: model.ListOf, Elem: text}
	}
	return text
}

// behind is what a schema stands for, through references.
func (r *resolver) behind(s *openapi.Schema) *openapi.Schema {
	inner, _ := r.unwrap(s)
	for inner.Ref != "" && r.schemas[inner.Ref] != nil {
		inner, _ = r.unwrap(r.schemas[inner.Ref])
	}
	return inner
}

// isScalar reports whether a schema that is not a reference is a scalar.
func (r *resolver) isScalar(s *openapi.Schema) bool {
	_, ok := dialect.Scalar(dialect.ImpliedType(s), s.Format)
	return ok && s.Ref == "" && !dialect.Choice(s) && len(s.AllOf) == 0
}

// styles are those that a parameter may have, by place. The first is what it is
// without one.
var styles = map[string][]string{
	"path": {"simple", "label", "matrix"}, "query": {"form", "spaceDelimited", "pipeDelimited", "deepObject"}, "header": {"simple"},
}

// checkStyle refuses the styles that OpenAPI does not have for the place.
func (r *resolver) checkStyle(p *openapi.Parameter) bool {
	allowed := styles[p.In]
	if p.Style == "" || p.Media != "" || slices.Contains(allowed, p.Style) {
		return true
	}
	r.problems.Errorf(p.Pos, "parameter", "use "+strings.Join(allowed, ", ")+" or none", "a parameter in %q cannot have the style %s", p.In, p.Style)
	return false
}

// style decides how a list is written.
func (r *resolver) style(p *openapi.Parameter, out *model.Param) {
	delimiter := map[string]string{"spaceDelimited": " ", "pipeDelimited": "|"}[p.Style]
	switch {
	case p.Style == "" || p.Style == styles[p.In][0]:
	case p.Style == "deepObject":
		r.problems.Errorf(p.Pos, "parameter", "use the style form", "the parameter %s is not an object, and OpenAPI does not say how the style deepObject writes it", p.Name)
	case delimiter == "" || out.Type.Kind != model.ListOf:
		r.problems.Errorf(p.Pos, "parameter", "use the style form", "the style %s of the parameter %s is not supported", p.Style, p.Name)
	default:
		out.Explode = p.Explode != nil && *p.Explode // false by default, but for the style form
		if !out.Explode {
			out.Separator = delimiter
		}
	}
}

// objectParam is an object in the query. What its members are is checked when all
// is known, see checkTexts.
func (r *resolver) objectParam(p *openapi.Parameter, out *model.Param) *model.Param {
	switch p.Style {
	case "", "form":
		out.Object = "form"
	case "deepObject":
		out.Object = p.Style
	default:
		r.problems.Errorf(p.Pos, "parameter", "use the style form or deepObject", "the style %s of the object %s in the query is not supported", p.Style, p.Name)
	}
	return out
}

// jsonParam is a parameter that is sent as JSON.
func (r *resolver) jsonParam(p *openapi.Parameter, out *model.Param) *model.Param {
	if p.In != "query" || !dialect.IsJSON(p.Media) {
		r.problems.Errorf(p.Pos, "parameter", "give it a schema, or application/json in the query", "the content %s of the parameter %s in %q is not supported", p.Media, p.Name, p.In)
		return nil
	}
	out.JSON = true
	return out
}

// textType is the type of a parameter: base64 and durations are text there, and an
// element cannot be null.
func textType(t *model.Type) *model.Type {
	copied := *t
	if t.Elem != nil {
		copied.Elem = textType(t.Elem)
		copied.Elem.Nullable = false
	}
	if t.Kind == model.Bytes || t.Kind == model.Duration {
		copied.Kind = model.String
	}
	return &copied
}

// sendable reports whether a type can be a parameter.
func sendable(t *model.Type) bool {
	if t.Kind == model.ListOf {
		t = t.Elem
	}
	scalar, _ := t.Kind.Scalar()
	return scalar.Optional != "" || t.Kind == model.EnumOf
}
