package gitignore

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestIgnores(t *testing.T) {
	tests := []struct {
		patterns string
		path     string
		isDir    bool
		want     bool
	}{
		{"*.md", "docs/a.md", false, true},
		{"/*.md", "docs/a.md", false, false},
		{"docs/*.md", "docs/a/b.md", false, false},
		{"docs/**", "docs/a/b.md", false, true},
		{"docs/**", "docs", true, false},
		{"**/b.md", "b.md", false, true},
		{"a/**/b", "a/b", false, true},
		{"a/**/b", "a/x/y/b", false, true},
		{"a**b", "a/b", false, false},
		{"/#**/?", "#c", false, true},
		{"a**/b", "ab", false, true},
		{"build/", "build", false, false},
		{"build/", "build", true, true},
		{"build/", "build/x", false, true},
		{"/docs/*.md\n!/docs/README.md", "docs/README.md", false, false},
		{"docs\n!docs/README.md", "docs/README.md", false, true}, // its folder is ignored
		{"[!a-o]", "x", false, true},
		{"[!a-o]", "b", false, false},
		{"[[:upper:]]x", "Ax", false, true},
		{"[[:oops:]]x", "Ax", false, false},
		{"[a", "[a", false, false},
		{`\#a`, "#a", false, true},
		{"# a", "# a", false, false},
		{`\!a`, "!a", false, true},
		{"a  ", "a", false, true},
		{`a\ `, "a ", false, true},
		{"a\r\nb\r\n", "b", false, true},
		{"\ufeffa", "a", false, true},
		{`a\`, "a", false, false},
		{"", "a", false, false},
		{"/", "a", true, false},
	}
	for _, test := range tests {
		t.Run(fmt.Sprintf("%q %s", test.patterns, test.path), func(t *testing.T) {
			assert.Equal(t, test.want, Parse(test.patterns).Ignores(test.path, test.isDir))
		})
	}
}

// Random sets of patterns over a tree of files and folders must ignore what git
// ignores.
func TestAgainstGit(t *testing.T) {
	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip("git is missing")
	}
	dir := t.TempDir()
	run := func(stdin string, args ...string) string {
		cmd := exec.Command(git, args...)
		cmd.Dir, cmd.Stdin = dir, strings.NewReader(stdin)
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null")
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		out, err := cmd.Output()
		if exit, ok := err.(*exec.ExitError); err != nil && (!ok || exit.ExitCode() > 1) { // 1: nothing is ignored
			require.NoError(t, err, stderr.String())
		}
		return string(out)
	}
	run("", "init", "-q")
	paths := makeTree(t, dir)
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	for range 150 {
		patterns := randomPatterns(random)
		require.NoError(t, os.WriteFile(filepath.Join(dir, ".gitignore"), []byte(patterns), 0o600))
		ignored := map[string]bool{}
		for name := range strings.SplitSeq(run(strings.Join(paths, "\x00"), "check-ignore", "--no-index", "-z", "--stdin"), "\x00") {
			ignored[name] = true
		}
		list := Parse(patterns)
		for _, path := range paths {
			info, err := os.Stat(filepath.Join(dir, path))
			require.NoError(t, err)
			require.Equal(t, ignored[path], list.Ignores(path, info.IsDir()), "path %q, patterns %q, seed %d", path, patterns, seed)
		}
	}
}

func makeTree(t *testing.T, dir string) []string {
	t.Helper()
	var paths []string
	folders := []string{"", "a", "b", "docs", "a/b", "a/docs", "docs/a", "docs/b/a", "docs/b", "x.md"}
	for _, folder := range folders {
		require.NoError(t, os.MkdirAll(filepath.Join(dir, folder), 0o700))
		if folder != "" {
			paths = append(paths, folder)
		}
		for _, name := range []string{"c", "o", "p", "z", "README.md", "a.md", "#c", "!c", "sp ", "[o", `o\`, "ab-c", "é"} {
			path := filepath.Join(folder, name)
			require.NoError(t, os.WriteFile(filepath.Join(dir, path), nil, 0o600))
			paths = append(paths, path)
		}
	}
	return paths
}

func randomPatterns(random *rand.Rand) string {
	pieces := []string{"*", "**", "?", "/", "/", "a", "b", "docs", "c", "o", "README", ".md", "*.md", "[!a-o]", "[a-o]", "[^p]", "[[:alpha:]]",
		"[]o]", "[a-]", "[", "]", `\`, `\\`, "-", "**/", "/**", " ", "#", "!", "é", "[[:", "[o", "x"}
	var lines []string
	for range 1 + random.IntN(4) {
		var line strings.Builder
		if random.IntN(3) == 0 {
			line.WriteByte('!')
		}
		for range 1 + random.IntN(4) {
			line.WriteString(pieces[random.IntN(len(pieces))])
		}
		lines = append(lines, line.String())
	}
	return strings.Join(lines, "\n") + "\n"
}

func FuzzParse(f *testing.F) {
	f.Add("docs/**\n!**/README.md", "docs/README.md")
	f.Add("[!a-o]*[[:alpha:]]", "x/y")
	f.Fuzz(func(t *testing.T, patterns, path string) {
		Parse(patterns).Ignores(path, false)
	})
}
