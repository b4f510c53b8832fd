package scwconfig

import (
	"fmt"
	"os"
	"strconv"

	"github.com/scaleway/scaleway-sdk-go/scw"
)

const tlsVerifyEnv = "SCW_TLSVERIFY"

// sources are the places that settings come from, in order of precedence.
type sources struct {
	options *scw.Profile
	env     *scw.Profile
	file    *scw.Profile
	path    string // of the file
}

// setting is a string setting, with its names for error messages.
type setting struct {
	key       string   // in the file
	variables []string // in the environment, the newest first
	of        func(*scw.Profile) *string
}

var (
	secretKey = setting{
		"secret_key", []string{scw.ScwSecretKeyEnv, "SCW_TOKEN", "SCALEWAY_TOKEN", "SCALEWAY_ACCESS_KEY"},
		func(p *scw.Profile) *string { return p.SecretKey },
	}
	organizationID = setting{
		"default_organization_id", []string{scw.ScwDefaultOrganizationIDEnv, "SCW_ORGANIZATION", "SCALEWAY_ORGANIZATION"},
		func(p *scw.Profile) *string { return p.DefaultOrganizationID },
	}
	projectID = setting{
		"default_project_id", []string{scw.ScwDefaultProjectIDEnv},
		func(p *scw.Profile) *string { return p.DefaultProjectID },
	}
	zone = setting{
		"default_zone", []string{scw.ScwDefaultZoneEnv},
		func(p *scw.Profile) *string { return p.DefaultZone },
	}
	region = setting{
		"default_region", []string{scw.ScwDefaultRegionEnv, "SCW_REGION", "SCALEWAY_REGION"},
		func(p *scw.Profile) *string { return p.DefaultRegion },
	}
	apiURL = setting{
		"api_url", []string{scw.ScwAPIURLEnv},
		func(p *scw.Profile) *string { return p.APIURL },
	}
	userAgent = setting{
		"user_agent", []string{scw.ScwUserAgentEnv},
		func(p *scw.Profile) *string { return p.UserAgent },
	}
)

// found is a value and its place.
type found struct {
	value string
	place string
}

// text looks up a setting; ok is false if no place has it.
func (s sources) text(set setting) (_ found, ok bool) {
	if value := set.of(s.options); value != nil {
		return found{*value, "the option for " + set.key}, true
	}
	if value := set.of(s.env); value != nil {
		return found{*value, "the variable " + firstSet(set.variables)}, true
	}
	if value := set.of(s.file); value != nil {
		return found{*value, set.key + " in " + s.path}, true
	}
	return found{}, false
}

func (s sources) insecure() bool {
	for _, profile := range []*scw.Profile{s.options, s.env, s.file} {
		if profile.Insecure != nil {
			return *profile.Insecure
		}
	}
	return false
}

// firstSet returns the variable that the SDK took the value from.
func firstSet(variables []string) string {
	for _, name := range variables {
		if _, ok := os.LookupEnv(name); ok {
			return name
		}
	}
	return variables[0]
}

// parseBool parses a switch; the empty string means the safe value.
func parseBool(variable, value string, empty bool) (bool, error) {
	if value == "" {
		return empty, nil
	}
	parsed, err := strconv.ParseBool(value)
	if err != nil {
		return empty, fmt.Errorf("the variable %s is %q, which is not a boolean", variable, value)
	}
	return parsed, nil
}
