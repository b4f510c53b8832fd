package dialect

import "github.com/rumpl/gosc/gen/internal/names"

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
