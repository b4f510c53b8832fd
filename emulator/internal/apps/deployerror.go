package apps

import (
	"errors"
	"fmt"
	"strings"

	"github.com/rumpl/gosc/emulator/internal/apps/gobuild"
	"github.com/rumpl/gosc/emulator/internal/apps/rustbuild"
)

// What the platform writes into error_message, and one sentence of the emulator's
// own for a failure that the platform does not know.
const (
	messageInternal = "internal error"
	messageBuild    = "an error occurred during function source code build step"
	messageCrates   = "the crates that the function depends on cannot be downloaded here: " +
		"run cargo vendor and put vendor/ and .cargo/config.toml into the archive, or give the emulator access to the registry"
	messageContainer = "Container is unable to start OR is not listening on port %d."
)

// defaultPort is the one that a container listens on unless its owner says
// another.
const defaultPort = 8080

// DeployError reports why a deploy under the V1beta1 rules failed.
type DeployError struct {
	// Message is for the member error_message: the platform's own words where
	// they are known, else a sentence that says what is wrong and what to do.
	Message string
	// Detail is what the compiler said, or why the program did not start. The
	// application's log has it, too.
	Detail string
	// Err is the cause.
	Err error
}

// Error returns Message.
func (e *DeployError) Error() string { return e.Message }

// Unwrap returns the cause.
func (e *DeployError) Unwrap() error { return e.Err }

// startError is a failure of an application's program to start. What it printed
// is in the log already.
type startError struct{ error }

func (e *startError) Unwrap() error { return e.error }

// buildError is a failure to make a program of what is in the archive.
type buildError struct{ error }

func (e *buildError) Unwrap() error { return e.error }

// deployError explains err as the platform does, and writes to the log what the
// platform's words leave out.
func (a *App) deployError(spec Spec, err error) error {
	result := &DeployError{Message: err.Error(), Detail: err.Error(), Err: err}
	var started *startError
	var compile *gobuild.CompileError
	var rust *rustbuild.CompileError
	var build *buildError
	switch {
	case errors.Is(err, errNoArchive):
		result.Message = messageInternal
	case errors.As(err, &started):
		if spec.Kind == Container {
			port := spec.Port
			if port == 0 {
				port = defaultPort
			}
			result.Message = fmt.Sprintf(messageContainer, port)
		}
		return result
	case errors.As(err, &compile):
		result.Message, result.Detail = messageBuild, compile.Output
	case errors.As(err, &rust):
		result.Message, result.Detail = messageBuild, rust.Output
		if rust.Offline {
			result.Message = messageCrates
		}
	case errors.As(err, &build):
		result.Message = messageBuild
	}
	for line := range strings.Lines(result.Detail) {
		a.system(strings.TrimRight(line, "\r\n"))
	}
	return result
}
