package emulator_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/rumpl/gosc/emulator"
)

// TestRegistryIsCleanedUp deletes a registry namespace as the plugin's suites do,
// also under the older version and in another region.
func TestRegistryIsCleanedUp(t *testing.T) {
	paris, _ := startBeta(t, emulator.Options{})
	amsterdam := &beta{paris.remote, "/functions/v1beta1/regions/nl-ams"}
	for version, place := range map[string]struct {
		api    *beta
		region string
	}{"v1": {paris, "fr-par"}, "v1beta2": {amsterdam, "nl-ams"}} {
		ns := place.api.namespace("shop")
		registry := place.api.ok("GET", "/namespaces/"+ns, "").field(t, "registry_namespace_id")
		path := "/registry/" + version + "/regions/" + place.region + "/namespaces/" + registry
		got := send(t, paris.request("DELETE", path, ""))
		assert.Equal(t, 200, got.status, got.body)
		assert.Equal(t, "deleting", got.field(t, "status"))
		assert.Equal(t, registry, got.field(t, "id"))
		assert.Equal(t, 404, send(t, paris.request("DELETE", path, "")).status)
	}
}
