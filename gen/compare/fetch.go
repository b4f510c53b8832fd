package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// fetch downloads the package of a description and returns the path of the file.
func (d document) fetch(ctx context.Context, work string) (string, error) {
	if d.source.kind == "go" {
		out, err := command(ctx, work, []string{"GOWORK=off"}, "go", "mod", "download", "-json", d.source.name+"@"+d.source.version)
		if err != nil {
			return "", err
		}
		var module struct{ Dir string }
		if err := json.Unmarshal(out, &module); err != nil {
			return "", err
		}
		return filepath.Join(module.Dir, filepath.FromSlash(d.file)), nil
	}
	dir := filepath.Join(work, "npm", folder(d.name))
	path := filepath.Join(dir, "package", filepath.FromSlash(d.file))
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	out, err := command(ctx, dir, nil, "npm", "pack", "--silent", d.source.name+"@"+d.source.version)
	if err != nil {
		return "", err
	}
	_, err = command(ctx, dir, nil, "tar", "-xzf", strings.TrimSpace(string(out)))
	return path, err
}

var method = regexp.MustCompile(`(?m)^\s*["']?(get|put|post|delete|patch|head|options)["']?:\s*(\{.*)?$`)

// operations counts the operations of a description approximately, by its lines.
func operations(spec string) int {
	data, err := os.ReadFile(spec)
	if err != nil {
		return 0
	}
	return len(method.FindAll(data, -1))
}
