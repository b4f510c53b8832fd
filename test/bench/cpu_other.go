//go:build !unix

package bench

import "time"

// cpuTime returns 0: the system does not report it, and the clock is used instead.
func cpuTime() time.Duration { return 0 }
