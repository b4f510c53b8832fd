package testkit

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/analysis/suite/vet"
	"golang.org/x/tools/go/packages"
)

// generatedImports are the packages that generated code and the programs of its pages
// import. With their dependencies, they are compiled once.
var generatedImports = strings.Fields(`github.com/rumpl/gosc github.com/antihax/optional github.com/rumpl/gosc/jsoncodec
	bytes context encoding/base64 encoding/json errors fmt io iter log maps math net/http os slices strconv strings sync time unicode/utf8`)

// Analyze is Vet for hundreds of packages: it checks their types in this process,
// which finds all that a compiler would, and runs the analyzers of go vet, except
// those few that want to know things about the dependencies. The directories must
// come after those that they import.
func (w *Workspace) Analyze(dirs ...string) {
	w.tb.Helper()
	fset := token.NewFileSet()
	imports := &workImporter{compiled: w.Importer(fset), checked: map[string]*types.Package{}}
	var pkgs []*packages.Package
	for _, dir := range dirs {
		if pkg := w.check(fset, imports, dir); pkg != nil {
			pkgs = append(pkgs, pkg)
		}
	}
	if w.tb.Failed() {
		return
	}
	graph, err := checker.Analyze(slices.DeleteFunc(slices.Clone(vet.Suite), needsFacts), pkgs, nil)
	require.NoError(w.tb, err)
	for action := range graph.All() {
		if action.Err != nil {
			w.tb.Error(action.Err)
		}
		for _, d := range action.Diagnostics {
			w.tb.Errorf("%s: %s", fset.Position(d.Pos), d.Message)
		}
	}
}

// Importer imports what generated code may import, and what the root package does.
func (w *Workspace) Importer(fset *token.FileSet) types.Importer {
	return importer.ForCompiler(fset, "gc", w.exportData())
}

// exportData compiles what generated code imports and returns a way to it.
func (w *Workspace) exportData() func(path string) (io.ReadCloser, error) {
	w.tb.Helper()
	out, err := w.Go(append([]string{"list", "-export", "-deps", "-f", "{{.ImportPath}}={{.Export}}"}, generatedImports...)...)
	require.NoError(w.tb, err, out)
	files := map[string]string{}
	for line := range strings.Lines(out) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), "=")
		files[path] = file
	}
	return func(path string) (io.ReadCloser, error) {
		if files[path] == "" {
			return nil, fmt.Errorf("testkit: %s is not among generatedImports", path)
		}
		return os.Open(files[path])
	}
}

func (w *Workspace) check(fset *token.FileSet, imports *workImporter, dir string) *packages.Package {
	w.tb.Helper()
	paths, err := filepath.Glob(filepath.Join(w.Dir, dir, "*.go"))
	require.NoError(w.tb, err)
	if len(paths) == 0 {
		return nil
	}
	var files []*ast.File
	for _, path := range paths {
		file, err := parser.ParseFile(fset, path, nil, parser.ParseComments|parser.SkipObjectResolution)
		require.NoError(w.tb, err)
		files = append(files, file)
	}
	info := &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Instances: map[*ast.Ident]types.Instance{}, Defs: map[*ast.Ident]types.Object{},
		Uses: map[*ast.Ident]types.Object{}, Implicits: map[ast.Node]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{},
		Scopes: map[ast.Node]*types.Scope{}, FileVersions: map[*ast.File]string{},
	}
	path := "work/" + filepath.ToSlash(dir)
	config := types.Config{Importer: imports, GoVersion: "go1.26", Error: func(err error) { w.tb.Error(err) }}
	pkg, err := config.Check(path, fset, files, info)
	if err != nil {
		return nil
	}
	imports.checked[path] = pkg
	return &packages.Package{
		ID: path, Name: pkg.Name(), PkgPath: path, GoFiles: paths, CompiledGoFiles: paths, Fset: fset, Syntax: files,
		Types: pkg, TypesInfo: info, TypesSizes: types.SizesFor("gc", "amd64"),
	}
}

// workImporter finds the packages of the workspace, then the compiled ones.
type workImporter struct {
	compiled types.Importer
	checked  map[string]*types.Package
}

func (i *workImporter) Import(path string) (*types.Package, error) {
	if pkg := i.checked[path]; pkg != nil {
		return pkg, nil
	}
	return i.compiled.Import(path)
}

func needsFacts(a *analysis.Analyzer) bool {
	return len(a.FactTypes) > 0 || slices.ContainsFunc(a.Requires, needsFacts)
}
