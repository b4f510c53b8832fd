// Package gobuild compiles Go functions with the installed toolchain.
package gobuild

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/rumpl/gosc/emulator/internal/apps/golib"
	"github.com/rumpl/gosc/emulator/internal/apps/process"
)

// libDir is where in Dir the library is, in the layout of a GOPATH.
var libDir = filepath.Join("gopath", "src", filepath.FromSlash(golib.ModulePath))

// Builder compiles functions, a few at a time.
type Builder struct {
	dir        string
	supervisor *process.Supervisor
	slots      chan struct{}
}

// New makes a builder that keeps its files in dir and starts the toolchain
// through supervisor.
func New(dir string, supervisor *process.Supervisor) (*Builder, error) {
	if err := golib.Write(filepath.Join(dir, libDir)); err != nil {
		return nil, err
	}
	return &Builder{dir: dir, supervisor: supervisor, slots: make(chan struct{}, runtime.NumCPU())}, nil
}

// Request is what Build compiles.
type Request struct {
	// Go is the path of the go command.
	Go string
	// Root of the unpacked archive. For archives without go.mod it must be
	// Root = GOPATH/src/NAME, see Root below.
	Root string
	// Handler is the folder of package main, seen from Root; empty means ".".
	// With Functions it may also name a function, see Resolve.
	Handler string
	// Functions allows a handler that is a function with the signature of an
	// http.HandlerFunc, in a package other than main.
	Functions bool
	// Output is the path of the program to write.
	Output string
	// Scratch is an existing folder for files that the build needs.
	Scratch string
	// Line is called with the toolchain's progress messages, such as downloads.
	Line func(string)
}

// CompileError reports that the toolchain refused the code.
type CompileError struct {
	// Output is the toolchain's output, with paths as they are in the archive.
	Output string
	Err    error
}

// Error returns the toolchain's output.
func (e *CompileError) Error() string { return fmt.Sprintf("go build failed: %v\n%s", e.Err, e.Output) }

// Unwrap returns the error with which the toolchain ended.
func (e *CompileError) Unwrap() error { return e.Err }

// Build compiles the function. The compiler's output is in a *CompileError.
func (b *Builder) Build(ctx context.Context, r Request) error {
	target, err := Resolve(r)
	if err != nil {
		return err
	}
	select {
	case b.slots <- struct{}{}:
		defer func() { <-b.slots }()
	case <-ctx.Done():
		return ctx.Err()
	}
	plan, err := b.plan(ctx, r, target.dir)
	if err != nil {
		return err
	}
	dir := target.dir
	if target.IsFunction() {
		var remove func()
		if dir, remove, err = b.writeMain(ctx, r, plan, target); err != nil {
			return err
		}
		defer remove()
	}
	pkg, err := filepath.Rel(plan.moduleDir, dir)
	if err != nil {
		return err
	}
	args := append([]string{"build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", r.Output}, plan.flags...)
	args = append(args, "./"+filepath.ToSlash(pkg))
	return b.run(ctx, r, plan, args)
}

func (b *Builder) run(ctx context.Context, r Request, p plan, args []string) error {
	var out transcript
	// The toolchain leaves its own temporary folders behind when it is killed.
	tmp, err := os.MkdirTemp(r.Scratch, "go-build-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp) //nolint:errcheck // it goes with Scratch at the latest
	err = process.Run(ctx, b.supervisor, process.Command{
		Path: r.Go,
		Args: args,
		Dir:  p.moduleDir,
		Env:  environment(b.dir, append([]string{"GOTMPDIR=" + tmp}, p.env...)),
		Line: func(_, line string) {
			out.add(line)
			if r.Line != nil && strings.HasPrefix(line, "go: downloading ") {
				r.Line(line)
			}
		},
	})
	if err == nil || ctx.Err() != nil {
		return errors.Join(err, ctx.Err())
	}
	text := out.String()
	// In the order from long to short: one may lie within another.
	for _, path := range []string{r.Root, r.Scratch, b.dir} {
		text = strings.ReplaceAll(text, path+string(filepath.Separator), "")
		text = strings.ReplaceAll(text, path, ".")
	}
	return &CompileError{Output: text, Err: err}
}

// environment of the toolchain: the user's settings of Go and of the network,
// never the variables of functions or the secrets around us.
func environment(dir string, extra []string) []string {
	var env []string
	has := map[string]bool{}
	for _, kv := range os.Environ() {
		name, _, _ := strings.Cut(kv, "=")
		if !wanted(name) {
			continue
		}
		env = append(env, kv)
		has[name] = true
	}
	if !has["CGO_ENABLED"] {
		env = append(env, "CGO_ENABLED=0")
	}
	if home, _ := os.UserHomeDir(); home == "" {
		env = append(env, "GOCACHE="+filepath.Join(dir, "cache"), "GOPATH="+filepath.Join(dir, "gopath"))
	}
	env = append(env, "GOWORK=off", "GOFLAGS=", "GOOS="+runtime.GOOS, "GOARCH="+runtime.GOARCH)
	return append(env, extra...)
}

var wantedNames = map[string]bool{
	"PATH": true, "HOME": true, "USERPROFILE": true, "LOCALAPPDATA": true, "APPDATA": true,
	"SYSTEMROOT": true, "TMPDIR": true, "TMP": true, "TEMP": true, "XDG_CACHE_HOME": true, "XDG_CONFIG_HOME": true,
	"HTTP_PROXY": true, "HTTPS_PROXY": true, "NO_PROXY": true, "http_proxy": true, "https_proxy": true, "no_proxy": true,
	"SSL_CERT_FILE": true, "SSL_CERT_DIR": true, "SSH_AUTH_SOCK": true, "NETRC": true, "CC": true, "CXX": true, "PKG_CONFIG": true,
}

func wanted(name string) bool {
	return wantedNames[name] || strings.HasPrefix(name, "GO") || strings.HasPrefix(name, "CGO_") || strings.HasPrefix(name, "GIT_")
}
