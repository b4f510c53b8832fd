package shop

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestDescriptionIsNotRepeated: no generated file carries what only the
// description needs to say.
func TestDescriptionIsNotRepeated(t *testing.T) {
	paths, err := filepath.Glob("*.go")
	require.NoError(t, err)
	pages, err := filepath.Glob("docs/*.md")
	require.NoError(t, err)
	require.NotEmpty(t, pages)
	for _, path := range append(paths, pages...) {
		if path == "docs_test.go" {
			continue
		}
		data, err := os.ReadFile(path)
		require.NoError(t, err)
		assert.NotContains(t, string(data), "second paragraph is repeated", path)
	}
}
