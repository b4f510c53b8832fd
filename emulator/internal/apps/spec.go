package apps

import (
	"errors"
	"fmt"
	"time"
)

// Kind tells functions from containers.
type Kind int

const (
	// Function is code from an archive, called through an event.
	Function Kind = iota
	// Container is a command that serves HTTP on $PORT.
	Container
)

// String names the kind as the API does: "function" or "container".
func (k Kind) String() string {
	if k == Container {
		return "container"
	}
	return "function"
}

const (
	defaultTimeout  = 5 * time.Minute
	defaultMaxScale = 20
)

// Spec says what one deploy runs.
type Spec struct {
	Kind Kind
	// Runtime of a function: golang, python, python3, node8, node10, nodeNN.
	Runtime string
	// Handler of a function; empty means the runtime's default, which is
	// "handler.handle" for node and python and "." for golang.
	Handler string
	// Archive is the path of a function's zip file.
	Archive string
	// Command of a container, program first.
	Command []string
	// Env is everything the platform, the namespace and the application set.
	// PATH and PORT are added to it; nothing of the emulator's own environment is.
	Env map[string]string
	// MinScale instances are kept running; 0 lets the application go to sleep.
	MinScale int
	// MaxScale bounds the instances; 0 means 20.
	MaxScale int
	// MemoryMB is recorded, not enforced.
	MemoryMB int
	// CPUMilli (thousandths of a CPU) is recorded, not enforced.
	CPUMilli int
	// Timeout of one request; 0 means 5 minutes.
	Timeout time.Duration
	// Authorize decides about the token of a private function. Nil lets
	// everybody in. Containers check for themselves, so theirs is not asked.
	Authorize func(token string) bool
}

func (s Spec) withDefaults() Spec {
	if s.Timeout <= 0 {
		s.Timeout = defaultTimeout
	}
	if s.MaxScale <= 0 {
		s.MaxScale = defaultMaxScale
	}
	s.MinScale = max(s.MinScale, 0)
	s.MaxScale = max(s.MaxScale, s.MinScale)
	if s.Kind == Container {
		s.Authorize = nil
	}
	return s
}

func (s Spec) validate() error {
	switch {
	case s.Kind == Container && len(s.Command) == 0:
		return errors.New("container has no command to run")
	case s.Kind == Function && s.Archive == "":
		return errors.New("function has no archive: upload its code first")
	case s.Kind != Container && s.Kind != Function:
		return fmt.Errorf("unknown kind of application %d", s.Kind)
	}
	return nil
}
