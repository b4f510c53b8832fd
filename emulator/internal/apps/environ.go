package apps

import (
	"maps"
	"os"
	"slices"
	"strconv"
)

// upstreamVariable gives the Go library its port. An older version of the
// library, which an archive may bring in vendor/, listens on PORT and takes the
// request as it is.
const upstreamVariable = "SCW_UPSTREAM_PORT"

// environment builds an instance's variables from nothing: what the application
// was given, PATH unless that has one, and the ports.
func environment(given map[string]string, port, upstream int) []string {
	all := maps.Clone(given)
	if all == nil {
		all = map[string]string{}
	}
	if _, ok := all["PATH"]; !ok {
		all["PATH"] = os.Getenv("PATH")
	}
	all["PORT"] = strconv.Itoa(port)
	if upstream > 0 {
		all[upstreamVariable] = strconv.Itoa(upstream)
	}
	env := make([]string, 0, len(all))
	for _, name := range slices.Sorted(maps.Keys(all)) {
		env = append(env, name+"="+all[name])
	}
	return env
}
