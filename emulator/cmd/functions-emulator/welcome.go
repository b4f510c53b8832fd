package main

import (
	"fmt"
	"io"
	"net"

	"github.com/rumpl/gosc/emulator"
)

// printWelcome says where the emulator is, in lines that a shell can read back.
// SCW_URL, SCW_TOKEN and SCW_ORGANIZATION are the names that the provider's
// first Serverless plugin reads; the others are those of its SDKs.
func printWelcome(w io.Writer, server *emulator.Server) {
	fmt.Fprintf(w, `Scaleway Functions v1alpha2 at %[1]s

export SCW_API_URL=%[1]s
export SCW_SECRET_KEY=%[2]s
export SCW_DEFAULT_ORGANIZATION_ID=%[3]s
export SCW_DEFAULT_REGION=fr-par

export SCW_URL=%[1]s/functions/v1alpha2/regions/fr-par
export SCW_TOKEN=%[2]s
export SCW_ORGANIZATION=%[3]s

`, server.URL(), server.SecretKey(), server.OrganizationID())
}

// exposure is a warning if an address can be reached from other machines.
func exposure(address string) string {
	host, _, err := net.SplitHostPort(address)
	if err != nil || host == "localhost" {
		return ""
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsLoopback() {
		return ""
	}
	return "WARNING: " + address + " is not a loopback address. Everybody who can reach it can run programs " +
		"on this machine, as the user that you are."
}
