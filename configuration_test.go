package gosc

import (
	"fmt"
	"log/slog"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheDefaultsOfAConfiguration(t *testing.T) {
	cfg := NewConfiguration()
	assert.Equal(t, "https://api.scaleway.com", cfg.BasePath)
	assert.Equal(t, "fr-par", cfg.Region)
	assert.NotSame(t, http.DefaultClient, cfg.HTTPClient)
	assert.Empty(t, cfg.ProjectID+cfg.OrganizationID+cfg.Zone+cfg.APIKey)
	assert.Zero(t, cfg.Wait)
}

func TestServerUrl(t *testing.T) {
	cfg := NewConfiguration()
	cfg.Servers = []ServerConfiguration{{Url: "https://{region}.example/{x}", Variables: map[string]ServerVariable{
		"region": {DefaultValue: "fr-par", EnumValues: []string{"fr-par", "nl-ams"}}, "x": {DefaultValue: "v1"},
	}}}
	got, err := cfg.ServerUrl(0, nil)
	require.NoError(t, err)
	assert.Equal(t, "https://fr-par.example/v1", got)
	got, err = cfg.ServerUrl(0, map[string]string{"region": "nl-ams", "x": "v2"})
	require.NoError(t, err)
	assert.Equal(t, "https://nl-ams.example/v2", got)
	_, err = cfg.ServerUrl(0, map[string]string{"region": "moon"})
	require.ErrorContains(t, err, `"moon" is not a value of variable "region", use one of fr-par, nl-ams`)
	_, err = cfg.ServerUrl(1, nil)
	require.ErrorContains(t, err, "index 1 is out of range")
}

func TestSecretsDoNotPrint(t *testing.T) {
	cfg := NewConfiguration()
	cfg.APIKey, cfg.BasePath = "hunter2hunter2", "https://u:hunter2@h"
	for _, value := range []any{*cfg, cfg, APIKey{Key: "hunter2hunter2"}, BasicAuth{"u", "hunter2hunter2"}} {
		for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
			assert.NotContains(t, fmt.Sprintf(format, value), "hunter2")
		}
		assert.NotContains(t, slog.AnyValue(value).Resolve().String(), "hunter2")
	}
}
