// Package emulator is Scaleway Functions and Containers on this machine: the
// whole of v1alpha2 and v1beta1 of their API, with a real process behind every
// deployed function and container.
//
// In a Go test:
//
//	srv := emulator.Start(t)
//	client := functions.NewAPIClient(srv.Configuration()) // package functions/v1beta1
//	old := srv.Client()                                   // v1alpha2
//
// New takes Options: life-cycle delays, a clock that a test moves by hand, local
// commands that stand for container images, a data folder that outlives the
// process. The program emulator/cmd/functions-emulator is the same for every other
// language. What is emulated, and what was chosen where production is not
// known, is in docs/emulator.md and docs/emulator-v1beta1.md.
package emulator
