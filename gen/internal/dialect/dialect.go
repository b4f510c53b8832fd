// Package dialect knows how Scaleway writes API descriptions. Every rule is a
// small function with a file and a test of its own.
package dialect
