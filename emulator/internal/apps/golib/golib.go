// Package golib carries the Go library that functions are written against,
// github.com/scaleway/scaleway-functions-go, in an implementation of our own:
// the emulator gives it to functions that do not bring the library themselves,
// so that they build without network.
package golib

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// ModulePath is what functions import the library by.
const ModulePath = "github.com/scaleway/scaleway-functions-go"

// goMod asks for the oldest language version that the sources need: it must not
// raise the version of the function's own module.
const goMod = "module " + ModulePath + "\n\ngo 1.18\n"

//go:embed events/events.go lambda/lambda.go lambda/call.go lambda/parent.go
var sources embed.FS

// ParentSource returns the source of the file that ties a program to the
// emulator, for package name: it declares watchParent.
func ParentSource(name string) ([]byte, error) {
	source, err := sources.ReadFile("lambda/parent.go")
	if err != nil {
		return nil, err
	}
	return bytes.Replace(source, []byte("package lambda\n"), []byte("package "+name+"\n"), 1), nil
}

// Write puts the library into dir as a module.
func Write(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("write Go library: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(goMod), 0o644); err != nil {
		return fmt.Errorf("write Go library: %w", err)
	}
	return fs.WalkDir(sources, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		target := filepath.Join(dir, filepath.FromSlash(path))
		if d.IsDir() {
			return os.MkdirAll(target, 0o755)
		}
		content, err := sources.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(target, content, 0o644)
	})
}
