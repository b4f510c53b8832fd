// Package pathescape fills the parameters of a path template.
package pathescape

import (
	"net/url"
	"strings"
)

// Segment returns a value as one segment of a path. url.PathEscape does not escape
// dots, but servers and proxies resolve "." and "..", so dots are escaped wherever
// they could form such a segment.
func Segment(value string) string {
	if isPlain(value) {
		return value
	}
	escaped := url.PathEscape(value)
	if strings.Trim(value, ".") == "" || strings.ContainsAny(value, `/\`) {
		escaped = strings.ReplaceAll(escaped, ".", "%2E")
	}
	return escaped
}

// isPlain reports whether a value consists of letters, digits and hyphens, like the
// ids of the API, and so needs no escaping.
func isPlain(value string) bool {
	for i := range len(value) {
		c := value[i]
		if (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}

// Arg is the value of a path parameter.
type Arg struct {
	Name, Value string
	Escaped     bool // the value is already escaped
}

// List returns values as segments that are joined by a separator, which is not
// escaped.
func List(values []string, separator string) string {
	escaped := make([]string, len(values))
	for i, value := range values {
		escaped[i] = Segment(value)
	}
	return strings.Join(escaped, separator)
}

// Append appends a prefix unchanged, and a path template with its parameters
// replaced. What no path may have, such as a space, is escaped in the template: the
// URL would be escaped as a whole otherwise, without what is escaped in the values. It
// returns the name of the first parameter without a value, if any.
func Append(dst []byte, prefix, template string, args []Arg) (path []byte, missing string) {
	dst = append(dst, prefix...)
	for {
		open := strings.IndexByte(template, '{')
		if open < 0 {
			return appendLiteral(dst, template), ""
		}
		length := strings.IndexByte(template[open:], '}')
		if length < 0 {
			return appendLiteral(dst, template), ""
		}
		dst = appendLiteral(dst, template[:open])
		name := template[open+1 : open+length]
		arg, ok := lookup(args, name)
		if !ok {
			return dst, name
		}
		if !arg.Escaped {
			arg.Value = Segment(arg.Value)
		}
		dst = append(dst, arg.Value...)
		template = template[open+length+1:]
	}
}

// appendLiteral appends a part of a template, which may be escaped already.
func appendLiteral(dst []byte, text string) []byte {
	plain := 0 // where what is not copied yet begins
	for i := range len(text) {
		if c := text[i]; !inPath[c] {
			dst = append(append(dst, text[plain:i]...), '%', upperHex[c>>4], upperHex[c&15])
			plain = i + 1
		}
	}
	return append(dst, text[plain:]...)
}

const upperHex = "0123456789ABCDEF"

// inPath are the bytes that a path may have.
var inPath = func() (out [256]bool) {
	for _, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/%[]") {
		out[c] = true
	}
	return out
}()

func lookup(args []Arg, name string) (Arg, bool) {
	for _, arg := range args {
		if arg.Name == name {
			return arg, true
		}
	}
	return Arg{}, false
}
