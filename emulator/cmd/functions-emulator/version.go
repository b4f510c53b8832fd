package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

const modulePath = "github.com/rumpl/gosc/emulator"

// versionLine is what -version prints.
func versionLine() string {
	return fmt.Sprintf("functions-emulator %s (%s %s/%s)", moduleVersion(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// moduleVersion is the version that `go install` was given. Another program's
// build has it among the dependencies; a build in a clone has none, or what the
// go command makes of the commit.
func moduleVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(unknown)"
	}
	for _, dependency := range info.Deps {
		if dependency.Path == modulePath {
			return dependency.Version
		}
	}
	return info.Main.Version
}
