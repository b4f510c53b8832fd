package gosc

import "context"

type operationKey struct{}

// OperationFromContext returns the operation that a request belongs to. The
// context of every request that the client sends carries it, so that a
// RoundTripper can name spans and metrics without the ids in the URL. An upload
// to the storage and the call of a function carry theirs as well, with the
// method's name as ID and no path template.
func OperationFromContext(ctx context.Context) (Operation, bool) {
	op, ok := ctx.Value(operationKey{}).(Operation)
	return op, ok
}
