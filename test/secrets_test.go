package test

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/rumpl/gosc"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What must never be seen: the secret key, a token and a signature.
const (
	markedKey       = "33333333-dead-4bad-8bad-333333333333"
	markedToken     = "eyJhbGciOiJSUzI1NiJ9.eyJtYXJrZWQiOnRydWV9.bWFya2Vk"
	markedSignature = "deadbeefdeadbeefdeadbeefdeadbeef"
)

// record is a log that tests search, safe for concurrent use.
type record struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.buf.Write(p)
}

func (r *record) mustBeClean(t *testing.T) {
	t.Helper()
	for _, secret := range []string{markedKey, markedToken, markedSignature} {
		assert.NotContains(t, r.buf.String(), secret)
	}
}

// seeError writes an error as a program would print it, and all that it wraps.
func (r *record) seeError(err error) {
	if err == nil {
		return
	}
	_, _ = io.WriteString(r, err.Error()+"\n")
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, inner := range joined.Unwrap() {
			r.seeError(inner)
		}
	}
	r.seeError(errors.Unwrap(err))
}

// TestNoOperationShowsASecret calls every operation, with success and all kinds of
// failure, on a server that quotes what it received, and searches the logs and errors.
func TestNoOperationShowsASecret(t *testing.T) {
	echo := `"` + markedKey + ` ` + markedToken + ` https://s3/x?X-Amz-Signature=` + markedSignature + `"`
	for name, answer := range map[string]http.HandlerFunc{
		"good reply with secrets": func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, `{"token":"`+markedToken+`","url":"https://s3/x?X-Amz-Signature=`+markedSignature+`"}`)
		},
		"reply cut short": func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, `{"token":`+echo+`,"url":`+echo)
		},
		"reply of other types": func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, `{"id":[`+echo+`],"token":[`+echo+`],"url":{"a":`+echo+`},"logs":`+echo+`,"runtimes":`+echo+`}`)
		},
		"error": func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(400)
			_, _ = io.WriteString(w, `{"message":`+echo+`,"type":"invalid_arguments","details":[{"argument_name":`+echo+`}]}`)
		},
		"error page": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/plain")
			w.WriteHeader(500)
			_, _ = io.WriteString(w, echo)
		},
		"redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://other.example/"+markedKey+"?X-Amz-Signature="+markedSignature, http.StatusTemporaryRedirect)
		},
		"bad request id": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Request-Id", markedKey)
			w.WriteHeader(404)
		},
	} {
		t.Run(name, func(t *testing.T) {
			var seen record
			client := newClient(t, answer)
			cfg := client.GetConfig()
			cfg.APIKey, cfg.Debug = markedKey, true
			cfg.Logger = slog.New(slog.NewTextHandler(&seen, &slog.HandlerOptions{Level: slog.LevelDebug}))
			for _, call := range wireCalls {
				_, _, err := call(t.Context(), client)
				seen.seeError(err)
			}
			err := client.FunctionsApi.UploadFunctionCode(t.Context(), "", functionID, strings.NewReader("zip"))
			seen.seeError(err)
			for _, err := range client.LogsApi.ListLogsAll(t.Context(), "", nil) {
				seen.seeError(err)
			}
			resp, err := client.FunctionsApi.InvokeFunction(t.Context(), gosc.Function{Endpoint: cfg.BasePath}, &gosc.InvokeOpts{Token: markedToken})
			require.NoError(t, err)
			resp.Body.Close()
			_, err = client.FunctionsApi.InvokeFunction(t.Context(), gosc.Function{Endpoint: "http://127.0.0.1:1"}, &gosc.InvokeOpts{Token: markedToken})
			require.Error(t, err)
			seen.seeError(err)
			seen.mustBeClean(t)
			assert.Contains(t, seen.buf.String(), "operation=GetNamespace")
		})
	}
}
