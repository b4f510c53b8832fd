package platform

import "github.com/rumpl/gosc/emulator/internal/state"

// GetRegistry returns a namespace of the container registry.
func (p *Platform) GetRegistry(id string) (*state.Registry, error) {
	var row *state.Registry
	var ok bool
	p.store.View(func(t *state.Tables) { row, ok = t.Registries.Get(id) })
	if !ok {
		return nil, &NotFoundError{ResourceRegistry, id}
	}
	return row, nil
}

// DeleteRegistry removes a namespace of the container registry, at once.
func (p *Platform) DeleteRegistry(id string) (*state.Registry, error) {
	var result *state.Registry
	err := p.store.Update(func(t *state.Tables) error {
		row, ok := t.Registries.Get(id)
		if !ok {
			return &NotFoundError{ResourceRegistry, id}
		}
		result = row.Copy()
		result.Status = state.StatusDeleting
		t.Registries.Delete(id)
		return nil
	})
	return result, err
}
