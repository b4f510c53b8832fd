package platform

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/rumpl/gosc/emulator/internal/state"
)

func TestSlug(t *testing.T) {
	for name, want := range map[string]string{"Shop-1": "shop-1", "a b/c": "abc", "é☃": "", "": ""} {
		assert.Equal(t, want, slug(name), name)
	}
}

func TestNewLabel(t *testing.T) {
	const id = "71c2d3e4-a5b6-4c7d-8e9f-0a1b2c3d4e5f"
	assert.Equal(t, "web71c2d3e4", newLabel(state.Containers, id, "web"))
	assert.Regexp(t, "^shop1[a-z0-9]{8}$", newLabel(state.Functions, id, "Shop-1"))
	assert.Regexp(t, "^clitestfunctiondeplo[a-z0-9]{8}$", newLabel(state.Functions, id, "cli-test-function-deploy-and-more"))
	assert.Regexp(t, "^shop-1[a-z0-9]{8}$", newLabel(state.BothProducts, id, "Shop-1"))
}
