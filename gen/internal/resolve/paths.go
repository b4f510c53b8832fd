package resolve

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/rumpl/gosc/gen/internal/dialect"
	"github.com/rumpl/gosc/gen/internal/model"
	"github.com/rumpl/gosc/gen/internal/names"
	"github.com/rumpl/gosc/gen/internal/openapi"
)

var pathParam = regexp.MustCompile(`\{([^{}]*)\}`)

// pathNames returns the parameters of a path in its order, the region first.
func pathNames(path string) []string {
	var out []string
	for _, m := range pathParam.FindAllStringSubmatch(path, -1) {
		if !slices.Contains(out, m[1]) {
			out = append(out, m[1])
		}
	}
	slices.SortStableFunc(out, func(a, b string) int { return isRegion(b) - isRegion(a) })
	return out
}

func isRegion(name string) int {
	if strings.EqualFold(name, "region") {
		return 1
	}
	return 0
}

// pathTemplate splits the query off a path that has one, as "/things?beta=true".
func (r *resolver) pathTemplate(op *openapi.Operation, out *model.Operation) {
	path, query, found := strings.Cut(op.Path, "?")
	out.Template = path
	if strings.Contains(op.Path, "#") {
		r.problems.Errorf(op.Pos, "path", "describe what the server looks at: a query or a header", "the path of %s has a fragment, which no client sends", op.ID)
	}
	if !found {
		return
	}
	for pair := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		plainName, err := url.QueryUnescape(name)
		plainValue, err2 := url.QueryUnescape(value)
		if err != nil || err2 != nil || strings.ContainsAny(pair, "{}#") || name == "" {
			r.problems.Errorf(op.Pos, "path", "describe it as a query parameter", "the query of the path of %s is not made of plain names and values", op.ID)
			return
		}
		out.FixedQuery = append(out.FixedQuery, model.Pair{Name: plainName, Value: plainValue})
	}
}

// pathParams decides the arguments for the path. They are strings, whatever the
// description says: an id is opaque.
func (r *resolver) pathParams(op *openapi.Operation, to *model.Operation) []*model.Param {
	var out []*model.Param
	taken := slices.Clone(locals)
	for _, name := range pathNames(to.Template) {
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
		typ, separator := r.pathStyle(p, inner, to)
		if typ.Kind == model.ListOf && firstNonEmpty(p.Config, p.Schema.Config) != "" {
			r.problems.Errorf(p.Pos, "x-configuration", "remove it", "%s is not a string in the path, the query or the body", p.Name)
		}
		out = append(out, &model.Param{
			Name: name, Arg: arg, In: "path", Type: typ, Separator: separator, Required: true, Pos: p.Pos,
			Doc: firstNonEmpty(p.Description, describe(inner)), Example: firstValue(p.Example, p.Schema.Example, inner.Example),
			Region: name == "region" && typ.Kind == model.String, Config: r.configMember(p.Pos, firstNonEmpty(p.Config, p.Schema.Config)),
		})
	}
	for _, p := range op.Parameters {
		if p.In == "path" && !slices.Contains(pathNames(to.Template), p.Name) {
			r.problems.Oddf(p.Pos, "path-parameter", "it is ignored", "%s has no {%s} in its path", op.ID, p.Name)
		}
	}
	return out
}

// pathStyle puts what the styles label and matrix write before a value into the
// template. It returns the type of the argument and what separates its elements.
func (r *resolver) pathStyle(p *openapi.Parameter, inner *openapi.Schema, op *model.Operation) (typ *model.Type, separator string) {
	typ = &model.Type{Kind: model.String}
	inner = r.behind(inner)
	isList := r.isPathList(inner)
	if p.Media != "" || !isList && !r.isPathScalar(inner) {
		r.problems.Errorf(p.Pos, "parameter", "describe it as a string or an array of strings", "the parameter %s in the path is neither a scalar nor an array of scalars", p.Name)
		return typ, ""
	}
	before, between := "", ","
	switch p.Style {
	case "label":
		before = "."
	case "matrix":
		before = ";" + url.PathEscape(p.Name) + "="
	default:
		r.checkStyle(p)
	}
	if p.Explode != nil && *p.Explode && before != "" {
		between = before
	}
	op.Template = strings.ReplaceAll(op.Template, "{"+p.Name+"}", before+"{"+p.Name+"}")
	if !isList {
		return typ, ""
	}
	return &model.Type{Kind: model.ListOf, Elem: typ}, between
}

// isPathScalar reports whether a schema is a scalar. One that says nothing is taken
// for one: an id is opaque.
func (r *resolver) isPathScalar(s *openapi.Schema) bool {
	if dialect.Choice(s) {
		text := r.textChoice(s)
		return text != nil && text.Kind == model.String
	}
	_, isMap := dialect.MapValue(s)
	return len(s.Properties) == 0 && s.Items == nil && len(s.AllOf) == 0 && !isMap && s.Type() != "object" && s.Type() != "array"
}

func (r *resolver) isPathList(s *openapi.Schema) bool {
	if s.Type() != "array" || s.Items == nil {
		return false
	}
	return r.isPathScalar(r.behind(s.Items))
}

func findParameter(op *openapi.Operation, name string) *openapi.Parameter {
	for _, p := range op.Parameters {
		if p.In == "path" && p.Name == name {
			return p
		}
	}
	return nil
}
