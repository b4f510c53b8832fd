// Package toolchain finds the interpreters and the Go toolchain of this machine.
package toolchain

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// probeTimeout bounds one try of one program.
const probeTimeout = 20 * time.Second

// Tool is an installed program that was seen to work.
type Tool struct {
	// Path of the program itself: version managers put a script in its place
	// that needs the user's environment.
	Path string
	// Version as the program prints it, such as "v20.11.0" or "3.11.7".
	Version string
}

// kind of program: how it is called, how it prints its version, and what to say
// when it is missing.
type kind struct {
	names []string
	// probe makes the program print its path and its version, a line each.
	probe []string
	// accept reports whether a version is suitable.
	accept func(version string) bool
	advice string
}

func anyVersion(string) bool { return true }

func major(number string) func(string) bool {
	return func(version string) bool { return strings.HasPrefix(version, number+".") }
}

const pythonProbe = `import sys; print(sys.executable); print(".".join(map(str, sys.version_info[:3])))`

var (
	node = kind{
		names:  []string{"node", "nodejs"},
		probe:  []string{"-p", `process.execPath + "\n" + process.version`},
		accept: anyVersion,
		advice: "needs Node.js, and no working node is in PATH: install it (https://nodejs.org, or the package nodejs of your system), then deploy again",
	}
	python2 = kind{
		names:  []string{"python2", "python2.7", "python"},
		probe:  []string{"-c", pythonProbe},
		accept: major("2"),
	}
	python3 = kind{
		names:  []string{"python3", "python"},
		probe:  []string{"-c", pythonProbe},
		accept: major("3"),
		advice: "needs Python 3, and no working python3 is in PATH: install it (https://www.python.org, or the package python3 of your system), then deploy again",
	}
	php = kind{
		names:  []string{"php"},
		probe:  []string{"-n", "-r", `echo PHP_BINARY, "\n", PHP_VERSION;`},
		accept: anyVersion,
		advice: "needs PHP, and no working php is in PATH: install it (https://www.php.net, or the package php-cli of your system), then deploy again",
	}
	rust = kind{
		names:  []string{"cargo"},
		probe:  []string{"--version"},
		accept: anyVersion,
		advice: "needs the Rust toolchain, and no working cargo is in PATH: install it (https://rustup.rs, or the package cargo of your system), then deploy again",
	}
	golang = kind{
		names:  []string{"go"},
		probe:  []string{"env", "GOROOT", "GOVERSION"},
		accept: anyVersion,
		advice: "needs the Go toolchain, and no working go is in PATH: install it (https://go.dev/dl, or the package golang of your system), then deploy again",
	}
)

// Missing is the error for a runtime whose program is not installed.
type Missing struct {
	Runtime string
	Advice  string
}

func (m *Missing) Error() string { return fmt.Sprintf("runtime %s %s", m.Runtime, m.Advice) }

// Node finds the interpreter for a node runtime.
func Node(ctx context.Context, runtime string) (Tool, error) { return find(ctx, runtime, node) }

// Python finds the interpreter for a python runtime. The runtime python gets
// Python 2 where there is one, otherwise Python 3; python310 and its like get
// that version where there is one, otherwise the python3 of PATH.
func Python(ctx context.Context, runtime string) (Tool, error) {
	if runtime == "python" {
		if tool, err := find(ctx, runtime, python2); err == nil || ctx.Err() != nil {
			return tool, err
		}
	}
	if minor, ok := strings.CutPrefix(runtime, "python3"); ok && minor != "" {
		exact := kind{names: []string{"python3." + minor}, probe: python3.probe, accept: major("3." + minor)}
		if tool, err := find(ctx, runtime, exact); err == nil || ctx.Err() != nil {
			return tool, err
		}
	}
	return find(ctx, runtime, python3)
}

// PHP finds the interpreter for a php runtime: the one of that version where
// there is one, otherwise the php of PATH.
func PHP(ctx context.Context, runtime string) (Tool, error) {
	if digits := strings.TrimPrefix(runtime, "php"); len(digits) > 1 {
		version := digits[:1] + "." + digits[1:]
		exact := kind{names: []string{"php" + version}, probe: php.probe, accept: major(version)}
		if tool, err := find(ctx, runtime, exact); err == nil || ctx.Err() != nil {
			return tool, err
		}
	}
	return find(ctx, runtime, php)
}

// Rust finds the toolchain for a rust runtime.
func Rust(ctx context.Context, runtime string) (Tool, error) { return find(ctx, runtime, rust) }

// Go finds the toolchain for the runtime golang.
func Go(ctx context.Context, runtime string) (Tool, error) {
	tool, err := find(ctx, runtime, golang)
	if err == nil {
		tool.Path = filepath.Join(tool.Path, "bin", "go"+exeSuffix())
	}
	return tool, err
}

func exeSuffix() string {
	if filepath.Separator == '\\' {
		return ".exe"
	}
	return ""
}

// missingFor is how long a program counts as missing before the next search: it may
// have been installed meanwhile.
const missingFor = 30 * time.Second

// found remembers probes per PATH, for all emulators of this process: they take
// tens of milliseconds, through version managers even seconds.
var found sync.Map

// finding is the result of a search; one without a tool is valid only for a while.
type finding struct {
	tool  Tool
	until time.Time
}

func find(ctx context.Context, runtime string, k kind) (Tool, error) {
	path := os.Getenv("PATH")
	key := strings.Join(k.names, " ") + "\n" + path
	missing := &Missing{Runtime: runtime, Advice: k.advice}
	if known, ok := found.Load(key); ok {
		switch f := known.(finding); {
		case f.tool.Path != "":
			return f.tool, nil
		case time.Now().Before(f.until):
			return Tool{}, missing
		}
	}
	for _, candidate := range candidates(path, k.names) {
		tool, err := probe(ctx, candidate, k)
		if ctx.Err() != nil {
			return Tool{}, ctx.Err()
		}
		if err == nil {
			found.Store(key, finding{tool: tool})
			return tool, nil
		}
	}
	found.Store(key, finding{until: time.Now().Add(missingFor)})
	return Tool{}, missing
}

// candidates lists all programs of these names, in the order of PATH: the first
// may be a version manager's script with nothing behind it.
func candidates(path string, names []string) []string {
	var all []string
	for _, name := range names {
		for _, dir := range filepath.SplitList(path) {
			if !filepath.IsAbs(dir) {
				continue
			}
			if file, err := exec.LookPath(filepath.Join(dir, name)); err == nil {
				all = append(all, file)
			}
		}
	}
	return all
}

func probe(ctx context.Context, file string, k kind) (Tool, error) {
	ctx, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, file, k.probe...)
	cmd.Dir = os.TempDir()
	cmd.WaitDelay = time.Second
	out, err := cmd.Output()
	if err != nil {
		return Tool{}, fmt.Errorf("try %s: %w", file, err)
	}
	if words := strings.Fields(string(out)); len(words) > 1 && words[0] == "cargo" {
		return Tool{Path: file, Version: words[1]}, nil // cargo does not print its path
	}
	path, version, ok := strings.Cut(strings.TrimSpace(strings.ReplaceAll(string(out), "\r\n", "\n")), "\n")
	if !ok || !filepath.IsAbs(path) || !k.accept(version) {
		return Tool{}, fmt.Errorf("try %s: is not what is needed", file)
	}
	return Tool{Path: path, Version: version}, nil
}
