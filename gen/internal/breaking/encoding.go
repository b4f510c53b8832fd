package breaking

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rumpl/gosc/gen/internal/model"
	"github.com/rumpl/gosc/gen/internal/openapi"
)

// Encoding lists arguments and bodies that are sent in another form than before:
// another style, or another media type.
func Encoding(old, new *openapi.Document, pkg *model.Package) []string {
	methods := methodNames(pkg)
	after := operations(new)
	var out []string
	for _, o := range old.Operations {
		n := after[o.Method+" "+o.Path]
		if n == nil {
			continue // reported as a removed route
		}
		where := methods[o.Method+" "+o.Path]
		if where == "" {
			where = o.Method + " " + o.Path
		}
		lines := encodings(o, n)
		if o.Body != nil && n.Body != nil {
			lines = append(lines, forms(old, new, o.Body, n.Body)...)
		}
		for _, line := range lines {
			out = append(out, where+": "+line)
		}
	}
	return out
}

func operations(doc *openapi.Document) map[string]*openapi.Operation {
	out := map[string]*openapi.Operation{}
	for _, op := range doc.Operations {
		out[op.Method+" "+op.Path] = op
	}
	return out
}

func encodings(old, new *openapi.Operation) []string {
	var out []string
	for _, o := range old.Parameters {
		at := slices.IndexFunc(new.Parameters, func(n *openapi.Parameter) bool { return n.Name == o.Name && n.In == o.In })
		if at < 0 {
			continue
		}
		if before, now := form(o), form(new.Parameters[at]); before != now {
			out = append(out, fmt.Sprintf("the %s parameter %q was sent %s, is sent %s", o.In, o.Name, before, now))
		}
	}
	if old.Body != nil && new.Body != nil {
		out = append(out, mediaTypes("the request body", old.Body.Content, new.Body.Content)...)
	}
	for _, o := range old.Responses {
		at := slices.IndexFunc(new.Responses, func(n *openapi.Response) bool { return n.Status == o.Status })
		if at >= 0 {
			out = append(out, mediaTypes("the reply "+o.Status, o.Content, new.Responses[at].Content)...)
		}
	}
	return out
}

// form describes how a parameter is written, including the defaults of OpenAPI.
func form(p *openapi.Parameter) string {
	style := p.Style
	if style == "" {
		style = "simple"
		if p.In == "query" || p.In == "cookie" {
			style = "form"
		}
	}
	explode := style == "form"
	if p.Explode != nil {
		explode = *p.Explode
	}
	if p.Schema != nil && p.Schema.Type() != "array" && p.Schema.Type() != "object" {
		return "in style " + style // explode does not apply to scalars
	}
	return fmt.Sprintf("in style %s with explode=%t", style, explode)
}

// mediaTypes compares the media types of a body. An added type breaks no user.
func mediaTypes(what string, old, new []*openapi.Media) []string {
	var gone []string
	for _, o := range old {
		if !slices.ContainsFunc(new, func(n *openapi.Media) bool { return n.Type == o.Type }) {
			gone = append(gone, o.Type)
		}
	}
	if len(gone) == 0 || len(new) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%s is no longer %s", what, strings.Join(gone, ", "))}
}
