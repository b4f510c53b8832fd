package platform

import "github.com/rumpl/gosc/emulator/internal/state"

// withinQuota returns a QuotaError if an application, as it is to be, takes more
// memory than the others leave. The platform counts the functions of all
// namespaces, each scaled up as far as it may be.
func (p *Platform) withinQuota(t *state.Tables, app *state.Application) error {
	quota := p.options.MemoryQuota
	if quota == 0 || !counts(app) {
		return nil
	}
	var taken uint64
	for _, other := range t.Applications.All(counts) {
		if other.ID != app.ID {
			taken += memoryOf(other)
		}
	}
	if taken+memoryOf(app) > quota {
		return &QuotaError{Resource: "memory", Quota: quota, Current: taken}
	}
	return nil
}

// counts reports whether an application counts: no quota of v1alpha2 is known.
func counts(app *state.Application) bool {
	return app.Kind == state.Function && app.API == state.V1Beta1 && app.Status != state.StatusDeleting
}

// memoryOf is what an application takes with all its instances, in MB.
func memoryOf(app *state.Application) uint64 { return uint64(app.MaxScale) * uint64(app.MemoryLimit) }
