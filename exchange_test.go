package gosc

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptrace"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// meteredBody counts what is read of an endless body, and whether it is closed.
type meteredBody struct {
	read   int64
	closed bool
}

func (b *meteredBody) Read(p []byte) (int, error) { b.read += int64(len(p)); return len(p), nil }
func (b *meteredBody) Close() error               { b.closed = true; return nil }

func TestEndlessBodiesAreCutAndClosed(t *testing.T) {
	for status, limit := range map[int]int64{200: defaultMaxResponseBytes, 500: maxErrorBytes} {
		body := &meteredBody{}
		caller := newTestCaller(t, "http://127.0.0.1")
		caller.Config().HTTPClient = &http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: status, Header: http.Header{}, Body: body, ContentLength: -1}, nil
		})}
		_, _, err := getThing(t.Context(), caller, "", "x")
		var e GenericOpenAPIError
		require.ErrorAs(t, err, &e)
		assert.Equal(t, status, e.StatusCode)
		assert.True(t, body.closed)
		assert.LessOrEqual(t, body.read, 2*limit, "no more is read than the limit and a buffer")
		assert.LessOrEqual(t, len(e.Body()), maxErrorBytes)
	}
}

func TestAPostThatGotNoFurtherThanTheConnectionIsRepeated(t *testing.T) {
	calls := 0
	caller := newTestCaller(t, "http://127.0.0.1")
	caller.Config().HTTPClient = &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		calls++
		httptrace.ContextClientTrace(r.Context()).GotConn(httptrace.GotConnInfo{})
		return nil, errors.New("broken")
	})}
	_, _, err := createThing(t.Context(), caller, thing{ID: "x"})
	require.ErrorContains(t, err, "broken (3 attempts)")
	assert.Equal(t, 3, calls)
}

func TestBytesAreTheCallersOwn(t *testing.T) {
	n := byte(0)
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) { n++; _, _ = w.Write([]byte{n, n, n}) })
	first, _, err := DoBytes(t.Context(), caller.NewCall("GetFile", "GET", "/x"), nil)
	require.NoError(t, err)
	_, _, err = DoBytes(t.Context(), caller.NewCall("GetFile", "GET", "/x"), nil)
	require.NoError(t, err)
	assert.Equal(t, []byte{1, 1, 1}, first)
}

func TestEveryStatusHasItsSentinel(t *testing.T) {
	for status, want := range map[int]error{
		400: ErrInvalidArguments, 401: ErrDeniedAuthentication, 403: ErrPermissionsDenied, 404: ErrNotFound, 409: ErrConflict,
		410: ErrResourceExpired, 412: ErrPreconditionFailed, 423: ErrLocked, 429: ErrRateLimited, 500: nil, 503: nil,
	} {
		for _, s := range allSentinels {
			assert.Equal(t, s == want, errors.Is(GenericOpenAPIError{StatusCode: status}, s), "%d %v", status, s)
		}
	}
}

func TestTailSortsWhatThePagesMixUp(t *testing.T) {
	tail := &logTail{seen: map[string]bool{}}
	at := func(id string, s int) Log {
		return Log{ID: id, Timestamp: logEpoch.Add(time.Duration(s) * time.Second)}
	}
	got, err := tail.poll(func(uint32) (ListLogsResponse, error) {
		return ListLogsResponse{Logs: []Log{at("b", 2), at("c", 3), at("a", 1)}, TotalCount: 3}, nil
	})
	require.NoError(t, err)
	assert.Equal(t, []Log{at("a", 1), at("b", 2), at("c", 3)}, got)
}

// cancellingFS ends the context while a file is being read.
type cancellingFS struct {
	fstest.MapFS
	cancel context.CancelFunc
}

type cancellingFile struct {
	fs.File
	cancel context.CancelFunc
}

func (f cancellingFS) Open(name string) (fs.File, error) {
	file, err := f.MapFS.Open(name)
	if name == "." || err != nil {
		return file, err
	}
	return cancellingFile{file, f.cancel}, nil
}

func (f cancellingFile) Read(p []byte) (int, error) {
	f.cancel()
	return f.File.Read(p[:min(len(p), 1)])
}

func TestZipFSEndsAmidAFile(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	_, err := ZipFSContext(ctx, cancellingFS{fstest.MapFS{"a": {Data: []byte("data")}}, cancel})
	require.ErrorIs(t, err, context.Canceled)
}

var _ io.ReadCloser = (*meteredBody)(nil)
