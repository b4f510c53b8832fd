// Package dialect holds the rules for reading Scaleway's API descriptions. Each rule
// is a small function with its own file and test.
package dialect
