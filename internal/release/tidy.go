package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// checkTidy reports modules whose go.mod or go.sum differs from what `go mod tidy`
// writes. Sums of modules of this repository are not kept: they would change with
// every commit, and users have their own.
func (u *user) checkTidy(ctx context.Context) error {
	fmt.Fprintln(u.log, "checking that the modules are tidy")
	var all []error
	for _, folder := range released {
		if err := u.checkModuleTidy(ctx, folder); err != nil {
			all = append(all, fmt.Errorf("module %s: %w", modulePath(folder), err))
		}
	}
	return errors.Join(all...)
}

// tidy writes the files that checkTidy compares.
func (u *user) tidy(ctx context.Context) error {
	if _, err := writeProxy(ctx, u.root, u.proxy(), u.version); err != nil {
		return err
	}
	for _, folder := range released {
		copied, err := u.tidyCopy(ctx, folder)
		if err != nil {
			return err
		}
		for _, name := range []string{"go.mod", "go.sum"} {
			lines, err := foreignLines(filepath.Join(copied, name))
			if err != nil {
				return err
			}
			if err := os.WriteFile(filepath.Join(u.root, folder, name), []byte(strings.Join(lines, "\n")), 0o644); err != nil {
				return err
			}
		}
	}
	return nil
}

// tidyCopy runs `go mod tidy` in a copy of a module and returns its folder.
func (u *user) tidyCopy(ctx context.Context, folder string) (string, error) {
	copied := filepath.Join(u.dir, "tidy", folder)
	tree, err := treeFiles(ctx, u.root)
	if err != nil {
		return "", err
	}
	for _, f := range moduleFiles(u.root, folder, tree) {
		if inNestedModule(f.Path(), folder, tree) {
			continue
		}
		if err := copyFile(f.(file).disk, filepath.Join(copied, f.Path())); err != nil {
			return "", err
		}
	}
	_, err = u.run(ctx, copied, "mod", "tidy")
	return copied, err
}

func (u *user) checkModuleTidy(ctx context.Context, folder string) error {
	copied, err := u.tidyCopy(ctx, folder)
	if err != nil {
		return err
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		before, err := foreignLines(filepath.Join(u.root, folder, name))
		if err != nil {
			return err
		}
		after, err := foreignLines(filepath.Join(copied, name))
		if err != nil {
			return err
		}
		if !slices.Equal(before, after) {
			return fmt.Errorf("%s is not tidy (go run ./internal/release -tidy mends it):\n%s", name, difference(before, after))
		}
	}
	return nil
}

// inNestedModule reports whether a file of a module's folder is in a module of
// its own.
func inNestedModule(name, folder string, tree []string) bool {
	for dir := filepath.ToSlash(filepath.Dir(name)); dir != "."; dir = filepath.ToSlash(filepath.Dir(dir)) {
		if slices.Contains(tree, filepath.ToSlash(filepath.Join(folder, dir, "go.mod"))) {
			return true
		}
	}
	return false
}

func copyFile(from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, text, 0o644)
}

// foreignLines returns the lines of a file except for sums of our own modules. A
// file that does not exist has none.
func foreignLines(name string) ([]string, error) {
	text, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	return slices.DeleteFunc(strings.Split(string(text), "\n"), func(line string) bool {
		return strings.HasPrefix(line, rootPath) && strings.Contains(line, " h1:")
	}), nil
}

// difference lists the lines that only one of two texts has.
func difference(before, after []string) string {
	var out []string
	for _, line := range before {
		if !slices.Contains(after, line) {
			out = append(out, "-"+line)
		}
	}
	for _, line := range after {
		if !slices.Contains(before, line) {
			out = append(out, "+"+line)
		}
	}
	return strings.Join(out, "\n")
}
