package api

import "net/http"

// guard keeps web pages of other sites from using the emulator through the
// browser of the user who runs it, since what is deployed here runs on this machine.
// Requests that do not come from a browser have no Origin and pass; browsers send
// it with everything that changes something. That the Host is one of the
// emulator's has been checked before, see package hosts.
type guard struct {
	origins *http.CrossOriginProtection
}

func newGuard() guard { return guard{origins: http.NewCrossOriginProtection()} }

// refuses reports whether a request comes from a page of another site.
func (g guard) refuses(r *http.Request) bool {
	return r.Header.Get("Origin") != "" && g.origins.Check(r) != nil
}
