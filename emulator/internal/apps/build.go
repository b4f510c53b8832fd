package apps

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/rumpl/gosc/emulator/internal/apps/archive"
	"github.com/rumpl/gosc/emulator/internal/apps/toolchain"
)

// build makes a revision from spec, none of whose instances runs yet.
func (m *Manager) build(ctx context.Context, a *App, spec Spec) (*revision, error) {
	if spec.InProcess != nil {
		return newRevision(a, spec, "", program{}), nil
	}
	if spec.Kind == Container {
		p, err := containerProgram(spec.Command)
		if err != nil {
			return nil, err
		}
		return newRevision(a, spec, "", p), nil
	}
	tool, err := findTool(ctx, spec.Runtime, spec.Rules)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(m.dir, "function-*")
	if err != nil {
		return nil, fmt.Errorf("make a folder for the function: %w", err)
	}
	p, err := m.functionProgram(ctx, a, spec, tool, dir)
	if err != nil {
		_ = os.RemoveAll(dir)
		return nil, err
	}
	if spec.Rules == V1beta1 {
		if note := versionNote(spec.Runtime, tool.Version); note != "" {
			a.system(note)
		}
	}
	p.apart = true
	return newRevision(a, spec, dir, p), nil
}

func containerProgram(command []string) (program, error) {
	path, err := exec.LookPath(command[0])
	if err == nil {
		path, err = filepath.Abs(path)
	}
	if err != nil {
		return program{}, fmt.Errorf("the container's command %q cannot be run: %w", command[0], err)
	}
	// A container that is root may want to become another user, as many servers
	// do, and cannot when it runs apart.
	return program{path: path, args: command[1:], grace: containerGrace, apart: os.Geteuid() != 0}, nil
}

// functionProgram unpacks the archive below dir, where a GOPATH would have it
// (old Go code needs that), and makes it ready to run.
func (m *Manager) functionProgram(ctx context.Context, a *App, spec Spec, tool toolchain.Tool, dir string) (program, error) {
	root := filepath.Join(dir, "src", "function")
	if err := os.MkdirAll(root, 0o755); err != nil {
		return program{}, fmt.Errorf("make a folder for the function: %w", err)
	}
	if err := archive.Extract(ctx, spec.Archive, root, archive.Limits{}); err != nil {
		return program{}, &buildError{err}
	}
	switch {
	case goRuntime.MatchString(spec.Runtime):
		return m.goProgram(ctx, a, spec, tool, root, dir)
	case rustRuntime.MatchString(spec.Runtime):
		return m.rustProgram(ctx, a, spec, tool, root, dir)
	}
	return m.scriptProgram(a, spec, tool, root)
}
