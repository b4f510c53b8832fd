package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// manifest lists the files, itself included.
func manifest(files []File) File {
	paths := []string{manifestFile}
	for _, f := range files {
		paths = append(paths, f.Path)
	}
	slices.Sort(paths)
	return File{manifestFile, []byte(strings.Join(paths, "\n") + "\n")}
}

// readManifest returns the files of the last run.
func readManifest(root string) ([]string, error) {
	data, err := os.ReadFile(filepath.Join(root, manifestFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	paths := strings.Fields(string(data))
	for _, path := range paths {
		if !filepath.IsLocal(filepath.FromSlash(path)) {
			return nil, fmt.Errorf("%s names %q, which is not inside the directory", manifestFile, path)
		}
	}
	return paths, nil
}
