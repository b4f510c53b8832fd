// Package pathescape fills the parameters of a path template.
package pathescape

import (
	"net/url"
	"strings"
)

// Segment returns a value as one segment of a path. url.PathEscape leaves dots
// alone, but servers and proxies resolve "." and "..", so dots are escaped
// wherever they could be taken for such a segment.
func Segment(value string) string {
	escaped := url.PathEscape(value)
	if strings.Trim(value, ".") == "" || strings.ContainsAny(value, `/\`) {
		escaped = strings.ReplaceAll(escaped, ".", "%2E")
	}
	return escaped
}

// Arg is the value of a path parameter.
type Arg struct{ Name, Value string }

// Append appends a prefix as it is, and a path template with its parameters filled
// in. It returns the name of the first parameter without a value, if there is one.
func Append(dst []byte, prefix, template string, args []Arg) (path []byte, missing string) {
	dst = append(dst, prefix...)
	for {
		open := strings.IndexByte(template, '{')
		if open < 0 {
			return append(dst, template...), ""
		}
		length := strings.IndexByte(template[open:], '}')
		if length < 0 {
			return append(dst, template...), ""
		}
		dst = append(dst, template[:open]...)
		name := template[open+1 : open+length]
		value, ok := lookup(args, name)
		if !ok {
			return dst, name
		}
		dst = append(dst, Segment(value)...)
		template = template[open+length+1:]
	}
}

func lookup(args []Arg, name string) (string, bool) {
	for _, arg := range args {
		if arg.Name == name {
			return arg.Value, true
		}
	}
	return "", false
}
