package dialect

import (
	"strings"

	"github.com/rumpl/gosc/gen/internal/openapi"
)

// Successes returns the successful replies: those of 200 to 299, else the default one
// if it has content, which covers them then.
func Successes(all []*openapi.Response) []*openapi.Response {
	var out, rest []*openapi.Response
	for _, r := range all {
		switch {
		case IsSuccess(r.Status):
			out = append(out, r)
		case r.Status == "default" && len(r.Content) > 0:
			rest = append(rest, r)
		}
	}
	if len(out) == 0 {
		return rest
	}
	return out
}

// IsSuccess reports whether a status is 200, 201, 202, 204 or 2XX.
func IsSuccess(status string) bool { return len(status) == 3 && strings.HasPrefix(status, "2") }

// IsRange reports whether a status stands for several: 2XX or default.
func IsRange(status string) bool {
	return strings.HasSuffix(strings.ToUpper(status), "XX") || status == "default"
}
