package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rumpl/gosc/gen/internal/dialect"
	"github.com/rumpl/gosc/gen/internal/model"
	"github.com/rumpl/gosc/gen/internal/names"
)

// This file writes the comments of generated code.

func clientDoc(p *model.Package) []string {
	what := "the API"
	if p.Title != "" {
		what = p.Title
	}
	if p.Version != "" {
		what += ", version " + p.Version
	}
	return []string{"APIClient is a client of " + what + ". [NewAPIClient] returns one. It is safe for concurrent use."}
}

func (r *renderer) serviceDoc(s *model.Service) []string {
	which := "without a tag"
	if s.Tag != "" {
		which = fmt.Sprintf("of the tag %q", s.Tag)
	}
	out := []string{fmt.Sprintf("%s has the operations %s. Every reply that is not a success is a [%sGenericOpenAPIError]. "+
		"The comments of the operations list only errors that are special to them.", s.Type, which, r.pkg.Runtime)}
	return deprecate(append(out, paragraphs(s.Doc)...), s.Successor != "", s.Successor)
}

// usualErrors are the statuses that any operation may return. Their descriptions say
// nothing specific about the operation.
var usualErrors = wordSet("400 401 403 404 429 500 502 503 504 default 4XX 5XX")

func (r *renderer) operationDoc(op *model.Operation) []string {
	out := []string{operationSummary(op)}
	for _, p := range paragraphs(op.Doc) {
		if sentence(p) != sentence(op.Summary) {
			out = append(out, p)
		}
	}
	out = append(out, op.Method+" "+op.Path)
	if n := len(op.PathParams); n > 0 && op.PathParams[0].Region {
		out[len(out)-1] += fmt.Sprintf("; an empty region means [%sConfiguration.Region].", r.pkg.Runtime)
	}
	if op.Body != nil && op.Body.Kind == model.RawBody && op.Body.ContentType == "" {
		if dialect.IsMultipart(op.Body.Media) {
			out = append(out, "The body is multipart: write it with a multipart.Writer, whose FormDataContentType is the content type.")
		} else {
			out = append(out, "The content type is one of "+op.Body.Media+".")
		}
	}
	if op.Body != nil && op.Body.Kind == model.MultipartBody {
		out = append(out, fmt.Sprintf("The body is sent as multipart/form-data. A [%sFile] says how files are sent.", r.pkg.Runtime))
	}
	var special []string
	for _, e := range op.Errors {
		if !usualErrors[e.Status] {
			special = append(special, "- "+strings.TrimSpace(e.Status+": "+firstSentence(e.Doc)))
		}
	}
	if len(special) > 0 {
		out = append(append(out, "Errors:"), special...)
	}
	return deprecate(out, op.Deprecated, op.Successor)
}

func (r *renderer) iteratorDoc(op *model.Operation) []string {
	return []string{fmt.Sprintf("%s walks over all pages of %s, from params.%s on, and requests each page when it is needed. "+
		"The first error is yielded once and ends it; see [%sListPages]. To delete elements, collect them first: a deletion moves the "+
		"others to earlier pages.", op.List.Name, op.Name, op.List.Page, r.pkg.Runtime)}
}

func (r *renderer) waiterDoc(op *model.Operation) []string {
	return []string{fmt.Sprintf("%s calls %s until the status is no longer transient (a value that ends in \"ing\"). For the statuses "+
		"\"error\" and \"locked\" it returns the %s and a [%sStatusError]. It stops at once when ctx ends.", op.Waiter.Name, op.Name, op.Result.Type.Go(), r.pkg.Runtime)}
}

func (r *renderer) andWaitDoc(op *model.Operation) []string {
	text := fmt.Sprintf("%s calls %s and waits, starting with its reply, until the status is no longer transient. For the statuses "+
		"\"error\" and \"locked\" it returns the %s and a [%sStatusError].", op.AndWait.Name, op.Name, op.Result.Type.Go(), r.pkg.Runtime)
	if isDeploy(op) {
		text = fmt.Sprintf("%s calls %s and waits, starting with its reply, until the status is \"ready\". If it ends in any other status, "+
			"it returns the %s and a [%sDeployError].", op.AndWait.Name, op.Name, op.Result.Type.Go(), r.pkg.Runtime)
	}
	if op.AndWait.Changes {
		text += " A final status in that reply may be from before the change, so it polls at least once more."
	}
	return deprecate([]string{text + " It stops at once when ctx ends."}, op.Deprecated, op.Successor)
}

func (r *renderer) waiterDeletedDoc(op *model.Operation) []string {
	return []string{fmt.Sprintf("%s calls %s until it returns [%sErrNotFound]. It stops at once when ctx ends.", op.Waiter.DeletedName, op.Name, r.pkg.Runtime)}
}

func paramDoc(p *model.Param) []string {
	out := paragraphs(p.Doc)
	if p.Required {
		out = append(out, "Required.")
	}
	if p.Config != "" {
		out = append(out, "Empty: "+configName(p.Config)+".")
	}
	if p.Default != nil && !mentionsDefault(p.Doc) {
		out = append(out, fmt.Sprintf("Default %v.", p.Default))
	}
	if p.Group != "" {
		out = append(out, "At most one of the group "+quoteDoc(p.Group)+" may be set.")
	}
	return deprecate(joinShort(out), p.Deprecated, "")
}

func structDoc(s *model.Struct) []string {
	fallback := "is an object of the API."
	if s.Multipart {
		fallback = "is the body of a request, a multipart form."
	} else if s.Usage.Request && !s.Usage.Reply {
		fallback = "is the body of a request, or a part of one."
	}
	out := typeDoc(s.Name, s.Doc, fallback)
	if s.Alternatives {
		out = append(out, "It is one of several objects and has the fields of all: what only some of them have is not set in the others.")
	}
	return deprecate(out, s.Deprecated, s.Successor)
}

// repliesDoc says how the result of an operation depends on the status.
func repliesDoc(s *model.Struct) []string {
	return []string{s.Name + " is the result of an operation whose reply depends on the status. The field of the status is set, if it has content."}
}

func collectionDoc(c *model.Collection) []string {
	return deprecate(typeDoc(c.Name, c.Doc, "contains values of its own type."), c.Deprecated, c.Successor)
}

// presenceDoc returns the sentence in the comment of MarshalJSON on what happens to unset fields.
func presenceDoc(s *model.Struct) string {
	for _, f := range s.Fields {
		if f.Presence == model.OmitUnset {
			return " without its unset fields"
		}
	}
	return " with all its fields"
}

func fieldDoc(s *model.Struct, f *model.Field) []string {
	out := paragraphs(f.Doc)
	if f.Default != nil && !mentionsDefault(f.Doc) && isScalar(f.Default) {
		out = append(out, fmt.Sprintf("Default %v.", f.Default))
	}
	switch {
	case f.Group == "":
	case slices.ContainsFunc(s.Fields, func(other *model.Field) bool { return other.Group == f.Group && other.OneOf }):
		out = append(out, "Exactly one of the group "+quoteDoc(f.Group)+" must be set.")
	default:
		out = append(out, "At most one of the group "+quoteDoc(f.Group)+" may be set.")
	}
	if f.JSON != "" && f.Type.Leaf().Kind == model.Raw {
		out = append(out, "Raw JSON of one of several types.")
	}
	if f.Config != "" {
		out = append(out, "Empty: "+configName(f.Config)+".")
	}
	if text := partDoc(f); text != "" {
		out = append(out, text)
	}
	if f.ThreeState {
		out = append(out, "The zero value is not sent, jsoncodec.Null is sent as null.")
	}
	return deprecate(joinShort(out), f.Deprecated, f.Successor)
}

func enumDoc(e *model.Enum) []string {
	return typeDoc(e.Name, e.Doc, "is one of a list of values.")
}

func valueDoc(v model.EnumValue) []string { return paragraphs(v.Doc) }

func deprecate(list []string, deprecated bool, successor string) []string {
	if !deprecated {
		return list
	}
	if successor == "" {
		successor = "the API description marks it as deprecated"
	}
	return append(list, "Deprecated: "+sentence(firstOf(paragraphs(successor))))
}

func firstOf(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// joinShort appends the short additions to the first paragraph.
func joinShort(list []string) []string {
	if len(list) < 2 || strings.HasPrefix(list[0], "- ") {
		return list
	}
	out := []string{sentence(list[0])}
	for _, p := range list[1:] {
		if len(p) > 80 || strings.HasPrefix(p, "- ") || len(out) > 1 {
			out = append(out, p)
			continue
		}
		out[0] = sentence(out[0]) + " " + p
	}
	return out
}

func mentionsDefault(doc string) bool { return strings.Contains(strings.ToLower(doc), "default") }

func isScalar(v any) bool {
	switch v.(type) {
	case map[string]any, []any:
		return false
	}
	return true
}

func quoteDoc(s string) string { return "\"" + strings.Join(strings.Fields(s), " ") + "\"" }

// configName returns the member of the Configuration that x-configuration names.
func configName(member string) string { return "Configuration." + names.Exported(member) }
