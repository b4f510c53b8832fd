package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTagging(t *testing.T) {
	root := newTree(t)
	ctx := t.Context()
	require.NoError(t, checkTaggable(ctx, root, "v1.0.0"))
	assert.ErrorContains(t, checkTaggable(ctx, root, "v1.0.1"), "CHANGELOG.md has no heading")
	var log strings.Builder
	require.NoError(t, tagModules(ctx, root, "v1.0.0", &log))
	assert.Equal(t, tags("v1.0.0"), sortedTags(t, root))
	assert.Contains(t, log.String(), "git push --atomic origin v1.0.0 emulator/v1.0.0")
	assert.ErrorContains(t, checkTaggable(ctx, root, "v1.0.0"), "the tag emulator/v1.0.0 exists")

	write(t, root, "code.go", "package changed\n")
	assert.ErrorContains(t, checkTaggable(ctx, root, "v1.0.0"), "not committed")
}

// If one tag exists already, no other is left behind.
func TestTaggingIsAllOrNothing(t *testing.T) {
	root := newTree(t)
	git(t, root, "tag", "scwconfig/v1.0.0")
	require.Error(t, tagModules(t.Context(), root, "v1.0.0", &strings.Builder{}))
	assert.Equal(t, []string{"scwconfig/v1.0.0"}, sortedTags(t, root))
}

// sortedTags are the tags in the order of tags(): the root's first.
func sortedTags(t *testing.T, root string) []string {
	t.Helper()
	names := strings.Fields(git(t, root, "tag", "--list"))
	slices.SortFunc(names, func(a, b string) int {
		if nested := strings.Count(a, "/") - strings.Count(b, "/"); nested != 0 {
			return nested
		}
		return strings.Compare(a, b)
	})
	return names
}
