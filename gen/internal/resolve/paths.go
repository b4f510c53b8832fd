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
		r.pathStyle(p, inner, to)
		out = append(out, &model.Param{
			Name: name, Arg: arg, In: "path", Type: &model.Type{Kind: model.String}, Required: true,
			Doc: firstNonEmpty(p.Description, describe(inner)), Example: firstValue(p.Example, p.Schema.Example, inner.Example),
			Region: name == "region", Config: r.configMember(p.Pos, firstNonEmpty(p.Config, p.Schema.Config)),
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
// template.
func (r *resolver) pathStyle(p *openapi.Parameter, inner *openapi.Schema, op *model.Operation) {
	if inner.Ref != "" {
		if target := r.schemas[inner.Ref]; target != nil {
			inner, _ = dialect.Unwrap(target)
		}
	}
	if len(inner.Properties) > 0 || inner.Items != nil || slices.Contains([]string{"object", "array"}, inner.Type()) || p.Media != "" {
		r.problems.Errorf(p.Pos, "parameter", "describe it as a string", "the parameter %s in the path is not a scalar", p.Name)
		return
	}
	before := ""
	switch p.Style {
	case "", "simple":
		return
	case "label":
		before = "."
	case "matrix":
		before = ";" + url.PathEscape(p.Name) + "="
	default:
		r.problems.Errorf(p.Pos, "parameter", "use the style simple, label or matrix", "the style %s of the parameter %s in the path is not supported", p.Style, p.Name)
	}
	op.Template = strings.ReplaceAll(op.Template, "{"+p.Name+"}", before+"{"+p.Name+"}")
}

func findParameter(op *openapi.Operation, name string) *openapi.Parameter {
	for _, p := range op.Parameters {
		if p.In == "path" && p.Name == name {
			return p
		}
	}
	return nil
}
