package platform

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"

	"github.com/rumpl/gosc/emulator/internal/state"
	"github.com/rumpl/gosc/emulator/internal/wire"
)

const (
	defaultMemory   = 128
	defaultTimeout  = 300_000 // ms
	defaultMaxScale = 20
	defaultRuntime  = "golang" // the enum's zero value
	oldestNode      = 8
)

// cpuOfMemory gives the share of a CPU (mCPU) that comes with each memory size
// (MB).
var cpuOfMemory = map[uint32]uint32{128: 70, 256: 140, 512: 280, 1024: 560}

var nodeRuntime = regexp.MustCompile(`^node([0-9]{1,3})$`)

func setDefaults(row *state.Application) {
	row.EnvironmentVariables = map[string]string{}
	row.MaxScale = defaultMaxScale
	row.MemoryLimit = defaultMemory
	row.Timeout = defaultTimeout
	row.Privacy = wire.PrivacyPublic
}

// readRuntime sets the runtime and its default handler.
func readRuntime(row *state.Application, body *wire.Body) {
	row.Runtime = defaultRuntime
	if runtime := body.String("runtime"); runtime != nil && *runtime != "" {
		row.Runtime = *runtime
	}
	if !knownRuntime(row.Runtime) {
		body.Reject("runtime", wire.ReasonConstraint,
			fmt.Sprintf("must be golang, python, python3 or node8, node10 and later, not %q", row.Runtime))
	}
	row.Handler = defaultHandler(row.Runtime)
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
func readSettings(row *state.Application, body *wire.Body) {
	if variables := body.Variables("environment_variables"); variables != nil {
		row.EnvironmentVariables = variables
	}
	readScale(row, body)
	if memory := body.Uint32("memory_limit"); memory != nil {
		row.MemoryLimit = *memory
		if cpuOfMemory[*memory] == 0 {
			body.Reject("memory_limit", wire.ReasonConstraint, "must be 128, 256, 512 or 1024 (MB)")
		}
	}
	if timeout := body.Uint32("timeout"); timeout != nil {
		row.Timeout = *timeout
		if *timeout == 0 {
			row.Timeout = defaultTimeout
		}
	}
	readPrivacy(row, body)
	if description := body.String("description"); description != nil {
		row.Description = description
	}
	if row.Kind == state.Container {
		if image := body.String("registry_image"); image != nil {
			row.RegistryImage = *image
		}
		return
	}
	if handler := body.String("handler"); handler != nil {
		row.Handler = *handler
		if *handler == "" {
			row.Handler = defaultHandler(row.Runtime)
		}
	}
}

func readScale(row *state.Application, body *wire.Body) {
	if scale := body.Uint32("min_scale"); scale != nil {
		row.MinScale = *scale
	}
	if scale := body.Uint32("max_scale"); scale != nil {
		row.MaxScale = *scale
	}
	if row.MaxScale == 0 {
		body.Reject("max_scale", wire.ReasonConstraint, "must be at least 1")
	}
	if row.MinScale > row.MaxScale {
		body.Reject("min_scale", wire.ReasonConstraint, "must not be greater than max_scale")
	}
}

func readPrivacy(row *state.Application, body *wire.Body) {
	privacy := body.String("privacy")
	if privacy == nil {
		return
	}
	switch *privacy {
	case "", wire.PrivacyUnknown: // not set
	case wire.PrivacyPublic, wire.PrivacyPrivate:
		row.Privacy = *privacy
	default:
		body.Reject("privacy", wire.ReasonConstraint, fmt.Sprintf("must be public or private, not %q", *privacy))
	}
}

// endpointAddr is the host and port of an endpoint that was used before.
func endpointAddr(endpoint string) string {
	parsed, err := url.Parse(endpoint)
	if err != nil {
		return ""
	}
	return parsed.Host
}
