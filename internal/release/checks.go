package main

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
)

// notForClients are modules that a program that only calls the API must not have to
// download.
var notForClients = []string{
	"go.etcd.io/bbolt", "github.com/robfig/cron", "github.com/google/uuid",
	"github.com/golang-jwt/jwt", "github.com/scaleway/scaleway-sdk-go", "github.com/getkin", "github.com/oasdiff",
}

const clientProgram = `package main

import "github.com/rumpl/gosc"

func main() {
	cfg := gosc.NewConfiguration()
	cfg.APIKey = "11111111-1111-4111-8111-111111111111"
	_ = gosc.NewAPIClient(cfg)
}
`

// checkClient builds a program that requires only the client, and checks what the
// client makes it require.
func (u *user) checkClient(ctx context.Context) error {
	fmt.Fprintln(u.log, "building a user of the client")
	dir, err := u.program(ctx, "client", []string{"."}, map[string]string{"main.go": clientProgram})
	if err != nil {
		return err
	}
	if _, err := u.run(ctx, dir, "build", "-o", filepath.Join(dir, "program"), "."); err != nil {
		return err
	}
	graph, err := u.run(ctx, dir, "mod", "graph")
	if err != nil {
		return err
	}
	for _, path := range notForClients {
		if strings.Contains(graph, path) {
			return fmt.Errorf("the client makes its users require %s:\n%s", path, graph)
		}
	}
	return nil
}

const allProgram = `package main

import (
	"fmt"

	"github.com/rumpl/gosc"
	"github.com/rumpl/gosc/functionauth"
	"github.com/rumpl/gosc/scwconfig"
)

func main() {
	_, err := functionauth.FromEnv()
	fmt.Println(gosc.Version, err)
	_, err = scwconfig.Load()
	fmt.Println(err)
}
`

const allTest = `package main

import (
	"testing"

	"github.com/rumpl/gosc"
	"github.com/rumpl/gosc/emulator"
)

func TestEmulator(t *testing.T) {
	cfg := gosc.NewConfiguration()
	cfg.BasePath = emulator.Start(t).URL()
	cfg.APIKey = "11111111-1111-4111-8111-111111111111"
	list, _, err := gosc.NewAPIClient(cfg).FunctionsApi.ListFunctionRuntimes(t.Context(), "")
	if err != nil || len(list.Runtimes) == 0 {
		t.Fatal(list, err)
	}
}
`

// checkAll builds and tests a program that requires every released module, and
// checks that it gets exactly the released versions.
func (u *user) checkAll(ctx context.Context) error {
	fmt.Fprintln(u.log, "building and testing a user of all modules")
	used := []string{".", "emulator", "functionauth", "scwconfig"}
	dir, err := u.program(ctx, "all", used, map[string]string{"main.go": allProgram, "main_test.go": allTest})
	if err != nil {
		return err
	}
	if _, err := u.run(ctx, dir, "test", "-vet=off", "./..."); err != nil {
		return err
	}
	if _, err := u.run(ctx, dir, "build", "-o", filepath.Join(dir, "program"), "."); err != nil {
		return err
	}
	modules, err := u.run(ctx, dir, "list", "-m", "all")
	if err != nil {
		return err
	}
	found := 0
	for line := range strings.Lines(modules) {
		path, version, _ := strings.Cut(strings.TrimSpace(line), " ")
		if isOurs(path) {
			found++
			if version != u.version {
				return fmt.Errorf("a user of all modules gets %s %s instead of %s", path, version, u.version)
			}
		}
	}
	if found != len(used) {
		return fmt.Errorf("a user of all modules gets %d of them instead of %d:\n%s", found, len(used), modules)
	}
	return nil
}

const (
	emulatorProgram  = rootPath + "/emulator/cmd/functions-emulator"
	generatorProgram = rootPath + "/gen"
)

// checkInstall installs the emulator as the documentation says and asks it for
// its version. The generator is only resolved: building it takes minutes.
func (u *user) checkInstall(ctx context.Context) error {
	fmt.Fprintln(u.log, "installing the emulator")
	if _, err := u.run(ctx, u.dir, "install", emulatorProgram+"@"+u.version); err != nil {
		return err
	}
	program := filepath.Join(u.dir, "gopath", "bin", "functions-emulator"+suffix(runtime.GOOS))
	printed, err := output(ctx, u.dir, nil, program, "-version")
	if err != nil {
		return err
	}
	if !strings.HasPrefix(printed, "functions-emulator "+u.version+" ") {
		return fmt.Errorf("the installed emulator says it is %q", printed)
	}
	tool := "package main\n\nimport _ \"" + generatorProgram + "\"\n"
	dir, err := u.program(ctx, "tool", []string{"gen"}, map[string]string{"tool.go": "//go:build tools\n\n" + tool})
	if err != nil {
		return err
	}
	_, err = u.run(ctx, dir, "list", "-deps", generatorProgram)
	return err
}
