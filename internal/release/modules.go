package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/semver"
)

const rootPath = "github.com/rumpl/gosc"

// released are the folders of the modules that users may require. The others of
// the workspace are for work on this repository.
var released = []string{".", "emulator", "functionauth", "gen", "scwconfig"}

// modulePath returns the path of the module in a folder.
func modulePath(folder string) string {
	if folder == "." {
		return rootPath
	}
	return rootPath + "/" + folder
}

func isOurs(path string) bool { return path == rootPath || strings.HasPrefix(path, rootPath+"/") }

// tags returns the git tags of a version of all modules.
func tags(version string) []string {
	var out []string
	for _, folder := range released {
		if folder == "." {
			out = append(out, version)
		} else {
			out = append(out, folder+"/"+version)
		}
	}
	return out
}

var versionConstant = regexp.MustCompile(`(?m)^(const Version = ")([^"]*)(")$`)

// currentVersion returns the version in version.go, with a v.
func currentVersion(root string) (string, error) {
	text, err := os.ReadFile(filepath.Join(root, "version.go"))
	if err != nil {
		return "", err
	}
	found := versionConstant.FindSubmatch(text)
	if found == nil {
		return "", errors.New("version.go has no line `const Version = \"...\"`")
	}
	return "v" + string(found[2]), checkVersion("v" + string(found[2]))
}

func checkVersion(version string) error {
	if semver.Canonical(version) != version || semver.Build(version) != "" {
		return fmt.Errorf("%q is not a version such as v1.2.3 or v1.2.3-rc.1", version)
	}
	if major := semver.Major(version); major != "v0" && major != "v1" {
		return fmt.Errorf("%s: a module of version 2 or higher needs /%s at the end of its path", version, major)
	}
	return nil
}

func readGoMod(root, folder string) (*modfile.File, error) {
	name := filepath.Join(root, folder, "go.mod")
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return modfile.Parse(name, text, nil)
}

// checkModules reports what users of the released modules could not resolve: replace
// and exclude directives are ignored outside the main module, and every requirement
// on one of our modules must be the version that is released.
func checkModules(root, version string) error {
	var all []error
	for _, folder := range released {
		file, err := readGoMod(root, folder)
		if err != nil {
			return err
		}
		name := filepath.Join(folder, "go.mod")
		if file.Module == nil || file.Module.Mod.Path != modulePath(folder) {
			all = append(all, fmt.Errorf("%s: the module is not %s", name, modulePath(folder)))
		}
		if len(file.Replace)+len(file.Exclude) > 0 {
			all = append(all, fmt.Errorf("%s: has replace or exclude directives, which users do not get", name))
		}
		for _, require := range file.Require {
			if isOurs(require.Mod.Path) && require.Mod.Version != version {
				all = append(all, fmt.Errorf("%s: requires %s %s instead of %s", name, require.Mod.Path, require.Mod.Version, version))
			}
		}
	}
	return errors.Join(all...)
}

// prepare writes a version into version.go and into all requirements of modules
// of this repository.
func prepare(root, version string) error {
	if err := checkVersion(version); err != nil {
		return err
	}
	name := filepath.Join(root, "version.go")
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	changed := versionConstant.ReplaceAll(text, []byte("${1}"+strings.TrimPrefix(version, "v")+"${3}"))
	if err := os.WriteFile(name, changed, 0o644); err != nil {
		return err
	}
	for _, folder := range append([]string{"test", "examples"}, released...) {
		if err := requireVersion(root, folder, version); err != nil {
			return err
		}
	}
	return nil
}

func requireVersion(root, folder, version string) error {
	file, err := readGoMod(root, folder)
	if err != nil {
		return err
	}
	for _, require := range file.Require {
		if isOurs(require.Mod.Path) {
			if err := file.AddRequire(require.Mod.Path, version); err != nil {
				return err
			}
		}
	}
	text, err := file.Format()
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(root, folder, "go.mod"), text, 0o644)
}
