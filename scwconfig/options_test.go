package scwconfig

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestOptionsSetTheConfiguration(t *testing.T) {
	cleanEnv(t)
	cfg, err := Load(WithSecretKey(keyA), WithOrganizationID(orgA), WithProjectID(orgB), WithZone("nl-ams-2"), WithRegion("nl-ams"),
		WithAPIURL("http://127.0.0.1:4"), nil)
	require.NoError(t, err)
	c := cfg.Configuration
	assert.Equal(t, []string{keyA, orgA, orgB, "nl-ams-2", "nl-ams", "http://127.0.0.1:4"},
		[]string{c.APIKey, c.OrganizationID, c.ProjectID, c.Zone, c.Region, c.BasePath})
	assert.Equal(t, orgA, cfg.OrganizationID)
}

func TestBadOptions(t *testing.T) {
	for want, option := range map[string]Option{
		"the option for default_project_id is not a project": WithProjectID("shop"),
		"is not a zone such as fr-par-1":                     WithZone("fr-par"),
	} {
		cleanEnv(t)
		_, err := Load(WithSecretKey(keyA), option)
		assert.ErrorContains(t, err, want)
	}
}
