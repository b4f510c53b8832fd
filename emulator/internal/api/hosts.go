package api

import (
	"net"
	"net/http"
	"strings"
)

// applicationOf is the application whose address the request names as its host;
// nil if that is the emulator itself, or nothing.
func (a *API) applicationOf(r *http.Request) http.Handler {
	if a.own(r.Host) {
		return nil // without searching all applications
	}
	return a.platform.ApplicationAt(r.Host)
}

// IsCall reports whether a request is for a function or container, which it names
// as its host, and not for the emulator.
func (a *API) IsCall(r *http.Request) bool { return a.applicationOf(r) != nil }

// own reports whether a host is the emulator's address.
func (a *API) own(host string) bool {
	name, port, err := net.SplitHostPort(host)
	if err != nil || port != a.options.Port {
		return false
	}
	return name == "localhost" || net.ParseIP(name) != nil || strings.EqualFold(name, a.options.PublicHost)
}

// hostOf is the emulator's host in URLs that are handed out to a client.
func (a *API) hostOf(r *http.Request) string {
	if a.options.PublicHost == "" {
		return r.Host
	}
	return net.JoinHostPort(a.options.PublicHost, a.options.Port)
}
