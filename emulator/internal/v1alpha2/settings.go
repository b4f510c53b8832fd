package v1alpha2

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"github.com/rumpl/gosc/emulator/internal/front"
	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/state"
	"github.com/rumpl/gosc/emulator/internal/v1alpha2/wire"
)

const (
	defaultMemory   = 128 // MB
	largestMemory   = 1024
	defaultTimeout  = 300 * time.Second
	defaultMaxScale = 20
	defaultRuntime  = "golang" // the enum's zero value
	oldestNode      = 8
)

var nodeRuntime = regexp.MustCompile(`^node([0-9]{1,3})$`)

func defaults() state.Settings {
	return state.Settings{
		EnvironmentVariables: map[string]string{},
		MaxScale:             defaultMaxScale,
		MemoryLimit:          defaultMemory,
		Timeout:              state.Duration(defaultTimeout),
		Privacy:              state.PrivacyPublic,
	}
}

// readRuntime sets the runtime and its default handler.
func readRuntime(s *state.Settings, body *front.Body) {
	s.Runtime = defaultRuntime
	if runtime := body.String("runtime"); runtime != nil && *runtime != "" {
		s.Runtime = *runtime
	}
	if !knownRuntime(s.Runtime) {
		body.Reject("runtime", platform.ReasonConstraint,
			fmt.Sprintf("must be golang, python, python3 or node8, node10 and later, not %q", s.Runtime))
	}
	s.Handler = defaultHandler(s.Runtime)
}

func knownRuntime(name string) bool {
	if match := nodeRuntime.FindStringSubmatch(name); match != nil {
		version, err := strconv.Atoi(match[1])
		return err == nil && version >= oldestNode
	}
	return name == "golang" || name == "python" || name == "python3"
}

func defaultHandler(runtime string) string {
	if runtime == "golang" {
		return "."
	}
	return "handler.handle"
}

// readSettings takes over the settings that a request names, and leaves the
// others as they are.
func readSettings(kind string, s *state.Settings, body *front.Body) {
	if variables := body.Variables("environment_variables"); variables != nil {
		s.EnvironmentVariables = variables
	}
	readScale(s, body)
	if memory := body.Uint32("memory_limit"); memory != nil {
		s.MemoryLimit = *memory
		if *memory > largestMemory || platform.CPUOfMemory(*memory) == 0 {
			body.Reject("memory_limit", platform.ReasonConstraint, "must be 128, 256, 512 or 1024 (MB)")
		}
	}
	if timeout := body.Uint32("timeout"); timeout != nil {
		s.Timeout = state.Duration(time.Duration(*timeout) * time.Millisecond)
		if *timeout == 0 {
			s.Timeout = state.Duration(defaultTimeout)
		}
	}
	readPrivacy(s, body)
	if description := body.String("description"); description != nil {
		s.Description = description
	}
	if kind == state.Container {
		if image := body.String("registry_image"); image != nil {
			s.RegistryImage = *image
		}
		return
	}
	if handler := body.String("handler"); handler != nil {
		s.Handler = *handler
		if *handler == "" {
			s.Handler = defaultHandler(s.Runtime)
		}
	}
}

func readScale(s *state.Settings, body *front.Body) {
	if scale := body.Uint32("min_scale"); scale != nil {
		s.MinScale = *scale
	}
	if scale := body.Uint32("max_scale"); scale != nil {
		s.MaxScale = *scale
	}
	if s.MaxScale == 0 {
		body.Reject("max_scale", platform.ReasonConstraint, "must be at least 1")
	}
	if s.MinScale > s.MaxScale {
		body.Reject("min_scale", platform.ReasonConstraint, "must not be greater than max_scale")
	}
}

func readPrivacy(s *state.Settings, body *front.Body) {
	privacy := body.String("privacy")
	if privacy == nil {
		return
	}
	switch *privacy {
	case "", wire.PrivacyUnknown: // not set
	case state.PrivacyPublic, state.PrivacyPrivate:
		s.Privacy = *privacy
	default:
		body.Reject("privacy", platform.ReasonConstraint, fmt.Sprintf("must be public or private, not %q", *privacy))
	}
}
