package oracle

import (
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"slices"
	"strings"

	"github.com/rumpl/gosc/gen/internal/oracle/driver"
)

// planForm makes the members of a form.
func (r *Run) planForm(out *planned, body content, g *generator) error {
	g.text = true
	out.Kind = "form"
	multi := rank(body.media) == 3
	if multi {
		out.Kind = "multipart"
	}
	for range tries {
		form, err := g.instance(body.schema)
		if err != nil {
			return err
		}
		if ok, err := r.setForm(out, body, form, multi); err != nil || ok {
			return err
		}
	}
	return errNone
}

// setForm makes the pairs of a form, and the body for the driver. It reports whether
// there is a way to write the form.
func (r *Run) setForm(out *planned, body content, v any, multi bool) (bool, error) {
	form, ok := v.(map[string]any)
	if !ok {
		return false, nil
	}
	out.want.form = nil
	for _, name := range sortedNames(form) {
		pairs, err := formMember(name, form[name], members(body.encoding[name]), multi)
		if err != nil || slices.ContainsFunc(pairs, pair.ambiguous) {
			return false, err
		}
		out.want.form = append(out.want.form, pairs...)
		if multi {
			form[name] = r.files(form[name], r.property(body.schema, name), text(members(body.encoding[name])["contentType"]))
		}
	}
	var err error
	out.Body, err = json.Marshal(form)
	return true, err
}

// property returns the schema of a member of a form, in whichever part it is.
func (r *Run) property(schema any, name string) any {
	s := r.doc.object(schema)
	if property, ok := members(s["properties"])[name]; ok {
		return property
	}
	for _, part := range list(s["allOf"]) {
		if property := r.property(part, name); property != nil {
			return property
		}
	}
	return s["additionalProperties"]
}

// files replaces the texts that are files by objects, with their media type.
func (r *Run) files(v, schema any, media string) any {
	s := r.doc.object(schema)
	if items, ok := v.([]any); ok {
		out := make([]any, len(items))
		for i, item := range items {
			out[i] = r.files(item, s["items"], media)
		}
		return out
	}
	content, isText := v.(string)
	contains := text(s["contentMediaType"])
	if !isText || text(s["contentEncoding"]) != "" || text(s["format"]) != "binary" && (contains == "" || strings.HasPrefix(contains, "text/plain")) {
		return v
	}
	if media == "" {
		media = contains
	}
	media, _, _ = strings.Cut(media, ",")
	if strings.Contains(media, "*") {
		media = "application/octet-stream"
	}
	return map[string]any{"Content": content, "Type": media}
}

// formMember writes a member of a form as OpenAPI says: JSON if its encoding or its
// value says so, and elements of lists one after the other.
func formMember(name string, v any, encoding map[string]any, multi bool) ([]pair, error) {
	if isJSON(text(encoding["contentType"])) {
		return []pair{{name, []any{v}, "json"}}, nil
	}
	if multi && encoding["style"] == nil && encoding["explode"] == nil {
		var out []pair
		items, isList := v.([]any)
		if !isList {
			items = []any{v}
		}
		for _, item := range items {
			sep := ""
			switch item.(type) {
			case map[string]any, []any:
				sep = "json"
			}
			out = append(out, pair{name, []any{item}, sep})
		}
		return out, nil
	}
	p := parameter{name: name, style: text(encoding["style"])}
	if p.style == "" {
		p.style = "form"
	}
	explode, given := encoding["explode"].(bool)
	p.explode = given && explode || !given && p.style == "form"
	if _, isObject := v.(map[string]any); isObject && p.style == "form" {
		return nil, errNone
	}
	return inQuery(p, v), nil
}

// parts compares the parts of a multipart form.
func (j *judge) parts(want []pair, sent driver.Sent) {
	_, params, err := mime.ParseMediaType(sent.Header.Get("Content-Type"))
	if err != nil {
		j.same(false, "form encoding", "%v", err)
		return
	}
	var got [][2]string
	reader := multipart.NewReader(strings.NewReader(string(sent.Body)), params["boundary"])
	for {
		part, err := reader.NextPart()
		if err == io.EOF { //nolint:errorlint // that is what NextPart returns
			break
		}
		if err != nil {
			j.same(false, "form encoding", "%v in %.600q", err, sent.Body)
			return
		}
		data, _ := io.ReadAll(part)
		got = append(got, [2]string{part.FormName(), string(data)})
	}
	for _, p := range want {
		i := slices.IndexFunc(got, func(g [2]string) bool { return g[0] == p.name })
		if i < 0 {
			j.same(false, "form lost", "want %q in %.600q", p, sent.Body)
			continue
		}
		j.same(p.matchesText(got[i][1]), "form changed", "want %q, got %q", p, got[i][1])
		got = slices.Delete(got, i, i+1)
	}
	j.same(len(got) == 0, "form added", "%q", got)
}
