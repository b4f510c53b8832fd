package v1alpha2

import (
	"strings"
	"time"

	"github.com/rumpl/gosc/emulator/internal/front"
	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/state"
)

func (a *api) issueJWT(r *request) (any, error) {
	scope, id := scopeOf(&r.query)
	expires := timeOf(&r.query, "expiration_date")
	if err := r.query.Err(); err != nil {
		return nil, err
	}
	switch scope {
	case "namespace_id":
		return view(token)(a.platform.IssueNamespaceJWT(everything, id, expires))
	case "container_id":
		return view(token)(a.platform.IssueApplicationJWT(state.Container, id, expires))
	default:
		return view(token)(a.platform.IssueApplicationJWT(state.Function, id, expires))
	}
}

// scopeOf reads the one parameter that says what a token is for.
func scopeOf(q *front.Query) (name, id string) {
	count := 0
	for _, parameter := range []string{"function_id", "container_id", "namespace_id"} {
		if value := q.Text(parameter); value != "" {
			name, id = parameter, value
			count++
		}
	}
	switch count {
	case 0:
		q.Reject("scope", platform.ReasonRequired, "one of function_id, container_id and namespace_id is required")
	case 1:
	default:
		q.Reject("scope", platform.ReasonConstraint, "only one of function_id, container_id and namespace_id is possible")
	}
	return name, id
}

// timeOf reads a date in RFC 3339; the zero time if it is absent. A plus sign
// that the client did not escape arrives as a space.
func timeOf(q *front.Query, name string) time.Time {
	text := q.Text(name)
	if text == "" {
		return time.Time{}
	}
	value, err := time.Parse(time.RFC3339, strings.ReplaceAll(text, " ", "+"))
	if err != nil {
		q.Reject(name, platform.ReasonFormat, "must be a date and time in RFC 3339")
	}
	return value
}
