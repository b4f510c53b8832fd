package gosc

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestNoStorageMakesAnUploadShowItsCredentials lets a storage repeat what makes a
// presigned URL a credential in every part of its reply. Neither the error nor the
// log may show it.
func TestNoStorageMakesAnUploadShowItsCredentials(t *testing.T) {
	const secret = "hunter2/hunter2+2=="
	escaped := url.QueryEscape(secret)
	urls := map[string]struct {
		query   string
		headers map[string][]string
	}{
		"S3":                  {query: "?X-Amz-Signature=" + escaped},
		"S3, version 2":       {query: "?AWSAccessKeyId=me&Signature=" + escaped},
		"in lower case":       {query: "?x-amz-signature=" + escaped},
		"Azure":               {query: "?se=2030&sig=" + escaped},
		"of no storage known": {query: "?ticket=" + escaped},
		"not well formed":     {query: "?a;b&X-Amz-Signature=" + escaped + ";c"},
		"without a name":      {query: "?" + escaped},
		"a signed header":     {query: "?x=y", headers: map[string][]string{"X-Amz-Security-Token": {secret}}},
		"a customer's key":    {query: "?x=y", headers: map[string][]string{"X-Amz-Server-Side-Encryption-Customer-Key": {secret}}},
	}
	entities := func(text string) string {
		var out strings.Builder
		for _, char := range []byte(text) {
			fmt.Fprintf(&out, "&#%d;", char)
		}
		return out.String()
	}
	xml := func(code, message, id string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/xml")
			w.WriteHeader(403)
			fmt.Fprintf(w, "<Error><Code>%s</Code><Message>%s</Message><RequestId>%s</RequestId></Error>", code, message, id)
		}
	}
	replies := map[string]http.HandlerFunc{
		"code":                xml(secret, "", ""),
		"code, in entities":   xml(entities(secret), "", ""),
		"message":             xml("Denied", "got "+secret+" and "+escaped, ""),
		"message in entities": xml("Denied", entities(secret), ""),
		"id":                  xml("Denied", "", secret),
		"id, in entities":     xml("Denied", "", entities(secret)),
		"text": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/plain")
			w.WriteHeader(400)
			_, _ = io.WriteString(w, secret+" "+r.RequestURI)
		},
		"headers": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Request-Id", secret)
			w.Header().Set("Server", escaped)
			w.Header().Set("Content-Type", "text/html; x="+escaped)
			w.WriteHeader(400)
		},
		"location": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", "http://user:"+escaped+"@127.0.0.1/"+escaped+r.RequestURI)
			w.WriteHeader(302)
		},
	}
	for name, signed := range urls {
		for part, reply := range replies {
			t.Run(name+", "+part, func(t *testing.T) {
				bucket := httptest.NewServer(reply)
				defer bucket.Close()
				var log bytes.Buffer
				if signed.headers == nil {
					signed.headers = map[string][]string{}
				}
				client := uploadAPI(t, bucket.URL+"/bucket/f.zip"+signed.query, signed.headers)
				client.caller.cfg.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
				client.caller.cfg.Debug = true
				var raw APIResponse
				err := client.FunctionsApi.UploadFunctionCode(t.Context(), "", "fn-1", strings.NewReader("zip"), WithAPIResponse(&raw))
				var e GenericOpenAPIError
				require.ErrorAs(t, err, &e)
				assert.Contains(t, log.String(), "UploadFunctionCode")
				for what, text := range map[string]string{
					"error": err.Error(), "body": string(e.Body()), "type": e.Type, "message": e.Message, "request id": e.RequestID,
					"log": log.String(), "reply": fmt.Sprint(raw) + raw.Message + raw.RequestURL,
				} {
					assert.NotContains(t, text, "hunter2", what)
				}
			})
		}
	}
}

// TestUploadRefusesAURLWithAPassword: net/http would send it, and errors would name it.
func TestUploadRefusesAURLWithAPassword(t *testing.T) {
	client := uploadAPI(t, "https://user:hunter2hunter2@127.0.0.1:1/bucket", nil)
	err := client.FunctionsApi.UploadFunctionCode(t.Context(), "", "fn-1", strings.NewReader("zip"))
	require.ErrorIs(t, err, ErrMalformedResponse)
	assert.NotContains(t, err.Error(), "hunter2")
}

// TestUploadRefusesHeadersThatCannotBeSent, at once: another attempt would fail as well.
func TestUploadRefusesHeadersThatCannotBeSent(t *testing.T) {
	for _, headers := range []map[string][]string{
		{"X-A": {"hunter2\r\nX-Evil: 1"}}, {"X A": {"hunter2"}}, {"": {"hunter2"}},
	} {
		client := uploadAPI(t, "http://127.0.0.1:1/bucket", headers)
		err := client.FunctionsApi.UploadFunctionCode(t.Context(), "", "fn-1", strings.NewReader("zip"))
		require.ErrorIs(t, err, ErrMalformedResponse)
		assert.ErrorContains(t, err, "gosc: UploadFunctionCode: ")
		assert.NotContains(t, err.Error(), "hunter2")
		assert.NotContains(t, err.Error(), "attempts")
	}
}
