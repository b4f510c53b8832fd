package oracle

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// expected is a request as the description says that it is written.
type expected struct {
	method string
	path   string // template, with the values in it
	query  []pair // in any order, but that of pairs with the same name counts
	header []pair
	body   *content
	value  any    // of the body
	form   []pair // of the body
}

// pair is a name and a value of a query. Lists that are joined by a separator are kept
// apart, because an escaped separator in an element is none.
type pair struct {
	name  string
	items []any
	sep   string // between the items, "" for one value, "json" for JSON
}

// expect writes the request of an operation with these values.
func expect(op operation, values map[string]any) (expected, error) {
	path, query, _ := strings.Cut(op.path, "?")
	out := expected{method: op.method, path: path}
	fixed, err := url.ParseQuery(query)
	if err != nil {
		return out, err
	}
	for name, list := range fixed {
		for _, v := range list {
			out.query = append(out.query, pair{name, []any{v}, ""})
		}
	}
	for _, p := range op.parameters {
		v, ok := values[p.in+":"+p.name]
		if !ok {
			continue
		}
		if p.media != "" {
			out.query = append(out.query, pair{p.name, []any{v}, "json"})
			continue
		}
		switch p.in {
		case "path":
			out.path = strings.ReplaceAll(out.path, "{"+p.name+"}", inPath(p, v))
		case "query":
			out.query = append(out.query, inQuery(p, v)...)
		case "header":
			out.header = append(out.header, pair{http.CanonicalHeaderKey(p.name), flat(v), ","})
		}
	}
	return out, nil
}

// plainText is a scalar as it stands in a path or a query.
func plainText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return string(v)
	case bool:
		return fmt.Sprint(v)
	}
	data, _ := json.Marshal(v)
	return string(data)
}

// flat is a value as the items of a list: the members of an object are names and values.
func flat(v any) []any {
	switch v := v.(type) {
	case []any:
		return v
	case map[string]any:
		var out []any
		for _, name := range sortedNames(v) {
			out = append(out, name, v[name])
		}
		return out
	}
	return []any{v}
}

func inPath(p parameter, v any) string {
	var items []string
	for _, item := range flat(v) {
		items = append(items, escape(plainText(item)))
	}
	switch p.style {
	case "label":
		if p.explode {
			return "." + strings.Join(items, ".")
		}
		return "." + strings.Join(items, ",")
	case "matrix":
		if p.explode {
			return ";" + p.name + "=" + strings.Join(items, ";"+p.name+"=")
		}
		return ";" + p.name + "=" + strings.Join(items, ",")
	}
	return strings.Join(items, ",")
}

// escape leaves only the unreserved characters of RFC 3986, as RFC 6570 says.
func escape(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func inQuery(p parameter, v any) []pair {
	switch v := v.(type) {
	case []any:
		if !p.explode {
			return []pair{pair{p.name, flat(v), map[string]string{"spaceDelimited": " ", "pipeDelimited": "|"}[p.style]}.joined()}
		}
		var out []pair
		for _, item := range flat(v) {
			out = append(out, pair{p.name, []any{item}, ""})
		}
		return out
	case map[string]any:
		if !p.explode {
			return []pair{pair{p.name, flat(v), ""}.joined()}
		}
		var out []pair
		for _, name := range sortedNames(v) {
			key := name
			if p.style == "deepObject" {
				key = p.name + "[" + name + "]"
			}
			for _, item := range flat(v[name]) {
				out = append(out, pair{key, []any{item}, ""})
			}
		}
		return out
	}
	return []pair{{p.name, []any{v}, ""}}
}

// joined sets the separator that a list has without another one.
func (p pair) joined() pair {
	if p.sep == "" {
		p.sep = ","
	}
	return p
}

// matches reports whether a raw value of a query is that of the pair. A separator that
// is escaped separates nothing.
func (p pair) matches(raw string) bool {
	if p.sep != "," {
		return p.matchesText(unescaped(raw))
	}
	items := strings.Split(raw, ",")
	for i := range items {
		items[i] = unescaped(items[i])
	}
	return slices.EqualFunc(p.items, items, sameText)
}

// matchesText does the same for a text in which nothing is escaped.
func (p pair) matchesText(text string) bool {
	switch p.sep {
	case "":
		return sameText(p.items[0], text)
	case "json":
		got, err := parse([]byte(text))
		return err == nil && len(compare(toServer, "", p.items[0], got)) == 0
	}
	return slices.EqualFunc(p.items, strings.Split(text, p.sep), sameText)
}

// ambiguous reports whether an item contains the separator, which nothing escapes in
// a part of a form.
func (p pair) ambiguous() bool {
	return p.sep != "" && p.sep != "json" && slices.ContainsFunc(p.items, func(item any) bool { return strings.Contains(plainText(item), p.sep) })
}

// sameText reports whether a text is that of a scalar. Numbers and times may be written
// in more than one way.
func sameText(want any, got string) bool {
	if number, ok := want.(json.Number); ok {
		return sameNumber(number, json.Number(got))
	}
	text := plainText(want)
	return text == got || sameTime(text, got)
}

func unescaped(raw string) string {
	text, err := url.QueryUnescape(raw)
	if err != nil {
		return "not escaped: " + raw
	}
	return text
}
