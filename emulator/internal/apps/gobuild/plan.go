package gobuild

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/rumpl/gosc/emulator/internal/apps/golib"
)

// plan describes how an archive is built.
type plan struct {
	moduleDir string
	flags     []string
	env       []string
}

// plan chooses between the four layouts of an archive: a module or not, with
// its dependencies in vendor/ or not. The user's files are never changed.
func (b *Builder) plan(ctx context.Context, r Request, dir string) (plan, error) {
	moduleDir, isModule := enclosing(r.Root, dir, "go.mod")
	switch {
	case isModule && exists(filepath.Join(moduleDir, "vendor", "modules.txt")):
		return plan{moduleDir: moduleDir, flags: []string{"-mod=vendor"}}, nil
	case isModule:
		return b.modulePlan(ctx, r, moduleDir)
	}
	if _, vendored := enclosing(r.Root, dir, "vendor"); vendored {
		return b.gopathPlan(r)
	}
	// Without go.mod the code gets one, which must be in place for the compiler.
	if err := os.WriteFile(filepath.Join(r.Root, "go.mod"), []byte("module function\n"), 0o644); err != nil {
		return plan{}, err
	}
	return b.modulePlan(ctx, r, r.Root)
}

// modulePlan builds with a copy of go.mod that finds our library. -mod=mod lets
// the toolchain complete the copy, over the network only for modules that are
// not on this machine yet.
func (b *Builder) modulePlan(ctx context.Context, r Request, moduleDir string) (plan, error) {
	modFile := filepath.Join(r.Scratch, "go.mod")
	if err := copyFile(filepath.Join(moduleDir, "go.mod"), modFile); err != nil {
		return plan{}, err
	}
	err := copyFile(filepath.Join(moduleDir, "go.sum"), filepath.Join(r.Scratch, "go.sum"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return plan{}, err
	}
	provided, err := b.providesLibrary(ctx, r.Go, modFile)
	if err != nil {
		return plan{}, err
	}
	if !provided {
		replace := "-replace=" + golib.ModulePath + "=" + filepath.Join(b.dir, libDir)
		if _, err := b.modEdit(ctx, r.Go, replace, modFile); err != nil {
			return plan{}, err
		}
	}
	return plan{moduleDir: moduleDir, flags: []string{"-mod=mod", "-modfile=" + modFile}}, nil
}

// goMod is what this package reads of a go.mod.
type goMod struct {
	Module  struct{ Path string }
	Replace []struct{ Old struct{ Path string } }
}

func (b *Builder) readMod(ctx context.Context, goCommand, modFile string) (goMod, error) {
	out, err := b.modEdit(ctx, goCommand, "-json", modFile)
	if err != nil {
		return goMod{}, err
	}
	var mod goMod
	if err := json.Unmarshal(out, &mod); err != nil {
		return goMod{}, fmt.Errorf("read go.mod: %w", err)
	}
	return mod, nil
}

// providesLibrary reports whether the module is the library or says itself where
// it is.
func (b *Builder) providesLibrary(ctx context.Context, goCommand, modFile string) (bool, error) {
	mod, err := b.readMod(ctx, goCommand, modFile)
	if err != nil {
		return false, err
	}
	for _, r := range mod.Replace {
		if r.Old.Path == golib.ModulePath {
			return true, nil
		}
	}
	return mod.Module.Path == golib.ModulePath, nil
}

func (b *Builder) modEdit(ctx context.Context, goCommand string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, goCommand, append([]string{"mod", "edit"}, args...)...)
	cmd.Dir = b.dir
	cmd.Env = environment(b.dir, nil)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		text := strings.ReplaceAll(stderr.String(), args[len(args)-1], "go.mod")
		return nil, fmt.Errorf("go.mod of the archive: %w\n%s", err, text)
	}
	return out, nil
}

// gopathPlan is for archives from before modules: vendor/ and no go.mod. They
// build where GOPATH says, so Root has to lie in a GOPATH (see Request).
func (b *Builder) gopathPlan(r Request) (plan, error) {
	src := filepath.Dir(r.Root)
	if filepath.Base(src) != "src" {
		return plan{}, errors.New("archive has vendor/ but no go.mod, and was not unpacked into a GOPATH")
	}
	gopath := filepath.Dir(src) + string(filepath.ListSeparator) + filepath.Join(b.dir, "gopath")
	return plan{moduleDir: r.Root, env: []string{"GO111MODULE=off", "GOPATH=" + gopath}}, nil
}

// enclosing looks for name in dir and the folders above it, up to root.
func enclosing(root, dir, name string) (string, bool) {
	for {
		if exists(filepath.Join(dir, name)) {
			return dir, true
		}
		if dir == root || len(dir) <= len(root) {
			return "", false
		}
		dir = filepath.Dir(dir)
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func copyFile(from, to string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, content, 0o644)
}
