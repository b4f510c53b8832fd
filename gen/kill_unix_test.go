//go:build unix

package main

import (
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// asGenerator makes this test binary the generator, so that it can be killed.
const asGenerator = "GEN_TEST_RUN"

func TestMain(m *testing.M) {
	if os.Getenv(asGenerator) != "" {
		os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// The generator is killed at a random moment, a hundred times. The next run must repair
// whatever was left.
func TestKilledAtRandomMoments(t *testing.T) {
	self, err := os.Executable()
	require.NoError(t, err)
	inDir(t, changesSpec)
	write(t, "other.yaml", strings.NewReplacer("Thing", "Object", "[Blobs]", "[Files]").Replace(changesSpec))
	specs := []string{"spec.yaml", "other.yaml"}
	want := map[string]map[string]string{}
	began := time.Now()
	for _, spec := range specs {
		status := run([]string{"-spec", spec, "-out", spec + ".out", "-package", "small"}, io.Discard, os.Stderr)
		require.Equal(t, 0, status)
		want[spec] = tree(t, spec+".out")
	}
	typical := time.Since(began) / 2
	killed, runs := 0, cases(100)
	for i := range runs {
		cmd := exec.Command(self, "-spec", specs[i%2], "-out", "out", "-package", "small")
		cmd.Env = append(os.Environ(), asGenerator+"=1")
		require.NoError(t, cmd.Start())
		time.Sleep(time.Duration(rand.Int64N(int64(2 * typical))))
		_ = cmd.Process.Kill() // too late is fine, too
		if cmd.Wait() != nil {
			killed++
		}
		if i%5 != 4 {
			continue // several kills in a row
		}
		next := specs[rand.IntN(2)]
		cmd = exec.Command(self, "-spec", next, "-out", "out", "-package", "small")
		cmd.Env = append(os.Environ(), asGenerator+"=1")
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, string(out))
		require.Equal(t, want[next], tree(t, "out"))
	}
	assert.Greater(t, killed, runs/10, "too few runs were killed in time")
	t.Logf("%d of %d runs were killed before their end", killed, runs)
}

func tree(t *testing.T, root string) map[string]string {
	t.Helper()
	out := map[string]string{}
	require.NoError(t, filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		rel, err := filepath.Rel(root, path)
		require.NoError(t, err)
		out[rel] = read(t, path)
		return nil
	}))
	return out
}
