package archive

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func deflate(t *testing.T, content string) []byte {
	t.Helper()
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.BestSpeed)
	require.NoError(t, err)
	_, err = w.Write([]byte(content))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return packed.Bytes()
}

// rawZip writes one entry whose table of contents says what the header says.
func rawZip(t *testing.T, header zip.FileHeader, packed []byte) string {
	t.Helper()
	header.CompressedSize64 = uint64(len(packed))
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	raw, err := w.CreateRaw(&header)
	require.NoError(t, err)
	_, err = raw.Write(packed)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return write(t, buf.Bytes())
}

func unsizedHeader() zip.FileHeader {
	return zip.FileHeader{Name: "handler.js", Method: zip.Deflate, Flags: streamed}
}

func TestExtractUnsized(t *testing.T) {
	content := strings.Repeat("exports.handle = () => 1\n", 5000)
	dir := t.TempDir()
	require.NoError(t, Extract(t.Context(), rawZip(t, unsizedHeader(), deflate(t, content)), dir, Limits{}))
	got, err := os.ReadFile(filepath.Join(dir, "handler.js"))
	require.NoError(t, err)
	assert.Equal(t, content, string(got))
}

func TestUnsizedIsChecked(t *testing.T) {
	whole := deflate(t, strings.Repeat("x", 1<<20))
	sized, flagged := unsizedHeader(), unsizedHeader()
	sized.CRC32, flagged.Flags = 7, 0
	tests := []struct {
		name   string
		header zip.FileHeader
		packed []byte
		limits Limits
		want   string
	}{
		{"cut off", unsizedHeader(), whole[:len(whole)/2], Limits{}, "unexpected EOF"},
		{"more bytes", unsizedHeader(), append(bytes.Clone(whole), "more"...), Limits{}, "beyond its end"},
		{"no DEFLATE", unsizedHeader(), []byte("plain text"), Limits{}, "cannot be unpacked"},
		{"bomb", unsizedHeader(), whole, Limits{RatioFloor: 1000}, "unpacks to more than 200 times"},
		{"too large", unsizedHeader(), whole, Limits{Bytes: 1000}, "makes the code larger than 1000 bytes"},
		{"size 0, but a checksum", sized, whole, Limits{}, "cannot be unpacked"},
		{"size 0, not streamed", flagged, whole, Limits{}, "cannot be unpacked"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := Extract(t.Context(), rawZip(t, tt.header, tt.packed), t.TempDir(), tt.limits)
			require.ErrorContains(t, err, tt.want)
		})
	}
}

// TestPipedContent: Info-ZIP notes the type of its own standard input.
func TestPipedContent(t *testing.T) {
	name := zipFile(t, entry{name: "-", mode: fs.ModeNamedPipe | 0o600, content: []byte("piped")})
	dir := t.TempDir()
	require.NoError(t, Extract(t.Context(), name, dir, Limits{}))
	info, err := os.Lstat(filepath.Join(dir, "-"))
	require.NoError(t, err)
	assert.True(t, info.Mode().IsRegular())
	assert.EqualValues(t, len("piped"), info.Size())
}
