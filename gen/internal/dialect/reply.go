package dialect

import (
	"strings"

	"github.com/rumpl/gosc/gen/internal/openapi"
)

// Success returns the successful replies, and among them the one whose content
// is the result: the first with content, so 200 and 204 together are a result
// that may be missing.
func Success(all []*openapi.Response) (result *openapi.Response, statuses []string, mayBeEmpty bool) {
	for _, r := range all {
		if !IsSuccess(r.Status) {
			continue
		}
		statuses = append(statuses, r.Status)
		if len(r.Content) == 0 {
			mayBeEmpty = true
			continue
		}
		if result == nil {
			result = r
		}
	}
	return result, statuses, mayBeEmpty
}

// IsSuccess reports whether a status is 200, 201, 202, 204 or 2XX.
func IsSuccess(status string) bool { return len(status) == 3 && strings.HasPrefix(status, "2") }
