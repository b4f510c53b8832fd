package scwconfig

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Three profiles, told apart by their keys and regions: A at the top, B and C named.
const profiles = `
secret_key: ` + keyA + `
default_organization_id: ` + orgA + `
default_region: fr-par
api_url: http://127.0.0.1:1
active_profile: b
profiles:
  b:
    secret_key: ` + keyB + `
    default_region: nl-ams
  c:
    secret_key: ` + keyC + `
    default_organization_id: ` + orgB + `
  nothing:
`

func TestPrecedence(t *testing.T) {
	type want struct{ key, region, org, url string }
	tests := map[string]struct {
		env     map[string]string
		options []Option
		want    want
	}{
		"active profile over the top level":       {want: want{keyB, "nl-ams", orgA, "http://127.0.0.1:1"}},
		"SCW_PROFILE over active_profile":         {env: map[string]string{"SCW_PROFILE": "c"}, want: want{keyC, "fr-par", orgB, "http://127.0.0.1:1"}},
		"an empty SCW_PROFILE is none":            {env: map[string]string{"SCW_PROFILE": ""}, want: want{keyB, "nl-ams", orgA, "http://127.0.0.1:1"}},
		"default is the top level":                {env: map[string]string{"SCW_PROFILE": "default"}, want: want{keyA, "fr-par", orgA, "http://127.0.0.1:1"}},
		"a profile with nothing in it":            {options: []Option{WithProfile("nothing")}, want: want{keyA, "fr-par", orgA, "http://127.0.0.1:1"}},
		"WithProfile over SCW_PROFILE":            {env: map[string]string{"SCW_PROFILE": "b"}, options: []Option{WithProfile("c")}, want: want{keyC, "fr-par", orgB, "http://127.0.0.1:1"}},
		"variables over the profile":              {env: map[string]string{"SCW_SECRET_KEY": keyA, "SCW_DEFAULT_REGION": "pl-waw", "SCW_DEFAULT_ORGANIZATION_ID": orgB, "SCW_API_URL": "http://127.0.0.1:2"}, want: want{keyA, "pl-waw", orgB, "http://127.0.0.1:2"}},
		"variables over the profile of an option": {env: map[string]string{"SCW_SECRET_KEY": keyA}, options: []Option{WithProfile("c")}, want: want{keyA, "fr-par", orgB, "http://127.0.0.1:1"}},
		"options over variables": {
			env:     map[string]string{"SCW_SECRET_KEY": keyA, "SCW_DEFAULT_REGION": "pl-waw", "SCW_DEFAULT_ORGANIZATION_ID": orgB, "SCW_API_URL": "http://127.0.0.1:2"},
			options: []Option{WithSecretKey(keyC), WithRegion("it-mil"), WithOrganizationID(orgA), WithAPIURL("http://127.0.0.1:3")},
			want:    want{keyC, "it-mil", orgA, "http://127.0.0.1:3"},
		},
		"an empty variable hides the profile": {env: map[string]string{"SCW_DEFAULT_ORGANIZATION_ID": ""}, want: want{keyB, "nl-ams", "", "http://127.0.0.1:1"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			writeDefault(t, cleanEnv(t), profiles)
			setEnv(t, test.env)
			cfg, err := Load(test.options...)
			require.NoError(t, err)
			c := cfg.Configuration
			assert.Equal(t, test.want, want{c.APIKey, c.Region, cfg.OrganizationID, c.BasePath})
		})
	}
}

func TestOlderVariables(t *testing.T) {
	secret, org, region := []string{"SCW_SECRET_KEY", "SCW_TOKEN", "SCALEWAY_TOKEN", "SCALEWAY_ACCESS_KEY"},
		[]string{"SCW_DEFAULT_ORGANIZATION_ID", "SCW_ORGANIZATION", "SCALEWAY_ORGANIZATION"},
		[]string{"SCW_DEFAULT_REGION", "SCW_REGION", "SCALEWAY_REGION"}
	tests := []struct {
		variables []string
		old, new  string
		got       func(*Config) string
	}{
		{secret, keyA, keyB, func(c *Config) string { return c.Configuration.APIKey }},
		{org, orgA, orgB, func(c *Config) string { return c.OrganizationID }},
		{region, "nl-ams", "pl-waw", func(c *Config) string { return c.Configuration.Region }},
	}
	for _, test := range tests {
		for i, name := range test.variables {
			t.Run(name, func(t *testing.T) {
				cleanEnv(t)
				if test.variables[0] != "SCW_SECRET_KEY" {
					t.Setenv("SCW_SECRET_KEY", keyC)
				}
				t.Setenv(name, test.old)
				cfg, err := Load()
				require.NoError(t, err)
				assert.Equal(t, test.old, test.got(cfg))
				if i == 0 {
					return
				}
				t.Setenv(test.variables[i-1], test.new)
				cfg, err = Load()
				require.NoError(t, err)
				assert.Equal(t, test.new, test.got(cfg), "the newer variable wins")
			})
		}
	}
}

func TestOlderRegionNames(t *testing.T) {
	for old, want := range map[string]string{"par1": "fr-par", "ams1": "nl-ams"} {
		cleanEnv(t)
		t.Setenv("SCW_SECRET_KEY", keyA)
		t.Setenv("SCW_REGION", old)
		cfg, err := Load()
		require.NoError(t, err)
		assert.Equal(t, want, cfg.Configuration.Region)
	}
}
