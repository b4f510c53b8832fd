package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// buildBinaries builds the emulator for platforms (GOOS/GOARCH), by the command
// with which a user installs it, and writes SHA256SUMS beside the binaries.
func (u *user) buildBinaries(ctx context.Context, platforms []string, out string) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	var sums []string
	for _, platform := range platforms {
		fmt.Fprintln(u.log, "building the emulator for", platform)
		system, processor, ok := strings.Cut(platform, "/")
		if !ok {
			return fmt.Errorf("platform %q is not GOOS/GOARCH", platform)
		}
		built, err := u.install(ctx, system, processor)
		if err != nil {
			return err
		}
		name := strings.Join([]string{"functions-emulator", u.version, system, processor}, "_") + suffix(system)
		content, err := os.ReadFile(built)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(out, name), content, 0o755); err != nil {
			return err
		}
		sums = append(sums, fmt.Sprintf("%x  %s\n", sha256.Sum256(content), name))
	}
	slices.Sort(sums)
	text := strings.Join(sums, "")
	fmt.Fprint(u.log, text)
	return os.WriteFile(filepath.Join(out, "SHA256SUMS"), []byte(text), 0o644)
}

// install runs `go install` for a platform and returns where the program is: the
// go command uses a folder of its own for other platforms than the machine's.
func (u *user) install(ctx context.Context, system, processor string) (string, error) {
	env, err := u.env(ctx)
	if err != nil {
		return "", err
	}
	env = append(slices.Clip(env), "GOOS="+system, "GOARCH="+processor)
	if _, err := output(ctx, u.dir, env, "go", "install", "-ldflags=-s -w", emulatorProgram+"@"+u.version); err != nil {
		return "", err
	}
	bin := filepath.Join(u.dir, "gopath", "bin")
	if system != runtime.GOOS || processor != runtime.GOARCH {
		bin = filepath.Join(bin, system+"_"+processor)
	}
	return filepath.Join(bin, "functions-emulator"+suffix(system)), nil
}

func suffix(system string) string {
	if system == "windows" {
		return ".exe"
	}
	return ""
}
