package presign

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// signedNames lists the signed headers in the order of the canonical request.
func signedNames(header map[string]string) []string {
	return slices.Sorted(func(yield func(string) bool) {
		if !yield("host") {
			return
		}
		maps.Keys(header)(yield)
	})
}

// canonicalRequest is the text that is signed. rawQuery is the query without
// its signature.
func canonicalRequest(req Request, rawQuery string, names []string) string {
	var b strings.Builder
	b.WriteString(req.Method + "\n" + escape(req.Path, true) + "\n")
	pairs := strings.Split(rawQuery, "&")
	slices.Sort(pairs)
	b.WriteString(strings.Join(pairs, "&") + "\n")
	for _, name := range names {
		value := req.Header[name]
		if name == "host" {
			value = req.Host
		}
		b.WriteString(name + ":" + strings.TrimSpace(value) + "\n")
	}
	b.WriteString("\n" + strings.Join(names, ";") + "\nUNSIGNED-PAYLOAD")
	return b.String()
}

// unsignedQuery drops the signature, and nothing else: whatever was added to
// the query must make the signature wrong.
func unsignedQuery(raw string) string {
	pairs := strings.Split(raw, "&")
	return strings.Join(slices.DeleteFunc(pairs, func(pair string) bool {
		return strings.HasPrefix(pair, "X-Amz-Signature=")
	}), "&")
}

// headerValues collects the signed headers of a request. net/http keeps the
// length apart from the other headers.
func headerValues(r *http.Request, names []string) map[string]string {
	values := make(map[string]string, len(names))
	for _, name := range names {
		if name == "content-length" {
			values[name] = strconv.FormatInt(r.ContentLength, 10)
			continue
		}
		values[name] = strings.Join(r.Header.Values(name), ",")
	}
	return values
}

// escape encodes everything but RFC 3986's unreserved characters, and slashes
// if they separate path segments.
func escape(s string, path bool) string {
	const hexDigits = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9',
			c == '-', c == '_', c == '.', c == '~', path && c == '/':
			b.WriteByte(c)
		default:
			b.WriteString("%" + string(hexDigits[c>>4]) + string(hexDigits[c&15]))
		}
	}
	return b.String()
}
