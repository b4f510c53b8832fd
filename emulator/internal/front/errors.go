package front

import "fmt"

// DeniedError says that the secret key is missing or unknown ("not_found"), or
// that it cannot be one ("invalid_argument").
type DeniedError struct{ Reason string }

func (e *DeniedError) Error() string { return "authentication is denied" }

// StatusError is an error of the transport: no such route, a body that is too
// large.
type StatusError struct {
	Status  int
	Message string
}

func (e *StatusError) Error() string { return e.Message }

// Statusf returns a StatusError.
func Statusf(status int, format string, args ...any) *StatusError {
	return &StatusError{status, fmt.Sprintf(format, args...)}
}
