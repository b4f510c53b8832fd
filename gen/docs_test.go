package main

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTheDiffInTheDocumentationIsTrue runs the -diff that docs/regenerating.md shows,
// for a version of functions v1beta1 that no longer has the runtime python.
func TestTheDiffInTheDocumentationIsTrue(t *testing.T) {
	page, err := os.ReadFile("../docs/regenerating.md")
	require.NoError(t, err)
	_, console, found := strings.Cut(string(page), "```console\n")
	require.True(t, found)
	console, _, _ = strings.Cut(console, "```")
	lines := strings.Split(strings.TrimSpace(regexp.MustCompile(`(?m)^   `).ReplaceAllString(console, "")), "\n")
	command, found := strings.CutPrefix(lines[0], "$ go run ./gen ")
	require.True(t, found, lines[0])

	old, err := os.ReadFile("../api/functions.v1beta1.yaml")
	require.NoError(t, err)
	changed := strings.ReplaceAll(string(old), "        - python\n", "")
	require.NotEqual(t, string(old), changed, "the test no longer fits the description")
	t.Chdir(t.TempDir())
	require.NoError(t, os.Mkdir("api", 0o755))
	write(t, "api/functions.v1beta1.yaml", string(old))
	write(t, "new.yaml", changed)
	var stdout, stderr bytes.Buffer
	assert.Equal(t, 1, run(strings.Fields(command), &stdout, &stderr))
	want := regexp.QuoteMeta(strings.Join(lines[1:], "\n") + "\n")
	assert.Regexp(t, "^"+strings.ReplaceAll(want, "…", `[^\n]*`)+"$", stdout.String())
}
