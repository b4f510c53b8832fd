package gosc

import (
	"net/url"
	"strings"
)

// escapeSegment makes a value one segment of a path. url.PathEscape leaves dots
// alone, and servers and proxies resolve "." and ".." although they stand for an
// id, so dots are escaped where they could be taken for such a segment.
func escapeSegment(value string) string {
	escaped := url.PathEscape(value)
	if strings.Trim(value, ".") == "" || strings.ContainsAny(value, `/\`) {
		escaped = strings.ReplaceAll(escaped, ".", "%2E")
	}
	return escaped
}

// expandPath fills the parameters of a path template. It returns the name of the
// first parameter without a value, if there is one.
func expandPath(template string, args []pathArg) (path, missing string) {
	var out strings.Builder
	for {
		open := strings.IndexByte(template, '{')
		if open < 0 {
			out.WriteString(template)
			return out.String(), ""
		}
		length := strings.IndexByte(template[open:], '}')
		if length < 0 {
			out.WriteString(template)
			return out.String(), ""
		}
		out.WriteString(template[:open])
		name := template[open+1 : open+length]
		value, ok := lookupPathArg(args, name)
		if !ok {
			return "", name
		}
		out.WriteString(escapeSegment(value))
		template = template[open+length+1:]
	}
}

type pathArg struct{ name, value string }

func lookupPathArg(args []pathArg, name string) (string, bool) {
	for _, arg := range args {
		if arg.name == name {
			return arg.value, true
		}
	}
	return "", false
}
