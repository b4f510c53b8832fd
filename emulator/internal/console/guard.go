package console

import (
	"net"
	"net/http"
)

// guarded keeps other web pages in this machine's browser away from a route:
//
//   - by name: a page whose own host name suddenly resolves to 127.0.0.1 (DNS
//     rebinding) is same-origin to its browser, but says its name in Host;
//   - by origin: a cross-origin request that changes something says so in
//     Sec-Fetch-Site or Origin.
//
// Other pages cannot read the replies of GET routes, for there is no CORS.
func guarded(next http.HandlerFunc) http.HandlerFunc {
	origin := http.NewCrossOriginProtection()
	return func(w http.ResponseWriter, r *http.Request) {
		if !loopback(r.Host) {
			writeError(w, http.StatusForbidden,
				"the console answers to localhost and 127.0.0.1 only; from another machine, use a tunnel such as ssh -L")
			return
		}
		if err := origin.Check(r); err != nil {
			writeError(w, http.StatusForbidden, "the console takes no requests from other web pages")
			return
		}
		next(w, r)
	}
}

// loopback tells whether the host of a request, with or without port, means
// this machine.
func loopback(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	if n := len(name); n > 2 && name[0] == '[' && name[n-1] == ']' {
		name = name[1 : n-1]
	}
	return name == "localhost" || net.ParseIP(name).IsLoopback()
}
