package gosc

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWriteZipLinks(t *testing.T) {
	tree := map[string]string{
		"a.js": "a", "folder/b.js": "b", "to-file": "-> a.js", "to-folder": "-> folder", "folder/up": "-> ../a.js",
		"folder/self": "-> .", "chain": "-> to-file", "round": "-> ./folder/../to-folder/b.js",
	}
	files, leftOut := pack(t, writeTree(t, tree), nil)
	assert.Equal(t, map[string]string{
		"a.js": "a", "folder/b.js": "b", "to-file": "a", "to-folder/b.js": "b", "folder/up": "a", "to-folder/up": "a", "chain": "a", "round": "b",
	}, files)
	assert.Equal(t, map[string]string{
		"folder/self": "link to a folder that it is in", "to-folder/self": "link to a folder that it is in",
	}, leftOut)

	files, leftOut = pack(t, writeTree(t, tree), &ZipParams{Links: ZipLinksSkip})
	assert.ElementsMatch(t, []string{"a.js", "folder/b.js"}, keysOf(files))
	assert.Len(t, leftOut, 6)

	for name, to := range map[string]string{
		"absolute": "/etc/passwd", "relative": "../../../../../../etc/passwd", "through another link": "out/../passwd",
		"broken": "missing", "itself": "link",
	} {
		t.Run(name, func(t *testing.T) {
			dir := writeTree(t, map[string]string{"a.js": "a", "link": "-> " + to, "out": "-> a.js"})
			_, err := ZipFS(os.DirFS(dir))
			require.ErrorContains(t, err, "gosc: ZipFS: the symbolic link link: ")
			require.ErrorContains(t, err, ".gosciignore")
			_, err = WriteZip(t.Context(), io.Discard, os.DirFS(dir), &ZipParams{Exclude: []string{"link"}})
			require.NoError(t, err)
		})
	}
	_, err := WriteZip(t.Context(), io.Discard, os.DirFS(writeTree(t, tree)), &ZipParams{Links: ZipLinksRefuse})
	require.EqualError(t, err, "gosc: WriteZip: chain is not a regular file but a symbolic link")
}

// TestLinksThatDoubleAreRefused packs a chain of folders that each link twice to the
// next one: 2^40 folders with nothing in them, so that no limit of bytes ends it.
func TestLinksThatDoubleAreRefused(t *testing.T) {
	tree := fstest.MapFS{"handler.js": {Data: []byte("a")}}
	const length = 40
	for i := range length {
		for _, side := range []string{"left", "right"} {
			tree[fmt.Sprintf("f%02d/%s", i, side)] = &fstest.MapFile{Mode: fs.ModeSymlink | 0o777, Data: fmt.Appendf(nil, "../f%02d", i+1)}
		}
	}
	tree[fmt.Sprintf("f%02d/end.js", length)] = &fstest.MapFile{Data: nil}
	for _, params := range []*ZipParams{nil, {MaxSize: -1, MaxUnpackedSize: -1, NoIgnoreFiles: true}} {
		p := newPacker(t.Context(), io.Discard, tree, params)
		assert.EqualValues(t, 100_000, p.maxLinked)
		p.maxLinked = 1000
		_, err := p.pack("WriteZip")
		require.ErrorIs(t, err, ErrInvalidArguments)
		assert.ErrorContains(t, err, "has links to folders that lead to more than 1000 folders")
	}
	report, err := WriteZip(t.Context(), io.Discard, tree, &ZipParams{Links: ZipLinksSkip})
	require.NoError(t, err)
	assert.Equal(t, 2, report.Files)
}
