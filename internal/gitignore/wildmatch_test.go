package gitignore

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestWildmatch tests each wildcard by itself; TestAgainstGit compares whole files of
// patterns with git.
func TestWildmatch(t *testing.T) {
	const path, plain = true, false
	for _, tc := range []struct {
		pattern, text string
		pathname      bool
		want          bool
	}{
		{"a?c", "abc", plain, true},
		{"a?c", "a/c", path, false},
		{"*.go", "main.go", path, true},
		{"*.go", "cmd/main.go", path, false},
		{"*.go", "cmd/main.go", plain, true},
		{"**/main.go", "cmd/x/main.go", path, true},
		{"**/main.go", "main.go", path, true},
		{"docs/**", "docs/a/b", path, true},
		{"docs/**", "docs", path, false},
		{"a/**/b", "a/b", path, true},
		{"a/**/b", "a/x/y/b", path, true},
		{"a**b", "a/b", path, false}, // not a component of its own
		{"[a-c]x", "bx", plain, true},
		{"[!a-c]x", "bx", plain, false},
		{"[^a-c]x", "dx", plain, true},
		{"[]-]", "]", plain, true},
		{"[[:digit:]]", "7", plain, true},
		{"[[:digit:]]", "a", plain, false},
		{"[[:nothing:]]", "a", plain, false},
		{"[abc", "a", plain, false},
		{`\*`, "*", plain, true},
		{`\*`, "a", plain, false},
		{"", "", plain, true},
		{"", "a", plain, false},
		{"a*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", plain, false}, // at once
	} {
		assert.Equal(t, tc.want, wildmatch(tc.pattern, tc.text, tc.pathname), "%q, %q, pathname %t", tc.pattern, tc.text, tc.pathname)
	}
}
