package v1beta1

import (
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/rumpl/gosc/emulator/internal/front"
	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/state"
)

const (
	smallestContainer = 128 // MB
	largestContainer  = 12228
	smallestCPU       = 70 // mCPU
	largestCPU        = 6000
	// A container has from 1 to 4 MB for each mCPU.
	maxMemoryOfCPU = 4

	defaultFailureThreshold = 30
	defaultInterval         = 10 * time.Second
	largestPort             = 65535
)

// reservedPorts are the platform's own inside of a container.
var reservedPorts = []uint32{8008, 8012, 8013, 8022, 9090, 9091}

func defaultScaling() state.Scaling {
	return state.Scaling{ConcurrentRequests: new(uint32(defaultConcurrency))}
}

func defaultHealthCheck() *state.HealthCheck {
	return &state.HealthCheck{FailureThreshold: defaultFailureThreshold, Interval: state.Duration(defaultInterval)}
}

func readContainer(s *state.Settings, b *front.Body) error {
	if image := b.String("registry_image"); image != nil {
		s.RegistryImage = *image
	}
	readEnum(b, "protocol", &s.Protocol, protocolHTTP1, protocolH2C)
	if port := b.Uint32("port"); port != nil && *port != 0 {
		s.Port = *port
		if *port > largestPort || slices.Contains(reservedPorts, *port) {
			b.Reject("port", platform.ReasonConstraint, fmt.Sprintf("must be from 1 to %d and none of %v", largestPort, reservedPorts))
		}
	}
	if limit := b.Uint32("local_storage_limit"); limit != nil && *limit != 0 {
		s.LocalStorageLimit = *limit
	}
	readConcurrency(s, b)
	readHealthCheck(s, b)
	if command := b.StringList("command"); command != nil {
		s.Command = command
	}
	if args := b.StringList("args"); args != nil {
		s.Args = args
	}
	return readSize(s, b)
}

// readSize reads memory and CPU. Memory alone brings a CPU that fits it.
func readSize(s *state.Settings, b *front.Body) error {
	memory, cpu := b.Uint32("memory_limit"), b.Uint32("cpu_limit")
	if memory != nil && *memory != 0 {
		s.MemoryLimit = *memory
		if *memory < smallestContainer || *memory > largestContainer {
			b.Reject("memory_limit", platform.ReasonConstraint,
				fmt.Sprintf("must be from %d to %d (MB)", smallestContainer, largestContainer))
		}
	}
	if cpu != nil && *cpu != 0 {
		s.CPULimit = *cpu
		if *cpu < smallestCPU || *cpu > largestCPU {
			b.Reject("cpu_limit", platform.ReasonConstraint, fmt.Sprintf("must be from %d to %d (mCPU)", smallestCPU, largestCPU))
		}
	} else if memory != nil && !fits(s.CPULimit, s.MemoryLimit) {
		s.CPULimit = cpuFor(s.MemoryLimit)
	}
	if b.Err() == nil && !fits(s.CPULimit, s.MemoryLimit) {
		return front.Statusf(http.StatusBadRequest, "%d mvCPU require a minimum of %d MB and a maximum of %d MB of memory",
			s.CPULimit, s.CPULimit, maxMemoryOfCPU*s.CPULimit)
	}
	return nil
}

func fits(cpu, memory uint32) bool { return cpu <= memory && memory <= maxMemoryOfCPU*cpu }

func cpuFor(memory uint32) uint32 {
	if cpu := platform.CPUOfMemory(memory); cpu != 0 {
		return cpu
	}
	return min(max(memory/2, smallestCPU), largestCPU)
}

// readConcurrency reads when to add an instance. The older max_concurrency is the
// same as the threshold of concurrent requests.
func readConcurrency(s *state.Settings, b *front.Body) {
	if limit := b.Uint32("max_concurrency"); limit != nil && *limit != 0 {
		s.MaxConcurrency = *limit
		s.Scaling = state.Scaling{ConcurrentRequests: limit}
	}
	b.Sub("scaling_option", func(option *front.Body) {
		scaling := state.Scaling{
			ConcurrentRequests: option.Uint32("concurrent_requests_threshold"),
			CPUUsage:           option.Uint32("cpu_usage_threshold"),
			MemoryUsage:        option.Uint32("memory_usage_threshold"),
		}
		given := 0
		for _, threshold := range []*uint32{scaling.ConcurrentRequests, scaling.CPUUsage, scaling.MemoryUsage} {
			if threshold != nil {
				given++
			}
		}
		switch {
		case given > 1:
			b.Reject("scaling_option", platform.ReasonConstraint, "must have one threshold only")
		case given == 1:
			s.Scaling = scaling
			if scaling.ConcurrentRequests != nil {
				s.MaxConcurrency = *scaling.ConcurrentRequests
			}
		}
	})
}

func readHealthCheck(s *state.Settings, b *front.Body) {
	b.Sub("health_check", func(given *front.Body) {
		check := *defaultHealthCheck()
		if s.HealthCheck != nil {
			check = *s.HealthCheck
		}
		if threshold := given.Uint32("failure_threshold"); threshold != nil && *threshold != 0 {
			check.FailureThreshold = *threshold
		}
		if text := given.String("interval"); text != nil && *text != "" {
			interval, ok := parseSeconds(*text)
			if !ok || interval <= 0 {
				given.Reject("interval", platform.ReasonFormat, `must be seconds with the suffix "s", such as "10s"`)
			}
			check.Interval = interval
		}
		tcp := given.Sub("tcp", func(*front.Body) {})
		http := given.Sub("http", func(probe *front.Body) { check.Path = new(probe.RequiredString("path")) })
		if tcp && http {
			b.Reject("health_check", platform.ReasonConstraint, "must be tcp or http, not both")
		}
		if tcp && !http {
			check.Path = nil
		}
		s.HealthCheck = &check
	})
}
