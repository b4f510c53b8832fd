package resolve

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/rumpl/gosc/gen/internal/dialect"
	"github.com/rumpl/gosc/gen/internal/model"
	"github.com/rumpl/gosc/gen/internal/names"
	"github.com/rumpl/gosc/gen/internal/openapi"
)

// multipart makes a body of the members of a multipart form. It reports whether the
// description says what they are: else the caller writes the form.
func (r *resolver) multipart(media *openapi.Media, out *model.Body, scope *opScope) bool {
	root, component := r.multipartRoot(media)
	if root == nil {
		return false
	}
	out.Kind = model.MultipartBody
	if value, isMap := dialect.MapValue(root); isMap {
		at := place{owner: scope.id + "Request", op: scope}
		elem := &model.Field{JSON: "the value", Type: r.typeOf(value, at.element()), Pos: value.Pos}
		r.part(elem, value, openapi.Encoding{})
		out.Type, out.Part = &model.Type{Kind: model.MapOf, Elem: elem.Type}, elem.Part
		return true
	}
	out.Type = &model.Type{Kind: model.StructOf, Struct: r.multipartStruct(root, component, media, scope)}
	return true
}

// multipartRoot returns the object whose members are the parts of a form, nil if the
// description does not have it, and the component that it is, if it is one.
func (r *resolver) multipartRoot(media *openapi.Media) (root *openapi.Schema, component string) {
	if media.Schema == nil {
		return nil, ""
	}
	root, component = r.follow(media.Schema)
	if root == nil || dialect.EmptyObject(root) || dialect.Choice(root) && !dialect.RequiredSets(root) {
		return nil, ""
	}
	if _, isMap := dialect.MapValue(root); isMap {
		return root, ""
	}
	if len(root.Properties) == 0 && len(root.AllOf) == 0 {
		return nil, ""
	}
	return root, component
}

// follow returns what is at the end of the references of a schema, nil if there is
// nothing, and the component that it is, "" if it is written in place.
func (r *resolver) follow(s *openapi.Schema) (*openapi.Schema, string) {
	inner, _ := r.unwrap(s)
	component := ""
	seen := map[string]bool{}
	for inner.Ref != "" {
		component = inner.Ref
		target := r.schemas[component]
		if target == nil || seen[component] {
			return nil, ""
		}
		seen[component] = true
		inner, _ = r.unwrap(target)
	}
	return inner, component
}

// visitBody visits the schemas of a body. The component that a multipart form is
// becomes no type with JSON by that.
func (r *resolver) visitBody(body *openapi.Body, visit func(*openapi.Schema)) {
	preferred := dialect.Preferred(body.Content)
	for _, m := range body.Content {
		if m == preferred && dialect.IsFormData(m.Type) {
			if root, _ := r.multipartRoot(m); root != nil {
				visit(root)
				continue
			}
		}
		visit(m.Schema)
	}
}

// multipartComponents returns the components that are the body of a multipart form.
func (r *resolver) multipartComponents() map[string]bool {
	out := map[string]bool{}
	for _, op := range r.doc.Operations {
		if op.Body == nil {
			continue
		}
		if m := dialect.Preferred(op.Body.Content); m != nil && dialect.IsFormData(m.Type) {
			_, component := r.multipartRoot(m)
			out[component] = true
		}
	}
	delete(out, "")
	return out
}

// multipartStruct makes the struct of a form. Operations that share a component and
// its encoding share the struct.
func (r *resolver) multipartStruct(s *openapi.Schema, component string, media *openapi.Media, scope *opScope) *model.Struct {
	encodings, _ := json.Marshal(withoutPlaces(media.Encodings)) // strings and booleans
	key := component + "\x00" + string(encodings)
	if known := r.multiparts[key]; known != nil && component != "" {
		return known
	}
	out := &model.Struct{
		Name: r.multipartName(s, component, scope), Schema: component, Doc: describe(s), Deprecated: s.Deprecated, Successor: s.Successor,
		Aliases: s.Aliases, Example: firstValue(media.Example, s.Example), Multipart: true, Pos: s.Pos,
	}
	out.File = r.files.Take(names.File("model", out.Name))
	r.multiparts[key] = out
	r.out.Structs = append(r.out.Structs, out)
	if component != "" {
		scope = nil // a component is not named after one of its operations
	}
	r.multipartFields(s, out, media.Encodings, place{owner: out.Name, op: scope})
	return out
}

func withoutPlaces(all map[string]openapi.Encoding) map[string]openapi.Encoding {
	out := map[string]openapi.Encoding{}
	for name, e := range all {
		e.Pos.Line, e.Pos.Pointer = 0, ""
		out[name] = e
	}
	return out
}

// multipartName names a form like any other body: after its component, or after the
// operation.
func (r *resolver) multipartName(s *openapi.Schema, component string, scope *opScope) string {
	request := scope.id + "Request"
	if component == "" {
		return r.takeInline(s, place{owner: request, op: scope}, "Form")
	}
	base := goNameOf(component)
	if s.GoName != "" {
		base = r.checkedName(s)
	}
	proposals := []string{base, base + "Form", request}
	if r.components[component] != nil {
		proposals = proposals[1:] // the name is that of its JSON
	} else if r.hasMultipart(component) {
		proposals = []string{request, request + "Form"} // with another encoding
	}
	return r.take(s.Pos, "the form "+component, proposals...)
}

func (r *resolver) hasMultipart(component string) bool {
	for key := range r.multiparts {
		if strings.HasPrefix(key, component+"\x00") {
			return true
		}
	}
	return false
}

func (r *resolver) multipartFields(s *openapi.Schema, out *model.Struct, encodings map[string]openapi.Encoding, at place) {
	fields := names.NewRegistry()
	merged := r.flatten(s)
	out.Alternatives = merged.Alternatives
	r.requiredGroups(merged)
	for _, p := range dialect.OrderedProperties(merged) {
		f := r.field(merged, p, out, fields, at.op)
		r.part(f, p.Schema, encodings[p.Name])
		out.Fields = append(out.Fields, f)
	}
	if merged.AdditionalProperties != nil {
		r.addRest(merged, out, fields, at)
		elem := &model.Field{JSON: "an additional member", Type: out.Rest.Type.Elem, Pos: out.Rest.Pos}
		r.part(elem, merged.AdditionalProperties, openapi.Encoding{})
		out.Rest.Type, out.Rest.Part = &model.Type{Kind: model.MapOf, Elem: elem.Type}, elem.Part
	}
	r.checkRequired(merged)
	for _, name := range slices.Sorted(maps.Keys(encodings)) {
		if !slices.ContainsFunc(merged.Properties, func(p openapi.Property) bool { return p.Name == name }) {
			r.problems.Oddf(encodings[name].Pos, "encoding", "it is ignored", "the encoding of %q is that of no property", name)
		}
	}
}
