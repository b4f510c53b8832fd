package main

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/rumpl/gosc/gen/internal/oracle"
	"github.com/rumpl/gosc/gen/internal/testkit"
)

var (
	oracleSeed  = flag.Uint64("oracle-seed", 1, "the seed of the random instances and calls")
	oracleSpecs = flag.Uint64("oracle-specs", 0, "the number of random descriptions")
	oracleCases = flag.Int("oracle-cases", cases(12), "the number of calls of each operation")
)

// TestOracle calls every operation of our own descriptions with random valid arguments
// and replies, which come from the description without the generator's understanding of
// it, and compares what arrives.
func TestOracle(t *testing.T) {
	work := testkit.NewWorkspace(t)
	specs := map[string]string{
		"shop": "../test/shop.yaml", "v1alpha2": "../api/openapi.yaml",
		"functions": "../api/functions.v1beta1.yaml", "containers": "../api/containers.v1beta1.yaml",
	}
	addGoldens(t, work, specs)
	for n := range *oracleSpecs {
		name := fmt.Sprintf("random%d", *oracleSeed+n)
		specs[name] = filepath.Join(work.Dir, "specs", name+".yaml")
		work.Write("specs/"+name+".yaml", string(randomSpec(*oracleSeed+n)))
	}
	var runs []*oracle.Run
	var packages []string
	for _, name := range slices.Sorted(maps.Keys(specs)) {
		spec := specs[name]
		dir := filepath.Join(work.Dir, name)
		var stderr bytes.Buffer
		require.Equal(t, 0, run([]string{"-spec", spec, "-out", dir, "-package", "generated"}, &bytes.Buffer{}, &stderr), stderr.String())
		r, err := oracle.Plan(oracle.Package{Name: name, Dir: dir, Spec: spec}, *oracleSeed, *oracleCases)
		require.NoError(t, err)
		runs, packages = append(runs, r), append(packages, name)
	}
	require.NoError(t, oracle.WriteProgram(work.Dir, "work", packages))
	out, err := work.Go("build", "-o", "calls", "./drive")
	require.NoError(t, err, out)
	input, err := oracle.Input(runs)
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), filepath.Join(work.Dir, "calls"))
	cmd.Stdin, cmd.Stderr = bytes.NewReader(input), os.Stderr
	output, err := cmd.Output()
	require.NoError(t, err)
	reports, err := oracle.Judge(runs, output)
	require.NoError(t, err)
	for i, report := range reports {
		t.Logf("%s: %d of %d operations, %d comparisons", runs[i].Package.Name, runs[i].Called, runs[i].Operations, report.Comparisons)
		assert.Equal(t, runs[i].Operations, runs[i].Called, "%s: operations that were not found in the package", runs[i].Package.Name)
		assert.Positive(t, report.Comparisons, runs[i].Package.Name)
		for _, f := range report.Findings {
			t.Errorf("seed %d: %s", *oracleSeed, f)
		}
	}
}

// addGoldens adds the descriptions of the golden files.
func addGoldens(t *testing.T, work *testkit.Workspace, specs map[string]string) {
	t.Helper()
	paths, err := filepath.Glob("testdata/golden/*.txtar")
	require.NoError(t, err)
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		require.NoError(t, err)
		name := "golden_" + strings.TrimSuffix(filepath.Base(path), ".txtar")
		for _, f := range partsOf(archive) {
			work.Write("specs/"+name+"/"+f.Name, string(f.Data))
		}
		specs[name] = filepath.Join(work.Dir, "specs", name, "spec.yaml")
	}
}
