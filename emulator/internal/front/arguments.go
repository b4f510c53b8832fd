package front

import (
	"slices"

	"github.com/rumpl/gosc/emulator/internal/platform"
)

// Arguments collects the invalid arguments of a request, so that the error lists all
// of them.
type Arguments struct {
	rejected []platform.ArgumentError
}

// Reject records that an argument is invalid. Only the first reason for an argument
// is kept.
func (a *Arguments) Reject(name, reason, help string) {
	if !slices.ContainsFunc(a.rejected, func(e platform.ArgumentError) bool { return e.Argument == name }) {
		a.rejected = append(a.rejected, platform.ArgumentError{Argument: name, Reason: reason, Help: help})
	}
}

// Err returns an InvalidError with all rejected arguments, nil if there are none.
func (a *Arguments) Err() error {
	if len(a.rejected) == 0 {
		return nil
	}
	return &InvalidError{a.rejected}
}

// InvalidError names every argument that was rejected.
type InvalidError struct{ Arguments []platform.ArgumentError }

func (e *InvalidError) Error() string {
	text := "invalid arguments"
	for _, argument := range e.Arguments {
		text += "; " + argument.Error()
	}
	return text
}
