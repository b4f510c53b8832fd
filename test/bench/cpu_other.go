//go:build !unix

package bench

import "time"

// cpuTime returns 0: the system does not tell, and the clock has to do.
func cpuTime() time.Duration { return 0 }
