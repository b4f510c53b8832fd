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
var locals = []string{"c", "s", "ctx", "opts", "body", "params", "contentType", "context", "http", "iter", "gosc", "json", "time", "optional", "jsoncodec", "strconv", "io"}

// pathParams decides the arguments for the path. They are strings, whatever the
// description says: an id is opaque.
func (r *resolver) pathParams(op *openapi.Operation) []*model.Param {
	var out []*model.Param
	taken := slices.Clone(locals)
	for _, name := range pathNames(op.Path) {
		p := findParameter(op, name)
		if p == nil {
			r.problems.Oddf(op.Pos, "path-parameter", "it is a required string", "the path of %s has {%s}, which is not described", op.ID, name)
			p = &openapi.Parameter{Name: name, Schema: &openapi.Schema{}}
		}
		arg := names.Unexported(name, taken...)
		for slices.Contains(taken, arg) {
			arg += "2"
		}
		taken = append(taken, arg)
		inner, _ := dialect.Unwrap(p.Schema)
		out = append(out, &model.Param{
			Name: name, Arg: arg, In: "path", Type: &model.Type{Kind: model.String}, Required: true,
			Doc: firstNonEmpty(p.Description, describe(inner)), Example: firstValue(p.Example, p.Schema.Example, inner.Example),
			Region: name == "region",
		})
	}
	for _, p := range op.Parameters {
		if p.In == "path" && !slices.Contains(pathNames(op.Path), p.Name) {
			r.problems.Oddf(p.Pos, "path-parameter", "it is ignored", "%s has no {%s} in its path", op.ID, p.Name)
		}
	}
	return out
}

func findParameter(op *openapi.Operation, name string) *openapi.Parameter {
	for _, p := range op.Parameters {
		if p.In == "path" && p.Name == name {
			return p
		}
	}
	return nil
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
		Type: dialect.Count(p.Name, r.typeOf(p.Schema, place{owner: scope.id + "Request", prop: p.Name, goProp: wanted, op: scope})),
		Doc:  firstNonEmpty(p.Description, describe(p.Schema), describe(inner)), Group: p.Schema.OneOfGroup,
		Default: firstValue(p.Schema.Default, inner.Default), Example: firstValue(p.Example, p.Schema.Example, inner.Example),
		Explode: p.Explode == nil || *p.Explode,
	}
	out.Type = textType(out.Type)
	if !sendable(out.Type) {
		r.problems.Errorf(p.Pos, "parameter", "use a scalar or an array of scalars", "the parameter %s is a %s, which has no place in a %s", p.Name, out.Type.Go(), p.In)
		return nil
	}
	if p.Style != "" && p.Style != "form" && p.Style != "simple" {
		r.problems.Errorf(p.Pos, "parameter", "use the style form", "the style %s of the parameter %s is not supported", p.Style, p.Name)
	}
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
