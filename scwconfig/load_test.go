package scwconfig

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/scaleway/scaleway-sdk-go/logger"
	"github.com/scaleway/scaleway-sdk-go/scw"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// outcome is what a setup leads to.
type outcome struct {
	failed                          bool
	key, region, zone, org, project string
	apiURL, userAgent               string
}

// official reads a setup as the official tools do: the file if there is one, the
// chosen profile over its top level, the environment over both.
func official() outcome {
	profile := &scw.Profile{}
	config, err := scw.LoadConfig()
	missing := (*scw.ConfigFileNotFoundError)(nil)
	if err == nil {
		profile, err = config.GetActiveProfile()
	}
	if err != nil && !errors.As(err, &missing) {
		return outcome{failed: true}
	}
	merged := scw.MergeProfiles(profile, scw.LoadEnvProfile())
	client, err := scw.NewClient(scw.WithProfile(merged))
	if err != nil {
		return outcome{failed: true}
	}
	var out outcome
	var ok bool
	if out.key, ok = client.GetSecretKey(); !ok {
		return outcome{failed: true} // gosc never calls without a credential
	}
	region, _ := client.GetDefaultRegion()
	zone, _ := client.GetDefaultZone()
	out.region, out.zone = string(region), string(zone)
	out.org, _ = client.GetDefaultOrganizationID()
	out.project, _ = client.GetDefaultProjectID()
	if merged.APIURL != nil {
		out.apiURL = *merged.APIURL
	}
	if merged.UserAgent != nil {
		out.userAgent = *merged.UserAgent
	}
	return out
}

func ofLoad() outcome {
	cfg, err := Load()
	if err != nil {
		return outcome{failed: true}
	}
	c := cfg.Configuration
	return outcome{
		key: c.APIKey, region: c.Region, zone: c.Zone, org: c.OrganizationID, project: c.ProjectID,
		apiURL: c.BasePath, userAgent: c.UserAgent,
	}
}

// pools are values for each setting. Values that gosc deliberately reads in another
// way are left out; see the documentation of the package.
var pools = []struct {
	key       string // in the file
	variables []string
	values    []string
}{
	{"secret_key", []string{"SCW_SECRET_KEY", "SCW_TOKEN", "SCALEWAY_TOKEN"}, []string{keyA, keyB, keyC, "", "no key"}},
	{"default_organization_id", []string{"SCW_DEFAULT_ORGANIZATION_ID", "SCW_ORGANIZATION", "SCALEWAY_ORGANIZATION"}, []string{orgA, orgB, "acme"}},
	{"default_project_id", []string{"SCW_DEFAULT_PROJECT_ID"}, []string{orgA, orgB, "acme"}},
	{"default_region", []string{"SCW_DEFAULT_REGION", "SCW_REGION", "SCALEWAY_REGION"}, []string{"fr-par", "nl-ams", "par1", "ams1", "xx-new", "", "paris"}},
	{"default_zone", []string{"SCW_DEFAULT_ZONE"}, []string{"fr-par-1", "nl-ams-2", "", "fr-par"}},
	{"api_url", []string{"SCW_API_URL"}, []string{"https://api.example.com", "http://127.0.0.1:8080/x", "", "http://%zz"}},
	{"user_agent", []string{"SCW_USER_AGENT"}, []string{"shop/2", "", "caf\u00e9"}},
}

// randomSettings writes some settings as lines of the file. Most are good ones,
// so that most setups succeed.
func randomSettings(r *rand.Rand, indent string) string {
	var out strings.Builder
	for _, pool := range pools {
		if r.IntN(3) == 0 {
			fmt.Fprintf(&out, "%s%s: %q\n", indent, pool.key, pickValue(r, pool.values))
		}
	}
	return out.String()
}

func pickValue(r *rand.Rand, values []string) string {
	if r.IntN(6) > 0 {
		return values[r.IntN(2)]
	}
	return values[r.IntN(len(values))]
}

func randomFile(r *rand.Rand) string {
	text := randomSettings(r, "")
	if r.IntN(3) == 0 {
		text += "active_profile: " + []string{"a", "b", "default", "gone"}[r.IntN(4)] + "\n"
	}
	text += "profiles:\n"
	for _, name := range []string{"a", "b"} {
		text += "  " + name + ":\n    access_key: " + accessKey + "\n" + randomSettings(r, "    ")
	}
	return text
}

const accessKey = "SCW00000000000000000"

// For random files and environments, Load accepts and refuses the same as the official
// library, and finds the same values.
func TestAgreesWithTheOfficialLibrary(t *testing.T) {
	const setups = 3000
	logger.DefaultLogger.Init(io.Discard, logger.LogLevelWarning) // of older variables, thousands of times
	t.Cleanup(func() { logger.DefaultLogger.Init(os.Stderr, logger.LogLevelWarning) })
	home := cleanEnv(t)
	t.Setenv("SCW_ACCESS_KEY", accessKey) // the official library needs one
	path := filepath.Join(home, ".config", "scw", "config.yaml")
	defaults, err := Load(WithSecretKey(keyA))
	require.NoError(t, err)
	succeeded := 0
	for seed := range uint64(setups) {
		r := rand.New(rand.NewPCG(seed, 0))
		described := randomSetup(t, r, path)
		want := official()
		if want.failed {
			assert.True(t, ofLoad().failed, "seed %d: taken, but the official library refuses\n%s", seed, described)
			continue
		}
		succeeded++
		if want.region == "" {
			want.region = defaults.Configuration.Region
		}
		if want.apiURL == "" {
			want.apiURL = defaults.Configuration.BasePath
		}
		want.userAgent = strings.TrimSuffix(defaults.Configuration.UserAgent+" "+want.userAgent, " ")
		assert.Equal(t, want, ofLoad(), "seed %d\n%s", seed, described)
		if t.Failed() {
			return
		}
	}
	assert.Greater(t, succeeded, setups/10, "the comparison is about something")
}

// randomSetup changes the environment and the file, and describes them.
func randomSetup(t *testing.T, r *rand.Rand, path string) string {
	t.Helper()
	for _, pool := range pools {
		for _, name := range pool.variables {
			require.NoError(t, os.Unsetenv(name))
		}
	}
	require.NoError(t, os.Unsetenv("SCW_PROFILE"))
	if err := os.Remove(path); err != nil {
		require.ErrorIs(t, err, os.ErrNotExist)
	}
	var described strings.Builder
	set := func(name, value string) {
		t.Setenv(name, value)
		fmt.Fprintf(&described, "%s=%q\n", name, value)
	}
	for _, pool := range pools {
		for _, name := range pool.variables {
			if r.IntN(4) == 0 {
				set(name, pickValue(r, pool.values))
			}
		}
	}
	if r.IntN(3) == 0 {
		set("SCW_PROFILE", []string{"a", "b", "default", "gone", ""}[r.IntN(5)])
	}
	if r.IntN(4) > 0 {
		text := randomFile(r)
		write(t, path, text)
		described.WriteString(text)
	}
	return described.String()
}
