package gosc

import (
	"io"
	"os"
	"testing"

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
