// Package hosts decides whether a request is meant for the emulator at all. A
// web page can make its own host name mean 127.0.0.1 (DNS rebinding), and is then
// same-origin with the emulator to its browser; but the browser still sends the name
// in the Host header. So a name that is not configured is refused.
package hosts

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// Policy holds the names of the emulator. It is safe for concurrent use.
type Policy struct {
	names map[string]bool
	// known are names that come and go, such as the domains of functions.
	known func(*http.Request) bool
}

// New makes a policy of the names that the emulator's owner has configured;
// empty ones are none. Known, if it is not nil, is asked about requests for
// further names.
func New(names []string, known func(*http.Request) bool) *Policy {
	p := &Policy{names: map[string]bool{}, known: known}
	for _, name := range names {
		if name != "" {
			p.names[Normal(name)] = true
		}
	}
	return p
}

// Allows reports whether the Host of a request is loopback, the address that
// the connection came to, or a name of the emulator.
func (p *Policy) Allows(r *http.Request) bool {
	host := Normal(r.Host)
	if host == "" {
		return false
	}
	if Loopback(host) || p.names[host] || (p.known != nil && p.known(r)) {
		return true
	}
	// The address of an interface is not a name, so no page can make it mean
	// something else. It is taken from the connection.
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap() == localAddress(r)
}

func localAddress(r *http.Request) netip.Addr {
	if addr, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr); ok {
		return addr.AddrPort().Addr().Unmap().WithZone("")
	}
	return netip.Addr{}
}

// Normal is a host in lower case, without port, brackets and final dot.
func Normal(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	return strings.ToLower(strings.TrimSuffix(host, "."))
}

// Loopback reports whether a host, as Normal returns it, means this machine:
// localhost, a name below it, or a loopback address.
func Loopback(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}

// FromThisMachine reports whether a connection comes from this machine and came
// to a loopback address. No header is asked.
func FromThisMachine(r *http.Request) bool {
	remote, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && remote.Addr().Unmap().IsLoopback() && localAddress(r).IsLoopback()
}
