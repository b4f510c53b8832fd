package dialect

import (
	"strings"

	"github.com/rumpl/gosc/gen/internal/names"
)

// OperationID makes an operationId from a method and a path: GetThingsByIDLogs from
// "GET /things/{id}/logs".
func OperationID(method, path string) string {
	path, _, _ = strings.Cut(path, "?")
	out := names.Exported(strings.ToLower(method))
	for step := range strings.SplitSeq(path, "/") {
		if name, ok := strings.CutPrefix(step, "{"); ok {
			out += "By" + names.Exported(strings.TrimSuffix(name, "}"))
			continue
		}
		out += names.Exported(step)
	}
	return out
}

// ServiceName returns the name of the service of an operation: that of its first
// tag ("Private Networks" is PrivateNetworks), or Default without one.
func ServiceName(tags []string) string {
	if len(tags) == 0 {
		return "Default"
	}
	if name := names.Exported(tags[0]); name != "" {
		return name
	}
	return "Default"
}
