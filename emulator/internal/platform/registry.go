package platform

import (
	"github.com/rumpl/gosc/emulator/internal/state"
	"github.com/rumpl/gosc/emulator/internal/wire"
)

const resourceRegistry = "namespace" // as the registry's own API calls it

// GetRegistry returns a namespace of the container registry.
func (p *Platform) GetRegistry(id string) (wire.Registry, error) {
	var row *state.Registry
	var ok bool
	p.store.View(func(t *state.Tables) { row, ok = t.Registries.Get(id) })
	if !ok {
		return wire.Registry{}, wire.NotFound(resourceRegistry, id)
	}
	return row.Registry, nil
}

// DeleteRegistry removes a namespace of the container registry, at once.
func (p *Platform) DeleteRegistry(id string) (wire.Registry, error) {
	var result wire.Registry
	err := p.store.Update(func(t *state.Tables) error {
		row, ok := t.Registries.Get(id)
		if !ok {
			return wire.NotFound(resourceRegistry, id)
		}
		result = row.Registry
		result.Status = wire.StatusDeleting
		t.Registries.Delete(id)
		return nil
	})
	return result, err
}
