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

// manifest lists the paths, itself included.
func manifest(paths []string) File {
	list := append([]string{manifestFile}, paths...)
	slices.Sort(list)
	list = slices.Compact(list)
	return File{manifestFile, []byte(strings.Join(list, "\n") + "\n")}
}

func paths(files []File) []string {
	var list []string
	for _, f := range files {
		list = append(list, f.Path)
	}
	return list
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
