package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// fetch downloads the package of a description and returns the path of the file.
func (d document) fetch(ctx context.Context, work, repo string) (string, error) {
	if d.source == ours {
		return filepath.Join(repo, filepath.FromSlash(d.file)), nil
	}
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

// operations counts the operations of a description.
func operations(spec string) (int, error) {
	data, err := os.ReadFile(spec)
	if err != nil {
		return 0, err
	}
	var doc struct {
		Paths map[string]any `yaml:"paths"`
	}
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return 0, err
	}
	n := 0
	for _, item := range doc.Paths {
		members, _ := item.(map[string]any) // a path may be an extension
		for member := range members {
			if slices.Contains(methods, member) {
				n++
			}
		}
	}
	return n, nil
}

var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}
