package apps

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/rumpl/gosc/emulator/internal/apps/toolchain"
)

// Later versions of a language are named by the same scheme and run on what is
// installed.
var (
	nodeRuntime   = regexp.MustCompile(`^node([0-9]+)$`)
	pythonRuntime = regexp.MustCompile(`^python(3[0-9]*)?$`)
	goRuntime     = regexp.MustCompile(`^go(lang|[0-9]+)$`)
	phpRuntime    = regexp.MustCompile(`^php([0-9]+)$`)
	rustRuntime   = regexp.MustCompile(`^rust([0-9]+)$`)
)

// apiRuntimes are the ones that v1alpha2 knows, in its order.
var apiRuntimes = []string{"golang", "python", "python3", "node8", "node10"}

// betaRuntimes are the ones that v1beta1 knows, in its order.
var betaRuntimes = []string{
	"node26", "node24", "node22", "node20", "node19", "node18", "node17", "node16", "node14", "node10", "node8",
	"python314", "python313", "python312", "python311", "python310", "python39", "python38", "python37", "python3", "python",
	"php85", "php84", "php83", "php82",
	"go126", "go125", "go124", "go123", "go122", "go121", "go120", "go119", "go118", "go117", "go113", "golang",
	"rust196", "rust185", "rust179", "rust165",
}

// Runtimes lists the runtimes of v1alpha2 whose interpreter or toolchain is
// installed. It starts those programs to see whether they work.
func (m *Manager) Runtimes() []string {
	installed := make([]bool, len(apiRuntimes))
	var probes sync.WaitGroup
	for i, name := range apiRuntimes {
		probes.Go(func() {
			_, err := findTool(context.Background(), name, V1alpha2)
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

func findTool(ctx context.Context, runtime string, rules Rules) (toolchain.Tool, error) {
	switch {
	case nodeRuntime.MatchString(runtime):
		return toolchain.Node(ctx, runtime)
	case pythonRuntime.MatchString(runtime):
		return toolchain.Python(ctx, runtime)
	case goRuntime.MatchString(runtime):
		return toolchain.Go(ctx, runtime)
	case rules == V1beta1 && phpRuntime.MatchString(runtime):
		return toolchain.PHP(ctx, runtime)
	case rules == V1beta1 && rustRuntime.MatchString(runtime):
		return toolchain.Rust(ctx, runtime)
	}
	known := apiRuntimes
	if rules == V1beta1 {
		known = betaRuntimes
	}
	return toolchain.Tool{}, fmt.Errorf("runtime %q is not known here; there are %s", runtime, strings.Join(known, ", "))
}

// handlerOf returns the handler of a function, or its runtime's default.
func handlerOf(spec Spec) string {
	switch {
	case spec.Handler != "":
		return spec.Handler
	case rustRuntime.MatchString(spec.Runtime):
		return "handle"
	case !goRuntime.MatchString(spec.Runtime):
		return "handler.handle"
	case spec.Rules == V1alpha2 || spec.Runtime == "golang" || spec.Runtime == "go113":
		return "."
	}
	return "Handle"
}

// promised returns the version that a runtime's name promises, such as "22" for
// node22 and "3.13" for python313, or "" for a name without one.
func promised(runtime string) string {
	digits := strings.TrimLeft(runtime, "abcdefghijklmnopqrstuvwxyz")
	switch {
	case runtime == "python":
		return "2.7"
	case runtime == "python3" || digits == "":
		return ""
	case nodeRuntime.MatchString(runtime) || len(digits) == 1:
		return digits
	}
	return digits[:1] + "." + digits[1:]
}

// languages names the languages of the runtimes.
var languages = map[string]string{"node": "Node.js", "python": "Python", "php": "PHP", "go": "Go", "rust": "Rust"}

// versionNote says which version runs the function if it is not the one that the
// runtime's name promises; otherwise it is empty.
func versionNote(runtime, installed string) string {
	want := promised(runtime)
	installed = strings.TrimLeft(installed, "vgo")
	wanted, got := strings.Split(want, "."), strings.Split(installed, ".")
	if want == "" || len(got) >= len(wanted) && slices.Equal(wanted, got[:len(wanted)]) {
		return ""
	}
	language := languages[strings.TrimSuffix(strings.TrimRight(runtime, "0123456789"), "lang")]
	return fmt.Sprintf("runtime %s: %s %s is not on this machine, %s %s runs the function", runtime, language, want, language, installed)
}

// nodeMajor returns the version of a node runtime.
func nodeMajor(runtime string) int {
	major, _ := strconv.Atoi(nodeRuntime.FindStringSubmatch(runtime)[1])
	return major
}
