package resolve

import (
	"mime"
	"slices"
	"strings"

	"github.com/rumpl/gosc/gen/internal/dialect"
	"github.com/rumpl/gosc/gen/internal/model"
	"github.com/rumpl/gosc/gen/internal/openapi"
)

// part decides how a member of a multipart form is sent. Its type may become another
// one: that of a file.
func (r *resolver) part(f *model.Field, s *openapi.Schema, e openapi.Encoding) {
	f.Part = &model.Part{}
	if e.Pos.Pointer == "" {
		e.Pos = f.Pos
	}
	t := *f.Type
	t.Nullable = false // a part is there, or it is not
	f.Type = &t
	if f.ThreeState {
		r.problems.Errorf(f.Pos, "text", "remove x-three-states", "%s may be null in a form, and no part can say that", f.JSON)
		return
	}
	r.partHeaders(f, e)
	kind := r.fileKind(s, e, map[*openapi.Schema]bool{})
	switch {
	case kind == mixed:
		r.problems.Errorf(f.Pos, "text", "describe it as a file, as a list of files or without any", "%s is a file or something else", f.JSON)
	case kind != noFile:
		r.filePart(f, s, e, kind)
	case e.Style != "" || e.Explode != nil:
		r.styledPart(f, e)
	default:
		r.valuePart(f, s, e)
	}
}

// partHeaders refuses headers of a part. Content-Type is one that OpenAPI says to
// ignore here.
func (r *resolver) partHeaders(f *model.Field, e openapi.Encoding) {
	for _, name := range e.Headers {
		if strings.EqualFold(name, "Content-Type") {
			r.problems.Oddf(e.Pos, "encoding", "the contentType counts", "%s has Content-Type among its headers", f.JSON)
			continue
		}
		r.problems.Errorf(e.Pos, "encoding", "remove it, or describe it as a member of the form", "the header %s of the part %s is not supported", name, f.JSON)
	}
}

// fileKind says whether a member is a file.
type fileKind int

const (
	noFile fileKind = iota
	oneFile
	manyFiles
	mixed // a file or something else
)

// fileKind recognizes files: binary strings, strings of a media type, and what has no
// type at all, unless its encoding is a text or JSON.
func (r *resolver) fileKind(s *openapi.Schema, e openapi.Encoding, seen map[*openapi.Schema]bool) fileKind {
	inner, _ := r.follow(s)
	if inner == nil || seen[inner] || inner.Null || len(inner.Enum) > 0 || dialect.RequiredSets(inner) {
		return noFile
	}
	seen[inner] = true
	defer delete(seen, inner)
	switch {
	case dialect.Choice(inner):
		return r.choiceKind(inner, e, seen)
	case dialect.Anything(inner) && inner.ContentEncoding == "":
		if e.ContentType == "" || !dialect.IsJSON(e.ContentType) && !dialect.IsText(e.ContentType) {
			return oneFile
		}
	case dialect.ImpliedType(inner) == "array":
		return r.listKind(inner, e, seen)
	case dialect.ImpliedType(inner) == "string":
		contains := inner.ContentMediaType != "" && !strings.HasPrefix(inner.ContentMediaType, "text/plain")
		if inner.ContentEncoding == "" && (inner.Format == "binary" || contains) {
			return oneFile
		}
	}
	return noFile
}

func (r *resolver) listKind(s *openapi.Schema, e openapi.Encoding, seen map[*openapi.Schema]bool) fileKind {
	if s.Items == nil {
		return manyFiles
	}
	switch r.fileKind(s.Items, e, seen) {
	case noFile:
		return noFile
	case oneFile:
		return manyFiles
	}
	return mixed
}

// choiceKind is fileKind for a choice: one of a file and of a list of files is a list.
func (r *resolver) choiceKind(s *openapi.Schema, e openapi.Encoding, seen map[*openapi.Schema]bool) fileKind {
	best, others := noFile, len(s.Types) > 1
	for _, alternative := range append(slices.Clone(s.OneOf), s.AnyOf...) {
		inner, _ := r.follow(alternative)
		switch {
		case inner != nil && inner.Null:
		case inner == nil || dialect.Anything(inner):
			others = true
		default:
			kind := r.fileKind(inner, e, seen)
			best, others = max(best, kind), others || kind == noFile
		}
	}
	if best > noFile && others {
		return mixed
	}
	return best
}

func (r *resolver) filePart(f *model.Field, s *openapi.Schema, e openapi.Encoding, kind fileKind) {
	f.Type = &model.Type{Kind: model.File, Runtime: r.out.Runtime}
	if kind == manyFiles {
		f.Type = &model.Type{Kind: model.ListOf, Elem: f.Type}
	}
	if e.Style != "" && e.Style != "form" || e.Explode != nil && !*e.Explode {
		r.problems.Errorf(e.Pos, "encoding", "remove style and explode", "the files %s cannot be joined", f.JSON)
	}
	f.Part.ContentType = e.ContentType
	if inner, _ := r.follow(s); f.Part.ContentType == "" {
		f.Part.ContentType = inner.ContentMediaType
		if inner.Items != nil {
			items, _ := r.follow(inner.Items)
			f.Part.ContentType = items.ContentMediaType
		}
	}
	for mediaType := range strings.SplitSeq(f.Part.ContentType, ",") {
		if f.Part.ContentType != "" && !isMediaType(mediaType) {
			r.problems.Errorf(e.Pos, "encoding", "correct it", "%q, the content type of %s, is not a media type", mediaType, f.JSON)
		}
	}
}

func isMediaType(text string) bool {
	base, _, err := mime.ParseMediaType(text)
	return err == nil && strings.Contains(base, "/") && !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' })
}

// styledPart is a member with a style: OpenAPI says that its content type does not
// count then.
func (r *resolver) styledPart(f *model.Field, e openapi.Encoding) {
	if e.ContentType != "" {
		r.problems.Oddf(e.Pos, "encoding", "the style counts", "%s has a style and a content type", f.JSON)
	}
	isObject := f.Type.Kind == model.StructOf || f.Type.Kind == model.MapOf
	if e.Style == "deepObject" && isObject && (e.Explode == nil || *e.Explode) {
		f.Part.Deep = true // its members are checked when all is known, see checkTexts
		return
	}
	list := f.Type.Kind == model.ListOf && isText(f.Type, textRules{lists: true})
	separators := map[string]string{"": ",", "form": ",", "spaceDelimited": " ", "pipeDelimited": "|"}
	separator, known := separators[e.Style]
	exploded := separator == ","
	if e.Explode != nil {
		exploded = *e.Explode
	}
	switch {
	case !known, !list && separator != ",", !list && !isText(f.Type, textRules{}):
		r.problems.Errorf(e.Pos, "encoding", "remove style and explode", "the style of %s in a form is not supported", f.JSON)
	case list && !exploded:
		f.Part.Separator = separator
	}
}

// valuePart is a member that is a text, a list of texts or JSON.
func (r *resolver) valuePart(f *model.Field, s *openapi.Schema, e openapi.Encoding) {
	plain := isText(f.Type, textRules{lists: true})
	for mediaType := range strings.SplitSeq(e.ContentType, ",") {
		mediaType = strings.TrimSpace(mediaType)
		switch {
		case mediaType == "":
		case dialect.IsJSON(mediaType) && isMediaType(mediaType):
			f.Part.JSON = true
			if !dialect.IsPlainJSON(mediaType) {
				f.Part.ContentType = mediaType
			}
			return
		case plain && (dialect.IsText(mediaType) || mediaType == octets) && isMediaType(mediaType):
			f.Part.ContentType = mediaType
			return
		}
	}
	if e.ContentType != "" {
		remedy := "use application/json"
		if plain {
			remedy = "use application/json or a text type, or the format binary"
		}
		r.problems.Errorf(e.Pos, "encoding", remedy, "the content type %s of %s in a form is not supported", e.ContentType, f.JSON)
		return
	}
	if f.Type.Kind == model.ListOf && f.Type.Elem.Nullable {
		r.problems.Errorf(f.Pos, "text", "remove nullable, or give it the content type application/json", "the elements of %s may be null, and no part can say that", f.JSON)
	}
	if inner, _ := r.follow(s); plain && inner != nil && (inner.ContentEncoding != "" || f.Type.Kind == model.Bytes) {
		f.Part.ContentType = octets // the default of OpenAPI for text that stands for bytes
	}
}

const octets = "application/octet-stream"
