package apps

import (
	"errors"
	"fmt"
	"net/http"
	"time"
)

// Kind is function or container.
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

	// defaultConcurrency is how many requests an instance of a container serves
	// at a time before another one is started.
	defaultConcurrency = 80
)

// Spec describes what one deploy runs.
type Spec struct {
	Kind Kind
	// Rules of the API version that the application was made with; the zero
	// value is V1alpha2.
	Rules Rules
	// Runtime of a function, such as golang, python3, node10 and, under V1beta1,
	// each name of GET /runtimes.
	Runtime string
	// Handler of a function; empty means the runtime's default, which is
	// "handler.handle" for node, python and php, "." for golang and go113,
	// "Handle" for later versions of Go, and "handle" for rust.
	Handler string
	// Archive is the path of a function's zip file.
	Archive string
	// Command of a container, program first.
	Command []string
	// InProcess serves the application's requests in place of a process; then
	// Runtime, Handler, Archive and Command are not used. It stands for a
	// function as a Go handler does, one request at a time for each of MaxScale
	// instances. The context of a request ends after Timeout.
	InProcess http.Handler
	// Env is everything the platform, the namespace and the application set.
	// PATH and PORT are added to it; nothing of the emulator's own environment is.
	Env map[string]string
	// MinScale instances are kept running; 0 lets the application go to sleep.
	MinScale int
	// MaxScale bounds the instances; 0 means 20.
	MaxScale int
	// Concurrency is how many requests one instance of a container serves at a
	// time; 0 means 80. An instance of a function serves one.
	Concurrency int
	// Port that a container is said to listen on. It is named in errors; the
	// port to listen on is in the variable PORT.
	Port int
	// MemoryMB is recorded, not enforced.
	MemoryMB int
	// CPUMilli (thousandths of a CPU) is recorded, not enforced.
	CPUMilli int
	// Timeout of one request; 0 means 5 minutes.
	Timeout time.Duration
	// RedirectHTTP answers requests that came by plain HTTP, as the gateway in
	// front says or as all do without one, with a redirect to HTTPS. It is for
	// V1beta1 only.
	RedirectHTTP bool
	// Authorize decides about the token of a private application; nil makes it
	// public. The token is empty if the request has none. Under V1alpha2 it comes
	// from SCW_FUNCTIONS_TOKEN, and containers check for themselves, so that
	// theirs is not asked; under V1beta1 it comes from X-Auth-Token.
	Authorize func(token string) bool
}

var errNoArchive = errors.New("function has no archive: upload its code first")

func (s Spec) withDefaults() Spec {
	if s.Timeout <= 0 {
		s.Timeout = defaultTimeout
	}
	if s.MaxScale <= 0 {
		s.MaxScale = defaultMaxScale
	}
	s.MinScale = max(s.MinScale, 0)
	s.MaxScale = max(s.MaxScale, s.MinScale)
	if s.Concurrency <= 0 {
		s.Concurrency = defaultConcurrency
	}
	if s.Kind == Function {
		s.Concurrency = 1
	}
	if s.Kind == Container && s.Rules == V1alpha2 {
		s.Authorize = nil
	}
	return s
}

func (s Spec) validate() error {
	switch {
	case s.Rules != V1alpha2 && s.Rules != V1beta1:
		return fmt.Errorf("unknown rules %d of an application", s.Rules)
	case s.Kind != Container && s.Kind != Function:
		return fmt.Errorf("unknown kind of application %d", s.Kind)
	case s.InProcess != nil:
		return nil
	case s.Kind == Container && len(s.Command) == 0:
		return errors.New("container has no command to run")
	case s.Kind == Function && s.Archive == "":
		return errNoArchive
	}
	return nil
}
