package main

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

// collection is a folder of descriptions in a package: the test data of others.
type collection struct {
	source source
	folder string
}

var collections = []collection{
	{ogenModule, "_testdata/positive"},
	{ogenModule, "_testdata/examples"},
	{libopenapi, "test_specs"},
}

// documents returns the descriptions of a folder in OpenAPI 3.0 and 3.1, but for those
// that are in the table already.
func (c collection) documents(ctx context.Context, work, repo string) ([]document, error) {
	root, err := document{source: c.source, file: c.folder}.fetch(ctx, work, repo)
	if err != nil {
		return nil, err
	}
	var out []document
	return out, filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !isOpenAPI3(name) {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		d := document{path.Base(c.source.name) + " " + filepath.ToSlash(rel), c.source, path.Join(c.folder, filepath.ToSlash(rel))}
		if !known(d) {
			out = append(out, d)
		}
		return nil
	})
}

func known(d document) bool {
	for _, other := range documents {
		if other.source == d.source && other.file == d.file {
			return true
		}
	}
	return false
}

var openAPI3 = regexp.MustCompile(`(?m)^[\s{]*"?openapi"?\s*:\s*["']?3\.[01]`)

// isOpenAPI3 reports whether a file is a description with operations.
func isOpenAPI3(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".json", ".yaml", ".yml":
	default:
		return false
	}
	data, err := os.ReadFile(name)
	return err == nil && openAPI3.Match(data) && bytes.Contains(data, []byte("paths"))
}
