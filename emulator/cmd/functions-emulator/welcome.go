package main

import (
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/rumpl/gosc/emulator"
)

// accessKey is an example in the form that the provider's tools require. The emulator
// ignores access keys.
const accessKey = "SCWXXXXXXXXXXXXXXXXX"

// printWelcome prints the emulator's addresses, and variables as a shell script.
// The first variables are those that package scwconfig and the provider's SDKs
// read; SCW_URL, SCW_TOKEN and SCW_ORGANIZATION are the names of the provider's
// first Serverless plugin.
func printWelcome(w io.Writer, server *emulator.Server) {
	url, key, organization := quote(server.URL()), quote(server.SecretKey()), quote(server.OrganizationID())
	fmt.Fprintf(w, `Scaleway Functions at %s
Console at %s

# For scwconfig.Load of gosc and for the provider's SDKs and tools:
export SCW_API_URL=%s
export SCW_ACCESS_KEY=%s
export SCW_SECRET_KEY=%s
export SCW_DEFAULT_ORGANIZATION_ID=%s
export SCW_DEFAULT_PROJECT_ID=%s
export SCW_DEFAULT_REGION=fr-par

%s# For the provider's first Serverless plugin:
export SCW_URL=%s
export SCW_TOKEN=%s
export SCW_ORGANIZATION=%s

`, server.URL(), server.ConsoleURL(), url, accessKey, key, organization, organization, trust(server.CertificateFile()),
		quote(server.URL()+"/functions/v1alpha2/regions/fr-par"), key, organization)
}

// trust prints how clients find the certificate for https://, if there is one.
func trust(file string) string {
	if file == "" {
		return ""
	}
	return "# For https://: Node.js trusts this certificate, curl does with --cacert.\n" +
		"export NODE_EXTRA_CA_CERTS=" + quote(file) + "\n\n"
}

// quote quotes a text as one word for a shell.
func quote(text string) string {
	if strings.Trim(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:%@+,") == "" && text != "" {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// exposure returns a warning if an address can be reached from other machines.
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
