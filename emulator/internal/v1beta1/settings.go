package v1beta1

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rumpl/gosc/emulator/internal/front"
	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/state"
)

const (
	defaultFunctionMemory  = 256 // MB
	defaultContainerMemory = 2048
	defaultContainerCPU    = 1000 // mCPU
	defaultMaxScale        = 5
	largestScale           = 50
	defaultTimeout         = 300 * time.Second
	longestTimeout         = time.Hour
	defaultConcurrency     = 50
	defaultPort            = 8080
	defaultStorage         = 1000 // MB

	sandboxV1     = "v1"
	sandboxV2     = "v2"
	protocolHTTP1 = "http1"
	protocolH2C   = "h2c"
)

// defaults are what an application has that names nothing.
func defaults(kind string) state.Settings {
	s := state.Settings{
		EnvironmentVariables: map[string]string{},
		Privacy:              state.PrivacyPublic,
		MaxScale:             defaultMaxScale,
		MemoryLimit:          defaultFunctionMemory,
		Timeout:              state.Duration(defaultTimeout),
		HTTPOption:           state.HTTPEnabled,
		Sandbox:              sandboxV2,
	}
	if kind == state.Container {
		s.MemoryLimit, s.CPULimit = defaultContainerMemory, defaultContainerCPU
		s.Protocol, s.Port = protocolHTTP1, defaultPort
		s.MaxConcurrency, s.LocalStorageLimit = defaultConcurrency, defaultStorage
		s.Scaling, s.HealthCheck = defaultScaling(), defaultHealthCheck()
	}
	return s
}

// readSettings takes over the settings that a request names, and leaves the
// others as they are.
func (a *api) readSettings(s *state.Settings, b *front.Body, secrets []platform.SecretChange) error {
	if variables := a.readVariables(b); variables != nil {
		s.EnvironmentVariables = variables
	}
	s.Secrets = platform.MergeSecrets(s.Secrets, secrets)
	readScale(s, b)
	a.readTimeout(s, b)
	readEnum(b, "privacy", &s.Privacy, state.PrivacyPublic, state.PrivacyPrivate)
	readEnum(b, "http_option", &s.HTTPOption, state.HTTPEnabled, state.HTTPRedirected)
	readEnum(b, "sandbox", &s.Sandbox, sandboxV1, sandboxV2)
	if description := b.String("description"); description != nil {
		s.Description = description
	}
	if tags := b.StringList("tags"); tags != nil {
		s.Tags = tags
	}
	if network := b.String("private_network_id"); network != nil {
		s.PrivateNetworkID = *network
	}
	if a.kind == state.Container {
		if err := readContainer(s, b); err != nil {
			return err
		}
	} else {
		readFunction(s, b)
	}
	return b.Err()
}

func readScale(s *state.Settings, b *front.Body) {
	if scale := b.Uint32("min_scale"); scale != nil {
		s.MinScale = *scale
	}
	if scale := b.Uint32("max_scale"); scale != nil {
		s.MaxScale = *scale
	}
	if s.MaxScale == 0 || s.MaxScale > largestScale {
		b.Reject("max_scale", platform.ReasonConstraint, fmt.Sprintf("must be from 1 to %d", largestScale))
	}
	if s.MinScale > s.MaxScale {
		b.Reject("min_scale", platform.ReasonConstraint, "must not be greater than max_scale")
	}
}

// readTimeout reads seconds as text ("10s"), or, if the emulator is lenient, as a
// number, which is what a YAML file without quotes becomes.
func (a *api) readTimeout(s *state.Settings, b *front.Body) {
	raw := b.Raw("timeout")
	if raw == nil {
		return
	}
	text := ""
	if a.options.Lenient && !bytes.HasPrefix(raw, []byte(`"`)) {
		text = string(raw) + "s"
	} else if given := b.String("timeout"); given != nil {
		text = *given
	}
	timeout, ok := parseSeconds(text)
	if !ok {
		b.Reject("timeout", platform.ReasonFormat, `must be seconds with the suffix "s", such as "300s"`)
		return
	}
	if timeout <= 0 || time.Duration(timeout) > longestTimeout {
		b.Reject("timeout", platform.ReasonConstraint, "must be more than 0s and at most "+seconds(state.Duration(longestTimeout)))
	}
	s.Timeout = timeout
}

// readEnum sets a value if the member has one: the zero value of an enum, which
// begins with "unknown_", means that nothing was given.
func readEnum(b *front.Body, member string, value *string, allowed ...string) {
	given := b.String(member)
	if given == nil || *given == "" || strings.HasPrefix(*given, "unknown_") {
		return
	}
	if !slices.Contains(allowed, *given) {
		b.Reject(member, platform.ReasonConstraint, fmt.Sprintf("must be %s, not %q", strings.Join(allowed, " or "), *given))
		return
	}
	*value = *given
}

func readFunction(s *state.Settings, b *front.Body) {
	if memory := b.Uint32("memory_limit"); memory != nil {
		s.MemoryLimit = *memory
		if platform.CPUOfMemory(*memory) == 0 {
			b.Reject("memory_limit", platform.ReasonConstraint, "must be 128, 256, 512, 1024, 2048, 3072 or 4096 (MB)")
		}
	}
	readRuntime(s, b)
	if handler := b.String("handler"); handler != nil {
		s.Handler = *handler
	}
	if known := findRuntime(s.Runtime); s.Handler == "" && known != nil {
		s.Handler = known.DefaultHandler
	}
}

// requireRuntime notes that a new function must have a runtime.
func requireRuntime(s *state.Settings, b *front.Body) {
	readRuntime(s, b)
	if s.Runtime == "" {
		b.Reject("runtime", platform.ReasonRequired, "runtime is required")
	}
}

func readRuntime(s *state.Settings, b *front.Body) {
	given := b.String("runtime")
	if given == nil || *given == "" || *given == "unknown_runtime" {
		return
	}
	if findRuntime(*given) == nil {
		b.Reject("runtime", platform.ReasonConstraint, fmt.Sprintf("must be one of the listed runtimes, not %q", *given))
		return
	}
	s.Runtime = *given
}
