package resolve

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/rumpl/gosc/gen/internal/dialect"
	"github.com/rumpl/gosc/gen/internal/model"
	"github.com/rumpl/gosc/gen/internal/names"
	"github.com/rumpl/gosc/gen/internal/openapi"
)

// result decides what an operation returns.
func (r *resolver) result(op *openapi.Operation, prefix string) model.Result {
	out := model.Result{}
	var full, empty []*openapi.Response
	for _, reply := range dialect.Successes(op.Responses) {
		out.Statuses = append(out.Statuses, reply.Status)
		if len(reply.Content) == 0 {
			empty = append(empty, reply)
		} else {
			full = append(full, reply)
		}
	}
	if len(out.Statuses) == 0 {
		r.problems.Oddf(op.Pos, "responses", "it returns nothing but the status", "%s has no successful reply", op.ID)
	}
	if len(full) == 0 || op.Method == http.MethodHead {
		return out // a reply to HEAD has no body, whatever is described
	}
	if slices.ContainsFunc(full[1:], func(other *openapi.Response) bool { return !sameContent(full[0], other) }) {
		return r.byStatus(op, prefix, full, empty, out)
	}
	out.Empty = emptyStatuses(full, empty)
	out.Optional = full[0].Status == "default"
	out.MayEmpty = len(empty) > 0 || out.Optional
	media := dialect.Preferred(full[0].Content)
	out.Example = media.Example
	if dialect.IsJSON(media.Type) && !dialect.IsPlainJSON(media.Type) {
		out.Accept = media.Type
	}
	out.Type = r.replyType(media, place{owner: prefix + "Response", op: &opScope{id: prefix}})
	switch {
	case out.Type == nil:
		out.Kind, out.Accepts = model.RawReply, rawAccept(full)
	case out.Type.Kind == model.StructOf:
		out.Kind = model.StructJSON
	default:
		out.Kind = model.ValueJSON
	}
	return out
}

// rawAccept is the media types of bytes, nil if any will do.
func rawAccept(full []*openapi.Response) []string {
	var out []string
	for _, reply := range full {
		for _, media := range reply.Content {
			if dialect.MayBeJSON(media.Type) {
				return nil
			}
			if !slices.Contains(out, media.Type) {
				out = append(out, media.Type)
			}
		}
	}
	return append(out, "*/*;q=0.1") // errors come in another type
}

// replyType is the type of the JSON of a reply, nil for bytes.
func (r *resolver) replyType(media *openapi.Media, at place) *model.Type {
	if dialect.IsBinary(media) {
		return nil
	}
	if media.Schema == nil {
		return &model.Type{Kind: model.Any}
	}
	return r.typeOf(media.Schema, at)
}

// sameContent reports whether two replies are decoded in the same way.
func sameContent(a, b *openapi.Response) bool {
	x, y := dialect.Preferred(a.Content), dialect.Preferred(b.Content)
	if dialect.IsBinary(x) || dialect.IsBinary(y) {
		return dialect.IsBinary(x) && dialect.IsBinary(y)
	}
	return same(x.Schema, y.Schema)
}

// emptyStatuses returns the statuses that have no content, besides 204. If all do that
// are not described otherwise, it returns those that have, which Except says.
func emptyStatuses(full, empty []*openapi.Response) model.StatusSet {
	var out model.StatusSet
	isRange := func(reply *openapi.Response) bool { return dialect.IsRange(reply.Status) }
	of := empty
	if slices.ContainsFunc(empty, isRange) {
		out.Except, of = true, full
	}
	for _, reply := range of {
		if code := statusCode(reply); code != 0 && code != http.StatusNoContent {
			out.Codes = append(out.Codes, code)
		}
	}
	return out
}

// statusCode is the status of a reply, 0 if it stands for several.
func statusCode(reply *openapi.Response) int {
	code, _ := strconv.Atoi(reply.Status)
	return code
}

// byStatus makes the result of an operation whose replies differ: a struct with a
// field for each status.
func (r *resolver) byStatus(op *openapi.Operation, prefix string, full, empty []*openapi.Response, out model.Result) model.Result {
	s := &model.Struct{
		Name: r.take(op.Pos, "the result of "+op.ID, prefix+"Result", prefix+"Reply"), Pos: op.Pos, Replies: &model.Replies{},
	}
	s.File = r.files.Take(names.File("model", s.Name))
	r.out.Structs = append(r.out.Structs, s)
	var accept []string
	known := false // what any other status has
	for _, reply := range full {
		media := dialect.Preferred(reply.Content)
		if !slices.Contains(accept, media.Type) {
			accept = append(accept, media.Type)
		}
		f := r.replyField(reply, media, prefix, len(s.Fields) == 0)
		s.Fields = append(s.Fields, f)
		s.Replies.Cases = append(s.Replies.Cases, &model.ReplyCase{Code: statusCode(reply), Field: f, Bytes: dialect.IsBinary(media)})
		known = known || statusCode(reply) == 0
	}
	for _, reply := range empty {
		s.Replies.Cases = append(s.Replies.Cases, &model.ReplyCase{Code: statusCode(reply)})
		known = known || statusCode(reply) == 0
	}
	slices.SortStableFunc(s.Replies.Cases, func(a, b *model.ReplyCase) int { return rangeLast(a) - rangeLast(b) })
	if !known {
		raw := &model.Field{Name: "Raw", Type: &model.Type{Kind: model.Bytes}, Pos: op.Pos, Doc: "Body of a reply with a status that is not described."}
		s.Fields = append(s.Fields, raw)
		s.Replies.Cases = append(s.Replies.Cases, &model.ReplyCase{Field: raw, Bytes: true})
	}
	out.Kind, out.Type = model.ByStatus, &model.Type{Kind: model.StructOf, Struct: s}
	out.Accepts = accept
	return out
}

func rangeLast(c *model.ReplyCase) int {
	if c.Code == 0 {
		return 1
	}
	return 0
}

// replyField is the field of the reply with a status.
func (r *resolver) replyField(reply *openapi.Response, media *openapi.Media, prefix string, first bool) *model.Field {
	name := "Other"
	if code := statusCode(reply); code != 0 {
		if name = names.Exported(http.StatusText(code)); name == "" {
			name = "Status" + reply.Status
		}
	}
	owner := prefix + name + "Response"
	if first {
		owner = prefix + "Response"
	}
	t := r.replyType(media, place{owner: owner, op: &opScope{id: prefix}})
	if t == nil {
		t = &model.Type{Kind: model.Bytes}
	}
	doc := firstNonEmpty(reply.Description, "The reply with the status "+reply.Status+".")
	return &model.Field{Name: name, JSON: reply.Status, Type: t, Pointer: !t.HasNil(), Presence: model.OmitUnset, Doc: doc, Pos: reply.Pos}
}
