// Package shop is generated from a description that uses every feature of
// Scaleway's API descriptions. Its tests send each of them over the wire.
package shop

//go:generate go run ../../gen -spec ../shop.yaml -out . -package shop
