package main

import "os"

// cases returns how many random cases a test tries: n, or a quarter of them under the
// race detector, which makes them many times slower. The variable GOSC_LONG_TESTS
// asks for all of them there, too.
func cases(n int) int {
	if raceEnabled && os.Getenv("GOSC_LONG_TESTS") == "" {
		return n / 4
	}
	return n
}
