package main

import (
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Versions of the tools.
const (
	benchstat   = "golang.org/x/perf/cmd/benchstat@v0.0.0-20260908200009-22c9c6c9d4da"
	ogen        = "github.com/ogen-go/ogen/cmd/ogen@v1.24.0"
	oapiCodegen = "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2"
)

//go:embed peers_test.go.txt
var peersTest []byte

// ogenConfig leaves out what makes ogen's calls slower than necessary: servers and
// telemetry.
const ogenConfig = "generator:\n  features:\n    enable: [paths/client]\n    disable_all: true\n"

// repository returns the folder with api/openapi.yaml.
func repository() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "api", "openapi.yaml")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("run this inside the repository")
		}
	}
}

// module is a temporary module with the benchmarks and the peers.
type module struct{ root, dir string }

// write copies the benchmarks.
func (m module) write() error {
	files, err := filepath.Glob(filepath.Join(m.root, "test", "bench", "*.go"))
	if err != nil {
		return err
	}
	for _, path := range files {
		if strings.HasSuffix(path, "allocations_test.go") {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(m.dir, filepath.Base(path)), data, 0o644); err != nil {
			return err
		}
	}
	for name, content := range map[string]string{
		"go.mod":        "module bench\n\ngo 1.26.0\n\nreplace github.com/rumpl/gosc => " + m.root + "\n\nrequire github.com/rumpl/gosc v1.0.0\n",
		"ogen.yml":      ogenConfig,
		"peers_test.go": string(peersTest),
	} {
		if err := os.WriteFile(filepath.Join(m.dir, name), []byte(content), 0o644); err != nil {
			return err
		}
	}
	return os.Mkdir(filepath.Join(m.dir, "oapi"), 0o755)
}

// peers generates the peers and checks that every client really works.
func (m module) peers() error {
	spec := filepath.Join(m.root, "api", "openapi.yaml")
	for _, args := range [][]string{
		{"get", "-tool", ogen, oapiCodegen},
		{"tool", "ogen", "--target", "ogenapi", "--package", "ogenapi", "--clean", "--config", "ogen.yml", spec},
		{"tool", "oapi-codegen", "-generate", "types,client", "-package", "oapi", "-o", "oapi/oapi.go", spec},
		{"mod", "tidy"},
		{"test", "-run", "TestPeers", "."},
	} {
		if out, err := m.run(m.dir, args...); err != nil {
			lines := strings.Split(strings.TrimSpace(out), "\n")
			return fmt.Errorf("go %s: %w: %s", args[0], err, strings.Join(lines[max(0, len(lines)-5):], "\n"))
		}
	}
	return nil
}

// benchmarks runs all benchmarks, and then all of them again: what slows the machine
// down for a while then slows down one run of every client, and not all runs of one.
func (m module) benchmarks(dir, pkg, duration string, count int) (string, error) {
	binary := filepath.Join(m.dir, "bench.test")
	if out, err := m.run(dir, "test", "-c", "-o", binary, pkg); err != nil {
		return "", fmt.Errorf("go test -c: %w: %s", err, out)
	}
	var all strings.Builder
	for range count {
		out, err := exec.Command(binary, "-test.run", "^$", "-test.bench", ".", "-test.benchtime", duration).CombinedOutput()
		if err != nil {
			return "", fmt.Errorf("the benchmarks: %w: %s", err, out)
		}
		all.Write(out)
	}
	return all.String(), nil
}

func (m module) run(dir string, args ...string) (string, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = os.Environ()
	if dir == m.dir {
		cmd.Env = append(cmd.Env, "GOWORK=off", "GOFLAGS=-mod=mod")
	}
	out, err := cmd.CombinedOutput()
	return string(out), err
}
