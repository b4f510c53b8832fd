package gobuild

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"text/template"

	"github.com/rumpl/gosc/emulator/internal/apps/golib"
)

//go:embed main.go.tmpl
var mainSource string

var mainTemplate = template.Must(template.New("main.go").Parse(mainSource))

// writeMain puts a program that serves the target's function into a folder of
// its module, from where it may import any package of the archive, also an internal one.
// The caller removes the folder when the program is built.
func (b *Builder) writeMain(ctx context.Context, r Request, p plan, t Target) (dir string, remove func(), err error) {
	pkg, err := b.importPath(ctx, r, p, t.dir)
	if err != nil {
		return "", nil, err
	}
	var source bytes.Buffer
	if err := mainTemplate.Execute(&source, struct{ Package, Function string }{pkg, t.function}); err != nil {
		return "", nil, err
	}
	parent, err := golib.ParentSource("main")
	if err != nil {
		return "", nil, err
	}
	if dir, err = os.MkdirTemp(p.moduleDir, "function-main-"); err != nil {
		return "", nil, fmt.Errorf("write the function's program: %w", err)
	}
	remove = func() { _ = os.RemoveAll(dir) }
	for name, content := range map[string][]byte{"main.go": source.Bytes(), "parent.go": parent} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			remove()
			return "", nil, fmt.Errorf("write the function's program: %w", err)
		}
	}
	return dir, remove, nil
}

// importPath returns the path by which a package of the archive is imported.
func (b *Builder) importPath(ctx context.Context, r Request, p plan, dir string) (string, error) {
	local, err := filepath.Rel(p.moduleDir, dir)
	if err != nil {
		return "", err
	}
	module := filepath.Base(r.Root) // in a GOPATH
	if modFile := filepath.Join(p.moduleDir, "go.mod"); exists(modFile) {
		mod, err := b.readMod(ctx, r.Go, modFile)
		if err != nil {
			return "", err
		}
		module = mod.Module.Path
	}
	if module == "" {
		return "", fmt.Errorf("go.mod of the archive names no module")
	}
	return strings.TrimSuffix(path.Join(module, filepath.ToSlash(local)), "/"), nil
}
