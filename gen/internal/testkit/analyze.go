package testkit

import (
	"os"
	"path/filepath"
	"slices"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/analysis/suite/vet"
	"golang.org/x/tools/go/packages"
)

// Analyze is Vet for hundreds of packages: it compiles them in this process, as
// far as errors can come, and runs the analyzers of go vet over them, except those
// few that want to know things about the dependencies.
func (w *Workspace) Analyze() {
	w.tb.Helper()
	pkgs, err := packages.Load(&packages.Config{
		Mode: packages.LoadSyntax | packages.NeedModule, Dir: w.Dir, Context: w.tb.Context(),
		Env: append(os.Environ(), "GOWORK="+filepath.Join(w.Dir, "go.work"), "GOFLAGS="),
	}, "./...")
	require.NoError(w.tb, err)
	for _, pkg := range pkgs {
		for _, err := range pkg.Errors {
			w.tb.Error(err)
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
			w.tb.Errorf("%s: %s", action.Package.Fset.Position(d.Pos), d.Message)
		}
	}
}

func needsFacts(a *analysis.Analyzer) bool {
	return len(a.FactTypes) > 0 || slices.ContainsFunc(a.Requires, needsFacts)
}
