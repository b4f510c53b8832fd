package render

import (
	"slices"
	"strings"
	"text/template"

	"github.com/rumpl/gosc/gen/internal/model"
)

func (r *renderer) pageFuncs() template.FuncMap {
	return template.FuncMap{
		"pageText": pageText, "markdown": markdown, "cell": cell, "anchor": anchor, "sentence": sentence, "paragraphs": paragraphs,
		"link": r.link, "typeLink": r.typeLink, "signature": r.signature, "jsonExample": jsonExample, "statuses": statuses,
		"example": r.example, "iteratorExample": r.iteratorExample,
		"deprecatedText": deprecatedText,
		"firstOf":        func(doc string) []string { return []string{firstSentence(doc)} },
		"cellCode":       func(text string) string { return strings.ReplaceAll(text, "|", `\|`) },
		"pageFile":       r.pageFile,
		"bodyLink":       r.bodyLink,
		"paramLink":      r.paramLink,
		"resultText":     r.resultText,
		"hasRequired":    hasRequired,
	}
}

// pageFile is the page of the service that an operation belongs to.
func (r *renderer) pageFile(op *model.Operation) string {
	for _, s := range r.pkg.Services {
		if slices.Contains(s.Ops, op) {
			return r.pages[s.Field]
		}
	}
	return ""
}

func (r *renderer) bodyLink(body *model.Body) string {
	switch {
	case body.Kind == model.RawBody && body.ContentType == "":
		return "`io.Reader`, with its `contentType` before it"
	case body.Kind == model.RawBody:
		return "`io.Reader`"
	}
	return r.typeLink(body.Type, false)
}

func (r *renderer) paramLink(p *model.Param) string {
	if optionalName(p.Type) != "" {
		return "`" + paramType(p) + "`"
	}
	return r.typeLink(p.Type, p.Type.Kind == model.EnumOf && !p.Type.EmptyIsUnset())
}

func (r *renderer) resultText(op *model.Operation) string {
	text := ""
	switch op.Result.Kind {
	case model.Empty:
		return "nothing but the status"
	case model.RawReply:
		text = "`[]byte`, unchanged"
	default:
		text = r.typeLink(op.Result.Type, false)
	}
	if op.Result.MayEmpty {
		text += ", zero if there is no content"
	}
	return text
}

func hasRequired(op *model.Operation) bool {
	return slices.ContainsFunc(op.Params, func(p *model.Param) bool { return p.Required })
}
