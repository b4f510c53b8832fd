package scwconfig

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/scaleway/scaleway-sdk-go/scw"
	"github.com/scaleway/scaleway-sdk-go/validation"

	"github.com/rumpl/gosc"
)

const maxUserAgent = 512 // bytes, as in the official SDK

// configure puts the settings into a Configuration.
func configure(from sources) (*Config, error) {
	out := &Config{Configuration: gosc.NewConfiguration()}
	steps := []func(sources, *Config) error{setSecretKey, setOrganization, setProject, setRegion, setZone, setAPIURL, setUserAgent, setInsecure}
	for _, step := range steps {
		if err := step(from, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func setSecretKey(from sources, out *Config) error {
	key, ok := from.text(secretKey)
	switch {
	case !ok:
		return errNoSecretKey(from)
	case key.value == "":
		return fmt.Errorf("%w (%s is empty)", ErrNoSecretKey, key.place)
	case !validation.IsSecretKey(key.value):
		return fmt.Errorf("%s is not a secret key, which is a UUID", key.place)
	}
	out.Configuration.APIKey = key.value
	return nil
}

// errNoSecretKey mentions a profile that was ignored because there is no file.
func errNoSecretKey(from sources) error {
	if name := os.Getenv(scw.ScwActiveProfileEnv); name != "" && from.path == "" {
		return fmt.Errorf("%w (%s is %q, but there is no configuration file)", ErrNoSecretKey, scw.ScwActiveProfileEnv, name)
	}
	return ErrNoSecretKey
}

func setOrganization(from sources, out *Config) error {
	id, ok := from.text(organizationID)
	if !ok || id.value == "" {
		return nil
	}
	if !validation.IsOrganizationID(id.value) {
		return fmt.Errorf("%s is not an organization, which is a UUID", id.place)
	}
	out.OrganizationID = id.value
	out.Configuration.OrganizationID = id.value
	return nil
}

func setProject(from sources, out *Config) error {
	id, ok := from.text(projectID)
	if !ok || id.value == "" {
		return nil
	}
	if !validation.IsProjectID(id.value) {
		return fmt.Errorf("%s is not a project, which is a UUID", id.place)
	}
	out.Configuration.ProjectID = id.value
	return nil
}

func setZone(from sources, out *Config) error {
	zone, ok := from.text(zone)
	if !ok {
		return nil
	}
	if !validation.IsZone(zone.value) {
		return fmt.Errorf("%s is %q, which is not a zone such as fr-par-1", zone.place, zone.value)
	}
	out.Configuration.Zone = zone.value
	return nil
}

func setRegion(from sources, out *Config) error {
	region, ok := from.text(region)
	if !ok {
		return nil
	}
	if !validation.IsRegion(region.value) {
		return fmt.Errorf("%s is %q, which is not a region such as fr-par", region.place, region.value)
	}
	out.Configuration.Region = region.value
	return nil
}

// setAPIURL does not quote an invalid URL, which may contain a password.
func setAPIURL(from sources, out *Config) error {
	base, ok := from.text(apiURL)
	if !ok {
		return nil
	}
	parsed, err := url.Parse(base.value)
	if err != nil || parsed.Host == "" || parsed.Scheme != "http" && parsed.Scheme != "https" {
		return fmt.Errorf("%s is not an http or https URL", base.place)
	}
	if parsed.User != nil || strings.ContainsAny(base.value, "?#") {
		return fmt.Errorf("%s has more than a scheme, a host and a path", base.place)
	}
	out.Configuration.BasePath = strings.TrimRight(base.value, "/")
	return nil
}

func setUserAgent(from sources, out *Config) error {
	agent, ok := from.text(userAgent)
	if !ok || agent.value == "" {
		return nil
	}
	unprintable := func(r rune) bool { return r < ' ' || r > '~' }
	if len(agent.value) > maxUserAgent || strings.ContainsFunc(agent.value, unprintable) {
		return fmt.Errorf("%s is not printable ASCII of at most %d bytes", agent.place, maxUserAgent)
	}
	out.Configuration.UserAgent += " " + agent.value
	return nil
}

func setInsecure(from sources, out *Config) error {
	if !from.insecure() {
		return nil
	}
	transport, ok := out.Configuration.HTTPClient.Transport.(*http.Transport)
	if !ok {
		return errors.New("insecure TLS is requested, but the HTTP client has no *http.Transport")
	}
	transport.TLSClientConfig = &tls.Config{InsecureSkipVerify: true} // the user's explicit wish
	return nil
}
