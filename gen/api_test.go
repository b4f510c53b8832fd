package main

import (
	"flag"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/gen/internal/apicheck"
	"github.com/rumpl/gosc/gen/internal/testkit"
)

var record = flag.Bool("record", false, "record the exported API of the root package: for a release only")

const apiRecord = "testdata/api/gosc.go.txt"

// TestExportedAPI compares the exported API of the root package with the recorded
// one. A break has to stand in CHANGELOG.md, in the section "### Breaking" of the
// first version, with the identifier in backquotes.
func TestExportedAPI(t *testing.T) {
	root := testkit.Root(t)
	fset := token.NewFileSet()
	imports := testkit.NewWorkspace(t).Importer(fset)
	current := rootPackage(t, fset, imports, root)
	if *record {
		data, err := apicheck.Record(current)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(apiRecord, data, 0o644))
	}
	src, err := os.ReadFile(apiRecord)
	require.NoError(t, err)
	recorded, err := apicheck.Parse(current.Path(), src, imports)
	require.NoError(t, err)
	changelog, err := os.ReadFile(filepath.Join(root, "CHANGELOG.md"))
	require.NoError(t, err)
	assert.Empty(t, apicheck.Undeclared(apicheck.Breaks(recorded, current), string(changelog)),
		"these break the build of users: undo them, or declare them in CHANGELOG.md under ### Breaking")
}

// rootPackage type-checks the source of the root package.
func rootPackage(t *testing.T, fset *token.FileSet, imports types.Importer, dir string) *types.Package {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var files []*ast.File
	for _, entry := range entries {
		name := entry.Name()
		ok, err := build.Default.MatchFile(dir, name)
		if !ok || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		require.NoError(t, err)
		file, err := parser.ParseFile(fset, filepath.Join(dir, name), nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		files = append(files, file)
	}
	pkg, err := (&types.Config{Importer: imports, GoVersion: "go1.26"}).Check("github.com/rumpl/gosc", fset, files, nil)
	require.NoError(t, err)
	return pkg
}
