package gosc

import "runtime"

// Version is the version of this library, as sent in the User-Agent.
const Version = "1.0.0"

func defaultUserAgent() string {
	return "gosc/" + Version + " (" + runtime.Version() + "; " + runtime.GOOS + "; " + runtime.GOARCH + ")"
}
