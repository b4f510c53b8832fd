package platform

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
)

const (
	scratchPattern = "scratch-*"
	// scratchMark is the first file in a scratch folder: by it the next start
	// knows that a folder is the emulator's own.
	scratchMark = ".functions-emulator-scratch"
	// oldScratch is the name that earlier versions used, without a mark.
	oldScratch = "scratch"
)

var (
	scratchName = regexp.MustCompile(`^scratch-[0-9]+$`)
	appsName    = regexp.MustCompile(`^apps-[0-9]+$`)
)

// makeScratch makes a folder that Close removes. In a data folder, those that
// killed emulators have left are removed first; the caller holds the lock of the
// data folder, so that no program uses them.
func makeScratch(dataDir string) (string, error) {
	if dataDir == "" {
		return os.MkdirTemp("", "functions-emulator-")
	}
	dataDir, err := filepath.Abs(dataDir)
	if err != nil {
		return "", err
	}
	if err := removeScratch(dataDir); err != nil {
		return "", err
	}
	scratch, err := os.MkdirTemp(dataDir, scratchPattern)
	if err != nil {
		return "", err
	}
	return scratch, os.WriteFile(filepath.Join(scratch, scratchMark), nil, 0o600)
}

// removeScratch removes the scratch folders that carry the mark, and those that
// are empty because the emulator was killed before it wrote the mark.
func removeScratch(dataDir string) error {
	entries, err := os.ReadDir(dataDir)
	if err != nil {
		return err
	}
	var errs []error
	for _, entry := range entries {
		path := filepath.Join(dataDir, entry.Name())
		switch {
		case !entry.IsDir():
		case entry.Name() == oldScratch:
			errs = append(errs, removeOldScratch(path))
		case scratchName.MatchString(entry.Name()):
			if _, err := os.Lstat(filepath.Join(path, scratchMark)); err == nil {
				errs = append(errs, os.RemoveAll(path))
			} else {
				removeIfEmpty(path)
			}
		}
	}
	return errors.Join(errs...)
}

// removeOldScratch removes what earlier versions have made in the folder, and
// the folder if nothing else is in it.
func removeOldScratch(path string) error {
	entries, err := os.ReadDir(path)
	if err != nil {
		return err
	}
	var errs []error
	for _, entry := range entries {
		if entry.IsDir() && appsName.MatchString(entry.Name()) {
			errs = append(errs, os.RemoveAll(filepath.Join(path, entry.Name())))
		}
	}
	removeIfEmpty(path)
	return errors.Join(errs...)
}

func removeIfEmpty(path string) {
	if entries, err := os.ReadDir(path); err == nil && len(entries) == 0 {
		_ = os.Remove(path) // the next start tries again
	}
}
