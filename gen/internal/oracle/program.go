package oracle

import (
	"embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

//go:embed driver/*.go
var driverFiles embed.FS

// WriteProgram writes the program that makes the calls into the folder of a module:
// the driver, and a main package in the folder "drive". The packages are those that
// were generated, folders of the module.
func WriteProgram(dir, module string, packages []string) error {
	entries, err := driverFiles.ReadDir("driver")
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		data, err := driverFiles.ReadFile("driver/" + entry.Name())
		if err != nil {
			return err
		}
		if err := write(filepath.Join(dir, "driver", entry.Name()), data); err != nil {
			return err
		}
	}
	var imports, clients strings.Builder
	for i, pkg := range packages {
		fmt.Fprintf(&imports, "\tp%d %q\n", i, module+"/"+pkg)
		fmt.Fprintf(&clients, "\t\t%q: func(c *gosc.Configuration) any { return p%d.NewAPIClient(c) },\n", pkg, i)
	}
	return write(filepath.Join(dir, "drive", "main.go"), fmt.Appendf(nil, mainProgram, module+"/driver", &imports, &clients))
}

const mainProgram = `package main

import (
	"github.com/rumpl/gosc"
	%q
%s)

func main() {
	driver.Main(map[string]func(*gosc.Configuration) any{
%s	})
}
`

func write(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o644)
}
