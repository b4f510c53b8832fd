package api

import (
	"net"
	"net/http"
)

// guard keeps web pages of other sites from using the emulator through the
// browser of whoever runs it, since what is deployed here runs on this machine.
// Requests that do not come from a browser have no Origin and pass; browsers send
// it with everything that changes something.
type guard struct {
	origins *http.CrossOriginProtection
}

func newGuard() guard { return guard{origins: http.NewCrossOriginProtection()} }

// refuses reports whether a request comes from a page of another site. A site can
// make its own name mean 127.0.0.1 (DNS rebinding), so that its browser believes
// the emulator to be the same site: hence a name other than localhost does not
// count as the emulator's own.
func (g guard) refuses(r *http.Request) bool {
	if r.Header.Get("Origin") == "" {
		return false
	}
	return !addressOrLocalhost(r.Host) || g.origins.Check(r) != nil
}

func addressOrLocalhost(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host // without a port
	}
	return name == "localhost" || net.ParseIP(name) != nil
}
