package resolve

import (
	"slices"

	"github.com/rumpl/gosc/gen/internal/diag"
	"github.com/rumpl/gosc/gen/internal/dialect"
	"github.com/rumpl/gosc/gen/internal/openapi"
)

// ChooseMedia takes JSON for a body whose media type is a range, such as */*, if its
// schema is one of JSON and not of text or bytes.
func ChooseMedia(doc *openapi.Document, problems *diag.List) {
	r := newResolver(doc, problems)
	for _, op := range doc.Operations {
		if op.Body != nil {
			r.chooseMedia(op.Body.Content)
		}
		for _, reply := range op.Responses {
			r.chooseMedia(reply.Content)
		}
	}
}

func (r *resolver) chooseMedia(content []*openapi.Media) {
	if slices.ContainsFunc(content, func(m *openapi.Media) bool { return dialect.IsPlainJSON(m.Type) }) {
		return
	}
	for _, m := range content {
		if !dialect.MayBeJSON(m.Type) || m.Schema == nil {
			continue
		}
		if t := r.typeName(m.Schema); dialect.IsJSON(m.Type) || t != "" && t != "string" {
			m.Type = "application/json"
			return
		}
	}
}
