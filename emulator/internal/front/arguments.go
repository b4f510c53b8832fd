package front

import (
	"slices"

	"github.com/rumpl/gosc/emulator/internal/platform"
)

// Arguments collects what is wrong with the arguments of a request, so that the
// caller hears about all of them at once.
type Arguments struct {
	rejected []platform.ArgumentError
}

// Reject notes that an argument is wrong. Only the first complaint about an
// argument is kept.
func (a *Arguments) Reject(name, reason, help string) {
	if !slices.ContainsFunc(a.rejected, func(e platform.ArgumentError) bool { return e.Argument == name }) {
		a.rejected = append(a.rejected, platform.ArgumentError{Argument: name, Reason: reason, Help: help})
	}
}

// Err is nil, or an InvalidError with everything that was rejected.
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
