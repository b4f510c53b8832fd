package gosc

import (
	"bytes"
	"io"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWriteZipLimits(t *testing.T) {
	tree := fstest.MapFS{"a": {Data: bytes.Repeat([]byte("a"), 1000)}, "b": {Data: bytes.Repeat([]byte("b"), 1000)}}
	for name, params := range map[string]*ZipParams{
		"archive":  {MaxSize: 100},
		"unpacked": {MaxUnpackedSize: 1999},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := WriteZip(t.Context(), io.Discard, tree, params)
			require.ErrorIs(t, err, ErrInvalidArguments)
			require.ErrorContains(t, err, ".gosciignore")
		})
	}
	var out bytes.Buffer
	report, err := WriteZip(t.Context(), &out, tree, &ZipParams{MaxSize: -1, MaxUnpackedSize: 2000})
	require.NoError(t, err)
	assert.Equal(t, ZipReport{Files: 2, Size: int64(out.Len()), UnpackedSize: 2000}, report)
}
