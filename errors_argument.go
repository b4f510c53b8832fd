package gosc

import "errors"

// ArgumentError is an argument that was refused before anything was sent. It matches
// ErrInvalidArguments.
type ArgumentError struct {
	Operation string // the operation id or the name of the helper
	Argument  string // its name on the wire
	Reason    string

	cause error
}

func (e *ArgumentError) Error() string {
	return "gosc: " + e.Operation + ": " + e.Argument + " " + e.Reason
}

// Is reports whether target is ErrInvalidArguments.
func (e *ArgumentError) Is(target error) bool { return target == ErrInvalidArguments }

// Unwrap returns ErrInsecureTransport if that is why it was refused.
func (e *ArgumentError) Unwrap() error { return e.cause }

// ofOperation sets the operation of an ArgumentError that has none yet.
func ofOperation(id string, err error) error {
	if argErr, ok := errors.AsType[*ArgumentError](err); ok {
		argErr.Operation = id
	}
	return err
}
