package render

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/rumpl/gosc/gen/internal/model"
)

// This file writes the lines that add the parts of a multipart form.

// multipartBody writes the statement that makes a multipart form the body.
func (r *renderer) multipartBody(body *model.Body) string {
	if body.Type.Kind == model.StructOf {
		return "c.Multipart(body.parts)"
	}
	return fmt.Sprintf("c.Multipart(func(f *%sMultipartForm) {\nfor _, key := range slices.Sorted(maps.Keys(body)) {\nv := body[key]\n%s\n}\n})",
		r.pkg.Runtime, sendPart("key", body.Type.Elem, body.Part, "v"))
}

// sendField adds a field of a form if it is set.
func sendField(f *model.Field) string {
	value := "m." + f.Name
	if f.Pointer {
		value = "*" + value
	}
	name := strconv.Quote(f.JSON)
	part := sendPart(name, f.Type, f.Part, value)
	if isSecretString(f) {
		part = sendValue(name, f.Part, fmt.Sprintf("func(e *jsoncodec.Encoder) { %sEncodeSecret(%s, e) }", codecPackage, addressOf(value)))
	}
	if f.Presence == model.Always {
		return part
	}
	unset := "nil"
	if !f.Pointer && f.Type.EmptyIsUnset() {
		unset = `""`
	}
	return fmt.Sprintf("if m.%s != %s {\n%s\n}", f.Name, unset, part)
}

// sendPart adds a value under a name. value is addressable or dereferences a
// pointer.
func sendPart(name string, t *model.Type, part *model.Part, value string) string {
	switch {
	case t.Kind == model.File:
		return fmt.Sprintf("f.File(%s, %q, %s)", name, part.ContentType, value)
	case t.Kind == model.ListOf && t.Elem.Kind == model.File:
		return fmt.Sprintf("f.Files(%s, %q, %s)", name, part.ContentType, value)
	}
	encode := fmt.Sprintf("func(e *jsoncodec.Encoder) { %s }", encodeValue(t, value))
	if t.Kind == model.StructOf {
		encode = strings.TrimPrefix(value, "*") + ".encode"
	}
	return sendValue(name, part, encode)
}

func sendValue(name string, part *model.Part, encode string) string {
	switch {
	case part.Deep:
		return fmt.Sprintf("f.Deep(%s, %s)", name, encode)
	case part.Separator != "":
		return fmt.Sprintf("f.Joined(%s, %q, %q, %s)", name, part.ContentType, part.Separator, encode)
	case part.JSON:
		return fmt.Sprintf("f.JSON(%s, %q, %s)", name, part.ContentType, encode)
	}
	return fmt.Sprintf("f.Value(%s, %q, %s)", name, part.ContentType, encode)
}

// printable is a text of a struct without its secrets.
func (r *renderer) printable(s *model.Struct) string {
	if s.Multipart {
		return r.pkg.Runtime + "PrintableMultipart(m.parts)"
	}
	return codecPackage + "Printable(m.encode)"
}

// partDoc says what the reader of a field of a form has to know.
func partDoc(f *model.Field) string {
	switch {
	case f.Part == nil:
	case f.Type.Leaf().Kind == model.File && f.Part.NeedsType():
		return "Its ContentType is one of " + f.Part.ContentType + "."
	case f.Type.Leaf().Kind == model.File && strings.ContainsAny(f.Part.ContentType, ",*"):
		return "Its ContentType is application/octet-stream by default; it may be one of " + f.Part.ContentType + "."
	case f.Type.Leaf().Kind == model.File && f.Part.ContentType != "":
		return "Its ContentType is " + f.Part.ContentType + " by default."
	case f.Part.JSON:
		return "It is sent as JSON."
	}
	return ""
}

// firstFile is the first file of a form that would else be empty.
func (r *renderer) firstFile(s *model.Struct, inside map[*model.Struct]bool) []string {
	for _, f := range s.Fields {
		if f.Type.Leaf().Kind == model.File {
			return []string{"\n" + f.Name + ": " + r.fieldLiteral(f, nil, inside) + ","}
		}
	}
	return nil
}

// wildcards has an example for each.
var wildcards = strings.NewReplacer("image/*", "image/png", "video/*", "video/mp4", "audio/*", "audio/mpeg", "text/*", "text/plain", "/*", "/octet-stream")

// fileLiteral writes a file, or a list of one, with a media type if it needs one.
func fileLiteral(f *model.Field) string {
	mediaType := ""
	if f.Part != nil && f.Part.NeedsType() {
		first, _, _ := strings.Cut(f.Part.ContentType, ",")
		mediaType = fmt.Sprintf("ContentType: %q, ", wildcards.Replace(strings.TrimSpace(first)))
	}
	value := fmt.Sprintf("{Name: %q, %sContent: strings.NewReader(\"some bytes\")}", f.JSON, mediaType)
	if f.Type.Kind == model.ListOf {
		return "[]gosc.File{" + value + "}"
	}
	return "gosc.File" + value
}
