package breaking

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/rumpl/gosc/gen/internal/dialect"
	"github.com/rumpl/gosc/gen/internal/openapi"
)

// forms compares how the members of a form are written, in all forms that both
// bodies may be.
func forms(old, new *openapi.Document, oldBody, newBody *openapi.Body) []string {
	var out []string
	for _, o := range oldBody.Content {
		if !dialect.IsForm(o.Type) && !dialect.IsFormData(o.Type) {
			continue
		}
		at := slices.IndexFunc(newBody.Content, func(n *openapi.Media) bool { return n.Type == o.Type })
		if at < 0 {
			continue // reported as a changed media type
		}
		before, now := formOf(old, o), formOf(new, newBody.Content[at])
		members := map[string]*openapi.Schema{}
		before.collect(before.media.Schema, members, 0)
		for _, name := range slices.Sorted(maps.Keys(members)) {
			out = append(out, before.compare(now, name, members[name])...)
		}
	}
	return out
}

// aForm is a form with its members.
type aForm struct {
	media     *openapi.Media
	schemas   map[string]*openapi.Schema // components
	multipart bool
}

func formOf(doc *openapi.Document, media *openapi.Media) aForm {
	out := aForm{media: media, schemas: map[string]*openapi.Schema{}, multipart: dialect.IsFormData(media.Type)}
	for _, s := range doc.Schemas {
		out.schemas[s.Name] = s.Schema
	}
	return out
}

// compare reports what is different about a member that both forms have.
func (f aForm) compare(now aForm, name string, oldSchema *openapi.Schema) []string {
	members := map[string]*openapi.Schema{}
	now.collect(now.media.Schema, members, 0)
	newSchema := members[name]
	if newSchema == nil {
		return nil // reported as a removed property
	}
	var out []string
	what := fmt.Sprintf("the member %q of the form", name)
	before, after := f.written(name, oldSchema), now.written(name, newSchema)
	_, had := f.media.Encodings[name]
	if _, has := now.media.Encodings[name]; !f.multipart && !had && !has {
		return nil // text, whatever it is
	}
	if f.isFile(oldSchema) && now.isFile(newSchema) {
		if refused := notCovered(before, after); refused != "" {
			out = append(out, fmt.Sprintf("%s was sent %s, is sent %s: %s is no longer accepted", what, before, after, refused))
		}
	} else if before != after {
		out = append(out, fmt.Sprintf("%s was sent %s, is sent %s", what, before, after))
	}
	if f.multipart {
		oldHeaders, newHeaders := f.headers(name), now.headers(name)
		if oldHeaders != newHeaders {
			out = append(out, fmt.Sprintf("%s had the headers %s, has %s", what, oldHeaders, newHeaders))
		}
	}
	return out
}

func (f aForm) headers(name string) string {
	list := slices.DeleteFunc(slices.Clone(f.media.Encodings[name].Headers), func(h string) bool { return strings.EqualFold(h, "Content-Type") })
	slices.Sort(list)
	if len(list) == 0 {
		return "none"
	}
	return strings.Join(list, ", ")
}

// written says how a member is written, with the defaults of OpenAPI filled in.
func (f aForm) written(name string, s *openapi.Schema) string {
	e := f.media.Encodings[name]
	style := e.Style
	if style == "" {
		style = "form"
	}
	explode := style == "form"
	if e.Explode != nil {
		explode = *e.Explode
	}
	isList := f.follow(s).Type() == "array"
	if isList && !explode {
		return "in style " + style + " with explode=false"
	}
	if style == "deepObject" {
		return "in style deepObject"
	}
	mediaTypes := e.ContentType
	if mediaTypes == "" || e.Style != "" || e.Explode != nil {
		mediaTypes = f.defaultType(s, 0)
	}
	var list []string
	for mediaType := range strings.SplitSeq(mediaTypes, ",") {
		list = append(list, strings.TrimSpace(mediaType))
	}
	slices.Sort(list)
	out := "as " + strings.Join(list, ", ")
	if f.isFile(s) {
		return aFile + strings.Join(list, ", ")
	}
	if isList && e.ContentType != "" && dialect.IsJSON(e.ContentType) {
		out += ", the list as a whole"
	}
	return out
}

// defaultType is the media type of a member whose encoding says none.
func (f aForm) defaultType(s *openapi.Schema, depth int) string {
	s = f.follow(s)
	switch {
	case f.isFile(s) && s.ContentMediaType != "":
		return s.ContentMediaType
	case f.isFile(s) && s.Type() != "array", s.ContentEncoding != "", s.Format == "byte":
		return "application/octet-stream"
	case s.Type() == "array" && s.Items != nil && depth < maxDepth:
		return f.defaultType(s.Items, depth+1)
	case s.Type() == "object" || len(s.Properties) > 0:
		return "application/json"
	}
	return "text/plain"
}

// maxDepth is how deep lists and parts of an allOf are looked into.
const maxDepth = 20

// isFile reports whether a member is a file or a list of files.
func (f aForm) isFile(s *openapi.Schema) bool {
	for range maxDepth {
		s = f.follow(s)
		if s.Type() != "array" || s.Items == nil {
			break
		}
		s = s.Items
	}
	return f.multipart && s.ContentEncoding == "" && (s.Format == "binary" || s.ContentMediaType != "")
}

// follow returns what is at the end of the references of a schema.
func (f aForm) follow(s *openapi.Schema) *openapi.Schema {
	for range maxDepth {
		s, _ = dialect.Unwrap(s)
		target := f.schemas[s.Ref]
		if s.Ref == "" || target == nil {
			break
		}
		s = target
	}
	return s
}

// collect adds the members of a form by name.
func (f aForm) collect(s *openapi.Schema, to map[string]*openapi.Schema, depth int) {
	if s == nil || depth > maxDepth {
		return
	}
	s = f.follow(s)
	for _, part := range s.AllOf {
		f.collect(part, to, depth+1)
	}
	for _, p := range s.Properties {
		to[p.Name] = p.Schema
	}
}

const aFile = "as a file of "

// notCovered returns one of the media types of a file, in the form of written, that
// is not among those of now.
func notCovered(before, now string) string {
	accepted := strings.Split(strings.TrimPrefix(now, aFile), ", ")
	for mediaType := range strings.SplitSeq(strings.TrimPrefix(before, aFile), ", ") {
		main, _, _ := strings.Cut(mediaType, "/")
		if !slices.Contains(accepted, mediaType) && !slices.Contains(accepted, main+"/*") && !slices.Contains(accepted, "*/*") {
			return mediaType
		}
	}
	return ""
}
