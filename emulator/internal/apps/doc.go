// Package apps runs functions and containers as processes of this machine,
// each application behind one loopback address that stays the same for its
// whole life.
//
// A Manager owns everything that is shared: scratch folder, toolchains, the
// watch over processes. An App is one function or container; it listens from
// the moment it exists and answers 404 until its first Deploy. A Deploy makes a
// revision: the unpacked (and, for Go, compiled) code with a pool of instances.
// The next Deploy swaps the revision; the old one finishes what it has begun.
package apps
