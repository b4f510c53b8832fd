package apps

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/rumpl/gosc/emulator/internal/apps/archive"
	"github.com/rumpl/gosc/emulator/internal/apps/toolchain"
	"github.com/rumpl/gosc/emulator/internal/apps/wrapper"
)

const defaultHandler = "handler.handle"

// Later versions of a language are named by the same scheme and run on what is
// installed.
var (
	nodeRuntime   = regexp.MustCompile(`^node([0-9]+)$`)
	pythonRuntime = regexp.MustCompile(`^python(3[0-9]*)?$`)
	goRuntime     = regexp.MustCompile(`^go(lang|[0-9]+)$`)
)

// apiRuntimes are the ones that the API knows, in its order.
var apiRuntimes = []string{"golang", "python", "python3", "node8", "node10"}

// Runtimes lists the runtimes of the API whose interpreter or toolchain is
// installed. It starts those programs to see whether they work.
func (m *Manager) Runtimes() []string {
	installed := make([]bool, len(apiRuntimes))
	var probes sync.WaitGroup
	for i, name := range apiRuntimes {
		probes.Go(func() {
			_, err := findTool(context.Background(), name)
			installed[i] = err == nil
		})
	}
	probes.Wait()
	var names []string
	for i, name := range apiRuntimes {
		if installed[i] {
			names = append(names, name)
		}
	}
	return names
}

func findTool(ctx context.Context, runtime string) (toolchain.Tool, error) {
	switch {
	case nodeRuntime.MatchString(runtime):
		return toolchain.Node(ctx, runtime)
	case pythonRuntime.MatchString(runtime):
		return toolchain.Python(ctx, runtime)
	case goRuntime.MatchString(runtime):
		return toolchain.Go(ctx, runtime)
	}
	return toolchain.Tool{}, fmt.Errorf("runtime %q is not known here; there are %s", runtime, strings.Join(apiRuntimes, ", "))
}

// build makes a revision from spec, none of whose instances runs yet.
func (m *Manager) build(ctx context.Context, a *App, spec Spec) (*revision, error) {
	if spec.Kind == Container {
		p, err := containerProgram(spec.Command)
		if err != nil {
			return nil, err
		}
		return newRevision(a, spec, "", p), nil
	}
	tool, err := findTool(ctx, spec.Runtime)
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
	return program{path: path, args: command[1:], grace: containerGrace}, nil
}

// functionProgram unpacks the archive below dir, where a GOPATH would have it
// (old Go code needs that), and makes it ready to run.
func (m *Manager) functionProgram(ctx context.Context, a *App, spec Spec, tool toolchain.Tool, dir string) (program, error) {
	root := filepath.Join(dir, "src", "function")
	if err := os.MkdirAll(root, 0o755); err != nil {
		return program{}, fmt.Errorf("make a folder for the function: %w", err)
	}
	if err := archive.Extract(ctx, spec.Archive, root, archive.Limits{}); err != nil {
		return program{}, err
	}
	if goRuntime.MatchString(spec.Runtime) {
		return m.goProgram(ctx, a, spec, tool, root, dir)
	}
	return m.scriptProgram(a, spec, tool, root)
}

// scriptProgram runs node and python functions in their wrapper.
func (m *Manager) scriptProgram(a *App, spec Spec, tool toolchain.Tool, root string) (program, error) {
	handler := spec.Handler
	if handler == "" {
		handler = defaultHandler
	}
	if !filepath.IsLocal(filepath.FromSlash(handler)) {
		return program{}, fmt.Errorf("handler %q is not in the archive: it is path/file.export, seen from the root of the archive", handler)
	}
	wrappers, err := m.wrappers()
	if err != nil {
		return program{}, err
	}
	p := program{path: tool.Path, dir: root, events: true, grace: functionGrace}
	if nodeRuntime.MatchString(spec.Runtime) {
		p.args = append(nodeFlags(spec.Runtime, tool.Version), filepath.Join(wrappers, wrapper.Node), handler)
		return p, nil
	}
	if spec.Runtime == "python" && !strings.HasPrefix(tool.Version, "2.") {
		a.system("runtime python: there is no Python 2 on this machine, Python " + tool.Version + " runs the function")
	}
	// Unbuffered, so that each line is logged when it is written; without the
	// packages of the user who runs the emulator.
	p.args = []string{"-u", "-s", filepath.Join(wrappers, wrapper.Python), handler}
	return p, nil
}

// nodeFlags makes the installed Node.js treat a rejection that nobody handles as
// the runtime's own version did, where the two differ.
func nodeFlags(runtime, installed string) []string {
	const strictSince = 15
	wanted, _ := strconv.Atoi(nodeRuntime.FindStringSubmatch(runtime)[1])
	major, _, _ := strings.Cut(strings.TrimPrefix(installed, "v"), ".")
	got, _ := strconv.Atoi(major)
	if wanted < strictSince && got >= strictSince {
		return []string{"--unhandled-rejections=warn"}
	}
	return nil
}
