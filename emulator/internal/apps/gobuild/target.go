package gobuild

import (
	"errors"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// DefaultFunction is the function of a handler that names only a folder whose
// package is not main.
const DefaultFunction = "Handle"

// Target is what a handler names.
type Target struct {
	dir      string // folder of the package
	function string // empty for a program
}

// IsFunction reports whether the handler is a function that serves HTTP and not
// a program.
func (t Target) IsFunction() bool { return t.function != "" }

// Resolve finds what the handler of r names, and checks that it is there. That
// is the folder of a package main, such as "." or "mypackage"; with r.Functions
// it is also a function of another package, such as "Handle" or "sub/Handle".
// The archive decides: the default handler of a runtime may stand for either.
func Resolve(r Request) (Target, error) {
	handler := r.Handler
	if handler == "" {
		handler = "."
	}
	local := filepath.FromSlash(handler)
	if !filepath.IsLocal(local) {
		return Target{}, fmt.Errorf("handler %q is not a folder of the archive", handler)
	}
	dir := filepath.Join(r.Root, local)
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() && strings.HasSuffix(dir, ".go") {
		dir = filepath.Dir(dir) // an old way to name the package
		info, err = os.Stat(dir)
	}
	isFolder := err == nil && info.IsDir()
	function := ""
	if r.Functions && (!isFolder || !hasGoFiles(dir)) {
		if name := path.Base(filepath.ToSlash(local)); token.IsIdentifier(name) {
			function, dir = name, filepath.Dir(dir)
			info, err = os.Stat(dir)
			isFolder = err == nil && info.IsDir()
		}
	}
	if !isFolder {
		return Target{}, fmt.Errorf("handler %q: the archive has no such folder %s", handler, folderHint(r.Functions))
	}
	return resolvePackage(r, handler, dir, function)
}

func folderHint(functions bool) string {
	if functions {
		return "(the handler of a Go function is the function's name, after the folder of its package, such as sub/Handle)"
	}
	return "(the handler of a Go function is the folder of its package main)"
}

func hasGoFiles(dir string) bool {
	files, _ := filepath.Glob(filepath.Join(dir, "*.go"))
	return len(files) > 0
}

func resolvePackage(r Request, handler, dir, function string) (Target, error) {
	pkg, err := build.ImportDir(dir, 0)
	var noGo *build.NoGoError
	var multiple *build.MultiplePackageError
	switch {
	case errors.As(err, &noGo):
		return Target{}, fmt.Errorf("handler %q: no Go files in this folder of the archive", handler)
	case errors.As(err, &multiple):
		return Target{}, fmt.Errorf("handler %q: found packages %s in one folder", handler, strings.Join(multiple.Packages, " and "))
	case err != nil:
		return Target{dir: dir}, nil // the compiler explains it better
	case pkg.Name == "main":
		if names := functions(dir, slices.Concat(pkg.GoFiles, pkg.CgoFiles)); function != "" && slices.Contains(names, function) && !slices.Contains(names, "main") {
			return Target{}, fmt.Errorf("handler %q: %s is in package main, which nothing can import: give the package another name", handler, function)
		}
		return Target{dir: dir}, nil
	case !r.Functions:
		return Target{}, fmt.Errorf("handler %q: package %s is not a program, it must be package main and call lambda.Start", handler, pkg.Name)
	}
	if function == "" {
		function = DefaultFunction
	}
	names := functions(dir, slices.Concat(pkg.GoFiles, pkg.CgoFiles))
	switch {
	case !slices.Contains(names, function):
		if len(names) == 0 {
			names = []string{"none"}
		}
		return Target{}, fmt.Errorf("handler %q: package %s has no function %s; it has: %s", handler, pkg.Name, function, strings.Join(names, ", "))
	case !ast.IsExported(function):
		return Target{}, fmt.Errorf("handler %q: the function %s of package %s must be exported: its name must begin with a capital letter", handler, function, pkg.Name)
	}
	return Target{dir: dir, function: function}, nil
}

// functions lists the functions of a package, without its methods.
func functions(dir string, files []string) []string {
	var names []string
	for _, name := range files {
		// The compiler will report what cannot be parsed.
		file, _ := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, name), nil, parser.SkipObjectResolution)
		if file == nil {
			continue
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name != "init" {
				names = append(names, f.Name.Name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
