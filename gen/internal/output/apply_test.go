package output

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func file(path, content string) File { return File{path, []byte("// " + marker + "\n" + content)} }

func run(t *testing.T, root string, files []File) error {
	t.Helper()
	plan, err := Prepare(root, files)
	require.NoError(t, err)
	return plan.Apply()
}

// content reads a whole directory.
func content(t *testing.T, root string) map[string]string {
	t.Helper()
	out := map[string]string{}
	require.NoError(t, filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(root, path)
		out[filepath.ToSlash(rel)] = string(data)
		return err
	}))
	return out
}

var (
	before = []File{file("a.go", "1"), file("stale.go", "1"), file("docs/stale.md", "1"), file("same.go", "1")}
	after  = []File{file("a.go", "2"), file("new.go", "2"), file("docs/deep/new.md", "2"), file("same.go", "1")}
)

// Writing is stopped at each step in turn, as a kill would do. The next run, with the
// same or another description, must end as if nothing had happened.
func TestInterruptedRunIsCompletedByTheNext(t *testing.T) {
	interrupted := errors.New("interrupted")
	defer func(r func(string, string) error, d func(string) error) { rename, remove = r, d }(rename, remove)
	realRename, realRemove := rename, remove
	for _, next := range [][]File{before, after, {file("other.go", "3")}} {
		clean := t.TempDir()
		rename, remove = realRename, realRemove
		require.NoError(t, run(t, clean, next))
		want := content(t, clean)
		for stop, done := 0, false; !done; stop++ {
			root := t.TempDir()
			rename, remove = realRename, realRemove
			require.NoError(t, run(t, root, before))
			steps := 0
			step := func() {
				if steps++; steps > stop {
					panic(interrupted)
				}
			}
			rename = func(from, to string) error { step(); return realRename(from, to) }
			remove = func(path string) error { step(); return realRemove(path) }
			func() {
				defer func() { done = recover() == nil }()
				require.NoError(t, run(t, root, after))
			}()
			rename, remove = realRename, realRemove
			for path, data := range content(t, root) {
				if !strings.HasPrefix(path, Dir) {
					assert.Contains(t, data, marker, "%s is whole after %d steps", path, stop)
				}
			}
			require.NoError(t, run(t, root, next), "after %d steps", stop)
			require.Equal(t, want, content(t, root), "after %d steps", stop)
		}
	}
}

func TestNothingIsReplacedIfSomethingCannotBeWritten(t *testing.T) {
	root := t.TempDir()
	require.NoError(t, run(t, root, before))
	want := content(t, root)
	tooLong := append(slices.Clone(after), file(strings.Repeat("x", 300)+".go", "2"))
	plan, err := Prepare(root, tooLong)
	if err == nil {
		err = plan.Apply()
	}
	require.Error(t, err)
	assert.Equal(t, want, content(t, root))
}

func TestStageOfAKilledRunIsRemoved(t *testing.T) {
	root := t.TempDir()
	require.NoError(t, run(t, root, before))
	want := slices.Sorted(maps.Keys(content(t, root)))
	left := filepath.Join(root, filepath.FromSlash(stageDir), "0", "a.go")
	require.NoError(t, os.MkdirAll(filepath.Dir(left), 0o755))
	require.NoError(t, os.WriteFile(left, []byte("half"), 0o644))
	require.NoError(t, run(t, root, before))
	assert.Equal(t, want, slices.Sorted(maps.Keys(content(t, root))))
}

func TestIgnoreFileReadsAsGitDoes(t *testing.T) {
	root := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(root, ignoreFile), []byte("docs/**\n!**/README.md\n[!a-o].go\n"), 0o644))
	require.NoError(t, run(t, root, []File{file("docs/a.md", ""), file("docs/README.md", ""), file("z.go", ""), file("b.go", "")}))
	assert.ElementsMatch(t, []string{ignoreFile, manifestFile, "docs/README.md", "b.go"}, slices.Collect(maps.Keys(content(t, root))))
}
