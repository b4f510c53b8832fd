package lend

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestALoanEnds(t *testing.T) {
	body, err := New(strings.NewReader("data"))
	require.NoError(t, err)
	first, err := body.Open()
	require.NoError(t, err)
	second, err := body.Open()
	require.NoError(t, err)
	_, err = first.Read(make([]byte, 1))
	require.ErrorIs(t, err, http.ErrBodyReadAfterClose, "the second attempt took the reader over")
	text, err := io.ReadAll(second)
	require.NoError(t, err)
	assert.Equal(t, "data", string(text))
	assert.EqualValues(t, 4, body.Sent())
}

// TestABodyThatGrowsIsSentAsItWasMeasured would else break the announced size.
func TestABodyThatGrowsIsSentAsItWasMeasured(t *testing.T) {
	data := []byte("data and more")
	body, err := New(io.NewSectionReader(bytes.NewReader(data), 0, 4))
	require.NoError(t, err)
	body.from = bytes.NewReader(data)
	body.rewind = func() error { return nil }
	opened, err := body.Open()
	require.NoError(t, err)
	text, err := io.ReadAll(opened)
	require.NoError(t, err)
	assert.Equal(t, "data", string(text))
}
