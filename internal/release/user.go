package main

import (
	"context"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"
)

// user is a module that requires the released modules: outside the workspace, with a
// module cache that has none of them.
type user struct {
	root    string // of the repository
	dir     string // where everything is written
	version string
	log     io.Writer

	environment []string // see env
}

func (u *user) proxy() string { return filepath.Join(u.dir, "proxy") }

// env returns the environment of the go command. The modules of the proxy come first,
// then the machine's module cache, then the usual proxies. The module cache is a new
// one, because the same version has other contents in the next run.
// -trimpath makes the build cache independent of the folders' names.
func (u *user) env(ctx context.Context) ([]string, error) {
	if u.environment != nil {
		return u.environment, nil
	}
	values, err := output(ctx, u.root, nil, "go", "env", "GOMODCACHE", "GOPROXY")
	if err != nil {
		return nil, err
	}
	lines := strings.Split(values, "\n")
	u.environment = []string{
		"GOWORK=off",
		"GOFLAGS=-trimpath -mod=mod -modcacherw",
		"GOPROXY=file://" + filepath.ToSlash(u.proxy()) + ",file://" + filepath.ToSlash(lines[0]) + "/cache/download," + lines[1],
		"GONOSUMDB=" + rootPath + "," + rootPath + "/*",
		"GOMODCACHE=" + filepath.Join(u.dir, "modules"),
		"GOPATH=" + filepath.Join(u.dir, "gopath"),
		"GOBIN=",
		"CGO_ENABLED=0",
	}
	return u.environment, nil
}

// run runs the go command in a folder.
func (u *user) run(ctx context.Context, dir string, args ...string) (string, error) {
	env, err := u.env(ctx)
	if err != nil {
		return "", err
	}
	return output(ctx, dir, env, "go", args...)
}

func (u *user) remove() error { return os.RemoveAll(u.dir) }

// program writes a module that requires modules of the set, and resolves it.
func (u *user) program(ctx context.Context, name string, require []string, files map[string]string) (string, error) {
	dir := filepath.Join(u.dir, name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	goMod := "module example.com/" + name + "\n\ngo 1.26.0\n"
	for _, folder := range require {
		goMod += "\nrequire " + modulePath(folder) + " " + u.version + "\n"
	}
	files = maps.Clone(files)
	files["go.mod"] = goMod
	for file, text := range files {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o644); err != nil {
			return "", err
		}
	}
	_, err := u.run(ctx, dir, "mod", "tidy")
	return dir, err
}
