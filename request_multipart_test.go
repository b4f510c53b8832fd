package gosc

import (
	"context"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func textSegment(text string) segment { return segment{text: []byte(text)} }

func fileSegment(t *testing.T, file File) segment {
	t.Helper()
	content, err := file.content("file")
	require.NoError(t, err)
	return segment{file: content}
}

// TestSegmentsReader reads in steps of all sizes, from files that return short reads
// or data together with io.EOF.
func TestSegmentsReader(t *testing.T) {
	body := segmentsBody([]segment{
		textSegment("a"),
		fileSegment(t, File{Content: stream{iotest.OneByteReader(strings.NewReader("bc"))}, Size: 2}),
		fileSegment(t, File{Content: strings.NewReader("")}),
		fileSegment(t, File{Content: stream{iotest.DataErrReader(strings.NewReader("d"))}}),
		textSegment("e"),
	})
	assert.EqualValues(t, -1, body.size)
	assert.False(t, body.repeatable)
	opened, err := body.open()
	require.NoError(t, err)
	n, err := opened.Read(nil)
	assert.Zero(t, n)
	require.NoError(t, err)
	got, err := io.ReadAll(opened)
	require.NoError(t, err)
	assert.Equal(t, "abcde", string(got))

	body = segmentsBody([]segment{textSegment("abc"), fileSegment(t, File{Content: strings.NewReader("defg")}), textSegment("h")})
	assert.EqualValues(t, 8, body.size)
	assert.True(t, body.repeatable)
	for range 2 {
		opened, err := body.open()
		require.NoError(t, err)
		_, err = io.ReadFull(opened, make([]byte, 5)) // into the middle of the file
		require.NoError(t, err)
	}
	opened, err = body.open()
	require.NoError(t, err)
	require.NoError(t, iotest.TestReader(opened, []byte("abcdefgh")))
}

// slowReader never ends. It signals its first Read.
type slowReader struct {
	begun chan struct{}
	reads int
}

func (r *slowReader) Read(p []byte) (int, error) {
	if r.reads++; r.reads == 1 {
		close(r.begun)
	}
	p[0] = 'x'
	return 1, nil
}

// TestMultipartEndsWithItsContext checks that nothing reads the file once the call
// has returned.
func TestMultipartEndsWithItsContext(t *testing.T) {
	caller := serve(t, func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) })
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	endless := &slowReader{begun: make(chan struct{})}
	done := make(chan error, 1)
	go func() {
		call := caller.NewCall("PutForm", http.MethodPut, "/forms")
		call.Multipart(func(f *MultipartForm) { f.File("file", "", File{Content: endless}) })
		_, err := DoEmpty(ctx, call, nil)
		done <- err
	}()
	<-endless.begun
	cancel()
	select {
	case err := <-done:
		require.ErrorIs(t, err, context.Canceled)
	case <-time.After(30 * time.Second):
		t.Fatal("the call did not end with its context")
	}
	endless.reads++ // a race if anybody still reads
}

// TestMultipartIsNotBufferedWhole sends a form that is much larger than the memory
// it may allocate.
func TestMultipartIsNotBufferedWhole(t *testing.T) {
	const size = 64 << 20
	var got int64
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got, _ = io.Copy(io.Discard, r.Body)
		writeReply(w, 204, "")
	})
	call := caller.NewCall("PutForm", http.MethodPut, "/forms")
	call.Multipart(func(f *MultipartForm) {
		f.File("file", "", File{Content: stream{io.LimitReader(zeros{}, size)}, Size: size})
	})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := DoEmpty(t.Context(), call, nil)
	runtime.ReadMemStats(&after)
	require.NoError(t, err)
	assert.Greater(t, got, int64(size))
	assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(size/4))
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func TestMultipartReadErrorsCanBeExamined(t *testing.T) {
	broken := errors.New("disk on fire")
	server := &recorder{statuses: []int{204}}
	err := postForm(t, serve(t, server.ServeHTTP), func(f *MultipartForm) {
		f.File("file", "", File{Content: stream{iotest.ErrReader(broken)}})
	})
	require.ErrorIs(t, err, broken)
}
