package apps

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/rumpl/gosc/emulator/internal/apps/gobuild"
	"github.com/rumpl/gosc/emulator/internal/apps/toolchain"
)

// goProgram compiles a Go function below dir.
func (m *Manager) goProgram(ctx context.Context, a *App, spec Spec, tool toolchain.Tool, root, dir string) (program, error) {
	builds, err := m.goBuilds()
	if err != nil {
		return program{}, err
	}
	output := filepath.Join(dir, "function")
	if runtime.GOOS == "windows" {
		output += ".exe"
	}
	request := gobuild.Request{
		Go:        tool.Path,
		Root:      root,
		Handler:   spec.Handler,
		Functions: spec.Rules == V1beta1,
		Output:    output,
		Scratch:   dir,
		Line:      a.system,
	}
	if request.Functions {
		request.Handler = handlerOf(spec)
	}
	key, err := buildKey(spec, tool, request)
	if err != nil {
		return program{}, err
	}
	target, err := gobuild.Resolve(request)
	if err != nil {
		return program{}, &buildError{err}
	}
	if err := builds.get(ctx, key, request); err != nil {
		return program{}, err
	}
	p := program{path: output, dir: root, grace: functionGrace}
	if target.IsFunction() {
		p.keyed = true
	} else {
		p.upstream = true
	}
	return p, nil
}

// buildKey is the same for builds that give the same program.
func buildKey(spec Spec, tool toolchain.Tool, r gobuild.Request) (string, error) {
	file, err := os.Open(spec.Archive)
	if err != nil {
		return "", fmt.Errorf("archive cannot be read: %w", errors.Unwrap(err))
	}
	defer file.Close()
	sum := sha256.New()
	fmt.Fprintf(sum, "%s\n%s\n%s\n%v\n", tool.Path, tool.Version, r.Handler, r.Functions)
	if _, err := io.Copy(sum, file); err != nil {
		return "", fmt.Errorf("archive cannot be read: %w", err)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// keptBuilds bounds the disk space that finished programs take.
const keptBuilds = 32

// goBuilds builds each program once: the same archive is often deployed again,
// or as several functions.
type goBuilds struct {
	dir     string
	builder *gobuild.Builder

	locks    [64]chan struct{} // by key: one build of a program at a time
	trimming sync.Mutex
}

func newGoBuilds(dir string, builder *gobuild.Builder) (*goBuilds, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("make a folder for Go programs: %w", err)
	}
	g := &goBuilds{dir: dir, builder: builder}
	for i := range g.locks {
		g.locks[i] = make(chan struct{}, 1)
	}
	return g, nil
}

// get puts the program of key at r.Output.
func (g *goBuilds) get(ctx context.Context, key string, r gobuild.Request) error {
	lock := g.lock(key)
	select {
	case lock <- struct{}{}:
		defer func() { <-lock }()
	case <-ctx.Done():
		return ctx.Err()
	}
	kept := filepath.Join(g.dir, key)
	if err := place(kept, r.Output); err == nil {
		now := time.Now()
		_ = os.Chtimes(kept, now, now)
		return nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("copy the function's program: %w", err)
	}
	if err := g.builder.Build(ctx, r); err != nil {
		return err
	}
	if err := place(r.Output, kept); err != nil {
		return fmt.Errorf("keep the function's program: %w", err)
	}
	g.trim()
	return nil
}

// lock returns the mutex of a key. Different keys rarely share one.
func (g *goBuilds) lock(key string) chan struct{} {
	return g.locks[crc32.ChecksumIEEE([]byte(key))%uint32(len(g.locks))]
}

// trim removes the programs that were not used for longest. Running functions
// have their own link.
func (g *goBuilds) trim() {
	g.trimming.Lock()
	defer g.trimming.Unlock()
	for {
		entries, err := os.ReadDir(g.dir)
		if err != nil || len(entries) <= keptBuilds {
			return
		}
		var oldest fs.FileInfo
		for _, e := range entries {
			info, err := e.Info()
			if err == nil && (oldest == nil || info.ModTime().Before(oldest.ModTime())) {
				oldest = info
			}
		}
		if oldest == nil || os.Remove(filepath.Join(g.dir, oldest.Name())) != nil {
			return
		}
	}
}

// place links a file, or copies it where links are not possible.
func place(from, to string) error {
	if err := os.Link(from, to); err == nil || errors.Is(err, fs.ErrNotExist) {
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o755)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
