package gosc

import (
	"bytes"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestWhatIsNotHTTPIsNotQuoted: a server that breaks the protocol may send anything
// where net/http expects a status line or a header, the rest of an earlier reply with
// a token in it for example. The error says what is wrong without it.
func TestWhatIsNotHTTPIsNotQuoted(t *testing.T) {
	for name, tc := range map[string]struct{ raw, want string }{
		"no status line":  {`{"id":"x","token":"hunter2` + "\n\n", "malformed HTTP response"},
		"status":          {"HTTP/1.1 hunter2 OK\r\n\r\n", "malformed HTTP status code"},
		"version":         {"HTTP/hunter2 200 OK\r\n\r\n", "malformed HTTP version"},
		"no colon":        {"HTTP/1.1 200 OK\r\nhunter2\r\n\r\n", "malformed MIME header"},
		"control":         {"HTTP/1.1 200 OK\r\nX-A: hunter2\x1b\r\n\r\n", "malformed MIME header line"},
		"continued":       {"HTTP/1.1 200 OK\r\n hunter2\r\n\r\n", "malformed MIME header initial line"},
		"length":          {"HTTP/1.1 200 OK\r\nContent-Length: hunter2\r\n\r\n", "bad Content-Length"},
		"lengths":         {"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: hunter2\r\n\r\n", "multiple Content-Length headers"},
		"encoding":        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: hunter2\r\n\r\n", "unsupported transfer encoding"},
		"trailer":         {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nhunter2\r\n\r\n", "malformed MIME header"},
		"trailer's name":  {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: Content-Length\r\n\r\n2\r\n{}\r\n0\r\n\r\n", "bad trailer key"},
		"size of a chunk": {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhunter2\r\n", "invalid byte in chunk length"},
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			caller := serveRaw(t, func(conn net.Conn, n int, req *http.Request) { _, _ = conn.Write([]byte(tc.raw)) })
			caller.Config().Logger = slog.New(slog.NewTextHandler(&log, nil))
			caller.Config().Retry.MaxAttempts = 1
			var raw APIResponse
			_, _, err := getThing(t.Context(), caller, "", "x", WithAPIResponse(&raw))
			require.ErrorContains(t, err, tc.want)
			_, invokeErr := caller.Invoke(t.Context(), InvokeTarget{Helper: "InvokeThing", Endpoint: caller.Config().BasePath, TokenHeader: "X-Token"}, nil)
			for what, text := range map[string]string{"error": err.Error(), "log": log.String(), "reply": raw.Message, "invocation": fmt.Sprint(invokeErr)} {
				assert.NotContains(t, text, "hunter2", what)
			}
		})
	}
}

// TestAnEncodingThatWasNotAskedForIsNamed: a proxy that compresses what was not asked for would
// otherwise look like broken JSON.
func TestAnEncodingThatWasNotAskedForIsNamed(t *testing.T) {
	for _, encoding := range []string{"br", "zstd", "gzip, br"} {
		caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", encoding)
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte("\x8b\x03\x80abc"))
		})
		_, _, err := getThing(t.Context(), caller, "", "x")
		require.ErrorIs(t, err, ErrMalformedResponse)
		assert.ErrorContains(t, err, fmt.Sprintf("the body has the content encoding %q, which was not asked for", encoding))
	}
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "identity")
		_, _ = w.Write([]byte(`{"id":"x"}`))
	})
	_, _, err := getThing(t.Context(), caller, "", "x")
	require.NoError(t, err)
}
