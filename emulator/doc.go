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
// New takes Options: life-cycle delays, a clock that a test moves, local commands
// that replace container images, a data folder that outlives the process. The program
// emulator/cmd/functions-emulator offers the same to other languages. What is
// emulated, and the choices made where production is not known, are described in
// docs/emulator.md and docs/emulator-v1beta1.md.
package emulator
