package scwconfig

import (
	"errors"
	"fmt"
	"os"

	"github.com/scaleway/scaleway-sdk-go/scw"

	"github.com/rumpl/gosc"
)

// ErrNoSecretKey means that no place has a secret key.
var ErrNoSecretKey = errors.New("no secret key: set " + scw.ScwSecretKeyEnv + ", or secret_key in the configuration file")

// Config is what Load found.
type Config struct {
	// Configuration is for gosc.NewAPIClient. Settings that no place has are the
	// defaults of gosc.NewConfiguration.
	Configuration *gosc.Configuration
	// OrganizationID is the same as Configuration.OrganizationID: the default
	// organization, empty if none is set. Creating a namespace requires it.
	OrganizationID string
}

// Load returns the settings of the options, the environment and the file.
func Load(opts ...Option) (*Config, error) {
	cfg, err := load(opts)
	if err != nil {
		return nil, fmt.Errorf("scwconfig: %w", err)
	}
	return cfg, nil
}

func load(opts []Option) (*Config, error) {
	var o options
	for _, option := range opts {
		if option != nil {
			option(&o)
		}
	}
	file, err := findFile(o.configPath)
	if err != nil {
		return nil, err
	}
	fromFile, err := file.profile(o.profileName)
	if err != nil {
		return nil, err
	}
	fromEnv, err := envProfile()
	if err != nil {
		return nil, err
	}
	return configure(sources{options: &o.profile, env: fromEnv, file: fromFile, path: file.path})
}

// envProfile is the environment as the SDK reads it, except for the switch of TLS
// verification: there the SDK treats what is not a boolean as insecure.
func envProfile() (*scw.Profile, error) {
	insecure, err := envInsecure()
	if err != nil {
		return nil, err
	}
	profile := scw.LoadEnvProfile()
	profile.Insecure = insecure
	return profile, nil
}

func envInsecure() (*bool, error) {
	if value, ok := os.LookupEnv(scw.ScwInsecureEnv); ok {
		insecure, err := parseBool(scw.ScwInsecureEnv, value, false)
		return &insecure, err
	}
	if value, ok := os.LookupEnv(tlsVerifyEnv); ok {
		verify, err := parseBool(tlsVerifyEnv, value, true)
		insecure := !verify
		return &insecure, err
	}
	return nil, nil
}
