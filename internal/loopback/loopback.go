// Package loopback recognizes the hosts that are this machine.
package loopback

import (
	"net"
	"strings"
)

// IsHost reports whether a host name or address without a port is this machine.
func IsHost(host string) bool {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
