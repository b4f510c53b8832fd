// Release checks that the modules of this repository can be released together,
// builds the emulator's binaries, and, if told to, tags the modules.
//
//	go run ./internal/release                     # dry run of the version in version.go
//	go run ./internal/release -prepare v1.2.3     # write a new version into version.go and the go.mod files
//	go run ./internal/release -tidy               # go mod tidy in the released modules
//	go run ./internal/release -tag                # dry run, then the tags, in this clone only
//
// All modules have the same version. The root's tag is v1.2.3, that of a nested
// module has its folder in front: emulator/v1.2.3.
//
// A dry run makes a module proxy from the tree, in which every module has the
// version, and uses it in folders outside the workspace: it builds programs that
// require exactly the released modules, checks what the client makes its users
// download, and installs the emulator.
//
// The same proxy serves -tidy: the released modules require each other in a version
// that is not published yet, so plain `go mod tidy` fails.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
)

const defaultPlatforms = "linux/amd64,linux/arm64,darwin/amd64,darwin/arm64,windows/amd64,windows/arm64"

type config struct {
	root      string
	out       string
	platforms string
	prepare   string
	tidy      bool
	tag       bool
	log       io.Writer
}

func main() {
	var cfg config
	flag.StringVar(&cfg.root, "root", ".", "`folder` of the repository")
	flag.StringVar(&cfg.out, "out", "", "`folder` for the binaries and SHA256SUMS (default: none is kept)")
	flag.StringVar(&cfg.platforms, "platforms", defaultPlatforms, "`list` of GOOS/GOARCH to build the emulator for")
	flag.StringVar(&cfg.prepare, "prepare", "", "write `version` into version.go and the go.mod files, and do nothing else")
	flag.BoolVar(&cfg.tidy, "tidy", false, "run go mod tidy in the released modules, and do nothing else")
	flag.BoolVar(&cfg.tag, "tag", false, "tag the modules after a dry run of a clean tree")
	flag.Parse()
	cfg.log = os.Stdout
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, cfg); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, cfg config) (err error) {
	root, err := filepath.Abs(cfg.root)
	if err != nil {
		return err
	}
	if cfg.prepare != "" {
		return prepare(root, cfg.prepare)
	}
	version, err := currentVersion(root)
	if err != nil {
		return err
	}
	if err := checkModules(root, version); err != nil {
		return err
	}
	if cfg.tag {
		if err := checkTaggable(ctx, root, version); err != nil {
			return err
		}
	}
	temp, err := os.MkdirTemp("", "gosc-release-")
	if err != nil {
		return err
	}
	u := &user{root: root, dir: temp, version: version, log: cfg.log}
	defer func() { err = errors.Join(err, u.remove()) }()
	if cfg.tidy {
		return u.tidy(ctx)
	}
	if err := dryRun(ctx, u, cfg); err != nil {
		return err
	}
	if cfg.tag {
		return tagModules(ctx, root, version, cfg.log)
	}
	fmt.Fprintf(cfg.log, "%s can be released: %s\n", version, strings.Join(tags(version), " "))
	return nil
}

func dryRun(ctx context.Context, u *user, cfg config) error {
	sums, err := writeProxy(ctx, u.root, u.proxy(), u.version)
	if err != nil {
		return err
	}
	for _, sum := range sums {
		fmt.Fprintln(cfg.log, sum)
	}
	for _, step := range []func(context.Context) error{u.checkTidy, u.checkClient, u.checkAll, u.checkInstall} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	out := cfg.out
	if out == "" {
		out = filepath.Join(u.dir, "dist")
	}
	return u.buildBinaries(ctx, strings.Split(cfg.platforms, ","), out)
}
