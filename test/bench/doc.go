// Package bench measures the client and other clients of the same API: a floor that
// is written by hand, the transport alone, and what other generators make from the
// same description.
//
//	go run ./bench/compare                # in test: the table of ratios
//	go run ./bench/compare -svg FILE      # and a plot of it
//	go test ./bench -bench .              # the floor, the transport and gosc only
//
// Its test compares the number of allocations, which is exact, with a recorded
// one. docs/performance.md has the results.
package bench
