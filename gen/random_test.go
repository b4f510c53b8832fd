package main

import (
	"bytes"
	"flag"
	"fmt"
	"go/format"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/gen/internal/testkit"
)

// How many random descriptions a test run tries, and which. All of them are
// compiled and vetted in this process: a process for each would take minutes.
var (
	firstSeed = flag.Uint64("seed", 0, "the first random description")
	seeds     = flag.Uint64("seeds", uint64(cases(200)), "the number of random descriptions")
)

// TestRandomDescriptions checks that every description within the dialect becomes a
// package that compiles, passes go vet and is formatted, and whose pages compile too.
func TestRandomDescriptions(t *testing.T) {
	work := testkit.NewWorkspace(t)
	t.Chdir(work.Dir)
	var dirs []string
	for n := range *seeds {
		seed := *firstSeed + n
		name := fmt.Sprintf("p%d", seed)
		spec := filepath.Join(name, "spec.yaml")
		work.Write(spec, string(randomSpec(seed)))
		var stderr bytes.Buffer
		if status := run([]string{"-spec", spec, "-out", name, "-package", "random"}, io.Discard, &stderr); status != 0 {
			t.Errorf("seed %d: %s", seed, &stderr)
			continue
		}
		checkFormat(t, name)
		addExamples(t, work, name)
		dirs = append(dirs, name, name+"/examples")
	}
	work.Analyze(dirs...)
}

func checkFormat(t *testing.T, dir string) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	require.NoError(t, err)
	for _, path := range paths {
		src, err := os.ReadFile(path)
		require.NoError(t, err)
		formatted, err := format.Source(src)
		require.NoError(t, err, path)
		assert.Equal(t, string(formatted), string(src), path)
	}
}

// addExamples puts the programs of the pages of a package beside each other into
// one package: a compiler run for each of them would take minutes.
func addExamples(t *testing.T, work *testkit.Workspace, name string) {
	t.Helper()
	pages, err := filepath.Glob(filepath.Join(name, "docs", "*.md"))
	require.NoError(t, err)
	n := 0
	for _, path := range pages {
		src, err := os.ReadFile(path)
		require.NoError(t, err)
		for _, block := range goBlocks(string(src)) {
			n++
			code := strings.Replace(block.code, "func main()", fmt.Sprintf("func Example%d()", n), 1)
			work.Write(fmt.Sprintf("%s/examples/e%d.go", name, n), strings.Replace(code, "package main", "package examples", 1))
		}
	}
}
