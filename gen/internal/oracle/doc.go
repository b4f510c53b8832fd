// Package oracle tries generated clients from the outside. It reads a description as a
// plain tree, with none of the generator's own understanding of it, and makes random
// valid arguments, bodies and replies from its JSON Schemas. A driver program makes the
// calls against a server on loopback, and the oracle compares what arrived with its own
// encoding of the same values, and what the client returns with the reply.
package oracle
