package lend

import (
	"bytes"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// panicking is a reader that panics, or ends its goroutine.
type panicking struct{ do func() }

func (p panicking) Read([]byte) (int, error) { p.do(); return 0, nil }

// TestAPanicComesBackToTheOneWhoLent: on a goroutine of the transport it would end the
// program, and nobody could recover it.
func TestAPanicComesBackToTheOneWhoLent(t *testing.T) {
	source, err := New(panicking{func() { panic("of the reader") }})
	require.NoError(t, err)
	body, err := source.Open()
	require.NoError(t, err)
	var readErr *ReadError
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, err := body.Read(make([]byte, 1))
		assert.ErrorAs(t, err, &readErr)
	}()
	<-done
	assert.PanicsWithValue(t, "of the reader", source.TakeBack)
	assert.NotPanics(t, source.TakeBack, "once")

	source, err = New(panicking{runtime.Goexit})
	require.NoError(t, err)
	body, err = source.Open()
	require.NoError(t, err)
	done = make(chan struct{})
	go func() {
		defer close(done)
		_, _ = body.Read(make([]byte, 1))
	}()
	<-done
	source.TakeBack() // does not wait for ever
}

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

// TestABodyThatGrowsIsSentAsItWasMeasured checks that no more than the announced
// Content-Length is sent.
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
