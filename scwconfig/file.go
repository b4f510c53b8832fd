package scwconfig

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"

	"github.com/scaleway/scaleway-sdk-go/scw"
)

// configFile is a configuration file that was read. If there is none, path and config
// are empty.
type configFile struct {
	path   string
	config *scw.Config
}

// findFile reads the file that was requested, or else the default one, if any.
func findFile(asked string) (*configFile, error) {
	if asked == "" {
		asked = os.Getenv(scw.ScwConfigPathEnv)
	}
	if asked != "" {
		return readFile(asked)
	}
	dir, err := scw.GetScwConfigDir()
	if err != nil {
		return &configFile{config: &scw.Config{}}, nil // no home directory, so no default file
	}
	for _, name := range []string{"config.yaml", "config.yml"} {
		file, err := readFile(filepath.Join(dir, name))
		if !errors.Is(err, fs.ErrNotExist) {
			return file, err
		}
	}
	return &configFile{config: &scw.Config{}}, nil
}

func readFile(path string) (*configFile, error) {
	config, err := scw.LoadConfigFromPath(path)
	if err != nil {
		return nil, fmt.Errorf("configuration file %s: %w", path, fileError(err))
	}
	return &configFile{path: path, config: config}, nil
}

var lineNumber = regexp.MustCompile(`line \d+`)

// fileError keeps the parts of the SDK's error that are safe to show. The texts of its
// YAML parser quote the file, which contains secrets.
func fileError(err error) error {
	if missing := (*scw.ConfigFileNotFoundError)(nil); errors.As(err, &missing) {
		return fs.ErrNotExist
	}
	if access := (*fs.PathError)(nil); errors.As(err, &access) {
		return access.Err
	}
	if line := lineNumber.FindString(err.Error()); line != "" {
		return fmt.Errorf("malformed, see %s", line)
	}
	return errors.New("malformed")
}

// profile returns the values of a profile, and of the top level where it has none. An
// empty name means the profile that the environment or the file selects. If there is
// no file, a profile that only the environment names is ignored, as the official
// library does.
func (f *configFile) profile(name string) (*scw.Profile, error) {
	if name == "" && f.path == "" {
		return &scw.Profile{}, nil
	}
	if name == "" {
		name = os.Getenv(scw.ScwActiveProfileEnv)
	}
	if name == "" && f.config.ActiveProfile != nil {
		name = *f.config.ActiveProfile
	}
	if name == "" || name == scw.DefaultProfileName {
		return &f.config.Profile, nil
	}
	own, ok := f.config.Profiles[name]
	switch {
	case f.path == "":
		return nil, fmt.Errorf("no profile %q: there is no configuration file", name)
	case !ok:
		return nil, fmt.Errorf("configuration file %s: no profile %q", f.path, name)
	case own == nil: // its name is there with nothing below it
		return &f.config.Profile, nil
	}
	return scw.MergeProfiles(&f.config.Profile, own), nil
}
