package apps

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/rumpl/gosc/emulator/internal/apps/toolchain"
	"github.com/rumpl/gosc/emulator/internal/apps/wrapper"
)

// scriptProgram runs node, python and php functions in their wrapper.
func (m *Manager) scriptProgram(a *App, spec Spec, tool toolchain.Tool, root string) (program, error) {
	handler := handlerOf(spec)
	if !filepath.IsLocal(filepath.FromSlash(handler)) {
		return program{}, fmt.Errorf("handler %q is not in the archive: it is path/file.export, seen from the root of the archive", handler)
	}
	wrappers, err := m.wrappers()
	if err != nil {
		return program{}, err
	}
	p := program{path: tool.Path, dir: root, events: true, grace: functionGrace}
	file := func(name string) string { return filepath.Join(wrappers, name) }
	switch {
	case nodeRuntime.MatchString(spec.Runtime):
		p.args = append(nodeFlags(spec, tool.Version), file(wrapper.Node), handler)
	case phpRuntime.MatchString(spec.Runtime):
		// Errors go to standard error, not into replies; the emulator decides
		// how long a call takes.
		p.args = []string{"-d", "display_errors=stderr", "-d", "log_errors=0", "-d", "html_errors=0",
			"-d", "max_execution_time=0", "-f", file(wrapper.PHP), "--", handler}
		return p, nil
	default:
		if spec.Rules == V1alpha2 && spec.Runtime == "python" && !strings.HasPrefix(tool.Version, "2.") {
			a.system("runtime python: there is no Python 2 on this machine, Python " + tool.Version + " runs the function")
		}
		// Unbuffered, so that each line is logged when it is written; without the
		// packages of the user who runs the emulator.
		p.args = []string{"-u", "-s", file(wrapper.Python), handler}
	}
	if spec.Rules == V1beta1 {
		p.args = append(p.args, spec.Rules.String())
	}
	return p, nil
}

// nodeFlags makes the installed Node.js treat a rejection without a handler as
// the runtime's own version did, where the two differ.
func nodeFlags(spec Spec, installed string) []string {
	const strictSince = 15
	var flags []string
	got, minor := nodeVersion(installed)
	if nodeMajor(spec.Runtime) < strictSince && got >= strictSince {
		flags = append(flags, "--unhandled-rejections=warn")
	}
	if spec.Rules == V1beta1 && detectsModules(got, minor) {
		// A handler without package.json is an ES module on the platform, too;
		// there is nothing to warn of.
		flags = append(flags, "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON")
	}
	return flags
}

func nodeVersion(installed string) (major, minor int) {
	parts := strings.SplitN(strings.TrimPrefix(installed, "v"), ".", 3)
	major, _ = strconv.Atoi(parts[0])
	if len(parts) > 1 {
		minor, _ = strconv.Atoi(parts[1])
	}
	return major, minor
}

// detectsModules reports whether a version of Node.js sees by itself that a .js
// file without a package.json is an ES module.
func detectsModules(major, minor int) bool {
	return major == 20 && minor >= 19 || major == 22 && minor >= 7 || major > 22
}
