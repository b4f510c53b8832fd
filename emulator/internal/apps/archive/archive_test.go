package archive

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// entry of an archive under test; raw lies about its size in the table.
type entry struct {
	name    string
	mode    fs.FileMode
	content []byte
	lie     uint64
}

func zipFile(t *testing.T, entries ...entry) string {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name}
		if len(e.content) > 0 {
			h.Method = zip.Deflate
		}
		if e.mode != 0 {
			h.SetMode(e.mode)
		}
		f, err := w.CreateHeader(h)
		require.NoError(t, err)
		if len(e.content) > 0 {
			_, err = f.Write(e.content)
			require.NoError(t, err)
		}
	}
	require.NoError(t, w.Close())
	data := buf.Bytes()
	for _, e := range entries {
		if e.lie > 0 {
			data = forgeSize(t, data, e)
		}
	}
	return write(t, data)
}

// forgeSize changes the unpacked size in the table of contents, where it stands
// 22 bytes before the entry's name.
func forgeSize(t *testing.T, data []byte, e entry) []byte {
	at := bytes.LastIndex(data, []byte(e.name))
	require.Positive(t, at)
	for i := range 4 {
		data[at-22+i] = byte(e.lie >> (8 * i))
	}
	return data
}

func write(t *testing.T, data []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "code.zip")
	require.NoError(t, os.WriteFile(name, data, 0o600))
	return name
}

func TestExtract(t *testing.T) {
	name := zipFile(t,
		entry{name: "handler.js", content: []byte("x")},
		entry{name: "bin/", mode: fs.ModeDir | 0o755},
		entry{name: "bin/tool", mode: 0o755, content: []byte("#!")},
		entry{name: "deep/er/file.txt", mode: 0o600, content: []byte("y")},
		entry{name: "empty"},
		entry{name: "a/./b"},
	)
	dir := t.TempDir()
	require.NoError(t, Extract(t.Context(), name, dir, Limits{}))

	for file, want := range map[string]string{"handler.js": "x", "bin/tool": "#!", "deep/er/file.txt": "y", "empty": "", "a/b": ""} {
		got, err := os.ReadFile(filepath.Join(dir, file))
		require.NoError(t, err)
		assert.Equal(t, want, string(got), file)
	}
	for file, executable := range map[string]bool{"bin/tool": true, "handler.js": false} {
		info, err := os.Stat(filepath.Join(dir, file))
		require.NoError(t, err)
		assert.Equal(t, executable, info.Mode()&0o111 != 0, file)
	}
}

func TestRefused(t *testing.T) {
	zeros := make([]byte, 1<<20)
	many := make([]entry, 20)
	for i := range many {
		many[i].name = fmt.Sprint("file", i)
	}
	tests := []struct {
		name    string
		entries []entry
		limits  Limits
		want    string
	}{
		{"parent folder", []entry{{name: "ok"}, {name: "../evil"}}, Limits{}, `archive entry "../evil" would leave the folder of the function`},
		{"parent folder within", []entry{{name: "a/../../evil"}}, Limits{}, `archive entry "a/../../evil" would leave`},
		{"absolute", []entry{{name: "/etc/evil"}}, Limits{}, `archive entry "/etc/evil" has an absolute path`},
		{"backslash", []entry{{name: `..\evil`}}, Limits{}, `has a backslash`},
		{"zero byte", []entry{{name: "a\x00b"}}, Limits{}, `zero byte`},
		{"symbolic link", []entry{{name: "link", mode: fs.ModeSymlink | 0o777, content: []byte("/etc/passwd")}}, Limits{}, `archive entry "link" is a symbolic link`},
		{"device", []entry{{name: "dev", mode: fs.ModeDevice | fs.ModeCharDevice | 0o600}}, Limits{}, `archive entry "dev" is neither a file nor a folder`},
		{"named pipe", []entry{{name: "pipe", mode: fs.ModeNamedPipe | 0o600}}, Limits{}, `"pipe" is neither`},
		{"folder without slash", []entry{{name: "d", mode: fs.ModeDir | 0o755}}, Limits{}, `"d" is a folder by its mode or its name`},
		{"twice", []entry{{name: "a"}, {name: "a"}}, Limits{}, `archive entry "a" is there twice`},
		{"file as folder", []entry{{name: "a"}, {name: "a/b"}}, Limits{}, `archive entry "a/b"`},
		{"too large", []entry{{name: "a", content: zeros}, {name: "b", content: zeros}}, Limits{Bytes: 1<<20 + 5}, `archive entry "b" makes the code larger than 1048581 bytes`},
		{"too many", many, Limits{Entries: 19}, `archive has 20 entries, 19 are allowed`},
		{"bomb", []entry{{name: "bomb", content: zeros}}, Limits{RatioFloor: 1000}, `archive entry "bomb" unpacks to more than 200 times`},
		{"bomb that lies", []entry{{name: "bomb", content: zeros, lie: 10}}, Limits{RatioFloor: 1000}, `archive entry "bomb"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			outside := t.TempDir()
			dir := filepath.Join(outside, "in", "code")
			require.NoError(t, os.MkdirAll(dir, 0o755))
			err := Extract(t.Context(), zipFile(t, tt.entries...), dir, tt.limits)
			require.ErrorContains(t, err, tt.want)
			assert.NotContains(t, err.Error(), outside)
			assert.NoFileExists(t, filepath.Join(outside, "evil"))
			assert.NoFileExists(t, filepath.Join(outside, "in", "evil"))
		})
	}
}

func TestNoZipFile(t *testing.T) {
	for name, data := range map[string][]byte{"text": []byte("hello"), "nothing": nil, "gzip": {0x1f, 0x8b, 8, 0}} {
		t.Run(name, func(t *testing.T) {
			err := Extract(t.Context(), write(t, data), t.TempDir(), Limits{})
			assert.ErrorContains(t, err, "archive is not a zip file")
		})
	}
	err := Extract(t.Context(), filepath.Join(t.TempDir(), "missing"), t.TempDir(), Limits{})
	assert.ErrorIs(t, err, fs.ErrNotExist)
}

// The table of contents alone must not take all memory.
func TestTableOfContentsIsBounded(t *testing.T) {
	entries := make([]entry, 40_000)
	for i := range entries {
		entries[i].name = fmt.Sprint("a/rather/long/name/of/a/file/", i)
	}
	err := Extract(t.Context(), zipFile(t, entries...), t.TempDir(), Limits{Entries: 100})
	assert.EqualError(t, err, "archive has more than 100 entries")
}

func TestExtractEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := Extract(ctx, zipFile(t, entry{name: "a"}), t.TempDir(), Limits{})
	assert.ErrorIs(t, err, context.Canceled)
}
