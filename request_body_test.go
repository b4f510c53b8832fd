package gosc

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// watchedReader reports whether a Read is in progress, and can be slow.
type watchedReader struct {
	*bytes.Reader
	delay  time.Duration
	inside atomic.Int32
	reads  atomic.Int32
}

func (r *watchedReader) Read(p []byte) (int, error) {
	r.inside.Add(1)
	defer r.inside.Add(-1)
	r.reads.Add(1)
	time.Sleep(r.delay)
	return r.Reader.Read(p[:min(len(p), 4096)])
}

// TestNobodyReadsAfterTheCallHasReturned covers HTTP/1.1 and HTTP/2: net/http closes
// an HTTP/2 body while it is still reading it.
func TestNobodyReadsAfterTheCallHasReturned(t *testing.T) {
	for name, http2 := range map[string]bool{"HTTP/1": false, "HTTP/2": true} {
		t.Run(name, func(t *testing.T) {
			srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.WriteHeader(http.StatusForbidden) // without reading the body
			}))
			srv.EnableHTTP2 = http2
			srv.StartTLS()
			defer srv.Close()
			caller := newTestCaller(t, srv.URL)
			caller.Config().HTTPClient = srv.Client()
			body := &watchedReader{Reader: bytes.NewReader(make([]byte, 1<<20)), delay: time.Millisecond}
			call := caller.NewCall("Put", "PUT", "/x")
			call.Bytes("application/octet-stream", body)
			_, err := DoEmpty(t.Context(), call, nil)
			require.ErrorIs(t, err, ErrPermissionsDenied)
			assert.Zero(t, body.inside.Load())
			reads := body.reads.Load()
			time.Sleep(20 * time.Millisecond)
			assert.Equal(t, reads, body.reads.Load())
		})
	}
}

// TestATransportThatNeverClosesTheBody uses a transport that does not close the
// body, as most mocks do not.
func TestATransportThatNeverClosesTheBody(t *testing.T) {
	caller := newTestCaller(t, "http://127.0.0.1")
	caller.Config().HTTPClient = &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		_, err := io.Copy(io.Discard, r.Body)
		return canned(204, nil, ""), err
	})}
	call := caller.NewCall("Put", "PUT", "/x")
	call.Bytes("application/octet-stream", strings.NewReader("data"))
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	_, err := DoEmpty(ctx, call, nil)
	require.NoError(t, err)
}

type brokenReader struct{ io.Seeker }

func (brokenReader) Read([]byte) (int, error) { return 0, errors.New("disk on fire") }

func TestAReaderThatFailsIsNotTriedAgain(t *testing.T) {
	var calls atomic.Int32
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		_, _ = io.Copy(io.Discard, r.Body)
	})
	call := caller.NewCall("Put", "PUT", "/x")
	call.Bytes("application/octet-stream", brokenReader{strings.NewReader("data")})
	_, err := DoEmpty(t.Context(), call, nil)
	require.ErrorContains(t, err, "cannot read the body to send: disk on fire")
	assert.NotContains(t, err.Error(), "attempts")
	assert.LessOrEqual(t, calls.Load(), int32(1))
}
