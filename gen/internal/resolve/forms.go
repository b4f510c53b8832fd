package resolve

import (
	"maps"
	"slices"

	"github.com/rumpl/gosc/gen/internal/dialect"
	"github.com/rumpl/gosc/gen/internal/model"
	"github.com/rumpl/gosc/gen/internal/openapi"
)

// form makes a body of the members of a form. It reports whether the description
// says what they are: else the caller writes the form. What may be a member is
// checked when all is known, see checkTexts.
func (r *resolver) form(media *openapi.Media, out *model.Body, scope *opScope) bool {
	if media.Schema == nil || dialect.EmptyObject(media.Schema) {
		return false
	}
	t := r.typeOf(media.Schema, place{owner: scope.id + "Request", op: scope})
	if t.Kind != model.StructOf && (t.Kind != model.MapOf || t.Named != nil) {
		return false
	}
	out.Kind, out.Type = model.FormBody, t
	for _, name := range slices.Sorted(maps.Keys(media.Encodings)) {
		e := media.Encodings[name]
		switch {
		case e.Style != "" && e.Style != "form" || e.Explode != nil && !*e.Explode:
			r.problems.Errorf(e.Pos, "encoding", "remove style and explode", "the encoding of %s in a form is not supported", name)
		case e.ContentType != "" && dialect.IsJSON(e.ContentType):
			out.AsJSON = append(out.AsJSON, name)
		case e.ContentType != "" && e.ContentType != "text/plain":
			r.problems.Errorf(e.Pos, "encoding", "use application/json or text/plain", "the content type %s of %s in a form is not supported", e.ContentType, name)
		}
	}
	return true
}
