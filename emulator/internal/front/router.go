package front

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

type route struct {
	method   string
	segments []string // "{name}" is a parameter
	handle   Handler
}

// Router matches the escaped path, segment by segment, and never redirects. So an id
// may contain a slash, or be "..", and is still treated as an id.
type Router struct {
	routes []route
}

// Add adds a route. A segment "{name}" of the pattern is a parameter.
func (rt *Router) Add(method, pattern string, handle Handler) {
	rt.routes = append(rt.routes, route{method: method, segments: strings.Split(pattern, "/"), handle: handle})
}

// Find returns the handler of a request and the parameters of its path, or nil.
func (rt *Router) Find(r *http.Request) (Handler, map[string]string) {
	segments := joinBase(strings.Split(r.URL.EscapedPath(), "/"))
	for i := range rt.routes {
		route := &rt.routes[i]
		if route.method != r.Method {
			continue
		}
		if params, ok := route.match(segments); ok {
			return route.handle, params
		}
	}
	return nil, nil
}

// joinBase removes the empty segments that result from a base address that ends with
// a slash, or from a path that is joined to it with two: those at the beginning and
// those after the region. Anywhere else an empty segment is an empty id, which is not
// a route.
func joinBase(segments []string) []string {
	const region = 4 // "", functions, v1alpha2, regions, fr-par
	segments = dropEmpty(segments, 1)
	if len(segments) > region && segments[region] != "" {
		segments = dropEmpty(segments, region+1)
	}
	return segments
}

// dropEmpty deletes the empty segments from index at on, up to the first one
// that is not empty. The last segment stays.
func dropEmpty(segments []string, at int) []string {
	end := at
	for end < len(segments)-1 && segments[end] == "" {
		end++
	}
	if end == at {
		return segments
	}
	return slices.Delete(segments, at, end)
}

func (r *route) match(segments []string) (map[string]string, bool) {
	if len(segments) != len(r.segments) {
		return nil, false
	}
	params := map[string]string{}
	for i, want := range r.segments {
		got, err := url.PathUnescape(segments[i])
		if err != nil {
			return nil, false
		}
		switch name, isParam := strings.CutPrefix(want, "{"); {
		case isParam && got != "":
			params[strings.TrimSuffix(name, "}")] = got
		case isParam || got != want:
			return nil, false
		}
	}
	return params, true
}
