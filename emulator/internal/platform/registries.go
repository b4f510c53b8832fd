package platform

import (
	"cmp"

	"github.com/rumpl/gosc/emulator/internal/state"
)

// GetRegistry returns a namespace of the container registry in a region.
func (p *Platform) GetRegistry(region, id string) (*state.Registry, error) {
	var row *state.Registry
	var err error
	p.store.View(func(t *state.Tables) { row, err = findRegistry(t, region, id) })
	return row, err
}

func findRegistry(t *state.Tables, region, id string) (*state.Registry, error) {
	row, ok := t.Registries.Get(id)
	if !ok || cmp.Or(row.Region, state.FirstRegion) != region {
		return nil, &NotFoundError{ResourceRegistry, id}
	}
	return row, nil
}

// DeleteRegistry removes a namespace of the container registry, at once.
func (p *Platform) DeleteRegistry(region, id string) (*state.Registry, error) {
	var result *state.Registry
	err := p.store.Update(func(t *state.Tables) error {
		row, err := findRegistry(t, region, id)
		if err != nil {
			return err
		}
		result = row.Copy()
		result.Status = state.StatusDeleting
		t.Registries.Delete(id)
		return nil
	})
	return result, err
}
