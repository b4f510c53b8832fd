package gosc

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const marked = "11111111-dead-4bad-8bad-hunter2hunter"

// TestNoSecretIsEverShown calls a server that returns every secret it receives, in
// every part of a reply, and searches the logs and errors for them.
func TestNoSecretIsEverShown(t *testing.T) {
	var logged bytes.Buffer
	for name, answer := range map[string]http.HandlerFunc{
		"good":    func(w http.ResponseWriter, r *http.Request) { writeReply(w, 200, `{"id":"x"}`) },
		"html":    func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte("<p>" + marked)) },
		"message": func(w http.ResponseWriter, r *http.Request) { writeReply(w, 401, `{"message":"no key `+marked+`"}`) },
		"details": func(w http.ResponseWriter, r *http.Request) {
			writeReply(w, 400, `{"type":"`+marked+`","resource":"`+marked+`","details":[{"argument_name":"`+marked+`"}]}`)
		},
		"escaped": func(w http.ResponseWriter, r *http.Request) {
			escaped := strings.ReplaceAll(marked, "-", `\u002d`)
			writeReply(w, 400, `{"message":"`+escaped+`","deep":[{"`+escaped+`":"`+escaped+`"}]}`)
		},
		"content type": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", marked+"; a=b")
			w.WriteHeader(500)
			_, _ = w.Write([]byte("<p>"))
		},
		"plain": func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(500); _, _ = w.Write([]byte(marked)) },
		"redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://h/"+marked, http.StatusFound)
		},
		"bad redirect": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", "http://[::"+marked)
			w.WriteHeader(302)
		},
	} {
		for _, debug := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
					for _, header := range []string{"X-Request-Id", "Server", "Set-Cookie", "Retry-After", "X-Echo"} {
						w.Header().Set(header, marked)
					}
					answer(w, r)
				})
				cfg := caller.Config()
				cfg.Debug = debug
				cfg.APIKey = marked
				cfg.DefaultHeader = map[string]string{"Cookie": "a=" + marked}
				cfg.Logger = slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
				for _, ctx := range []context.Context{
					t.Context(),
					context.WithValue(t.Context(), ContextAPIKey, APIKey{Key: marked, Prefix: "Bearer"}),
					context.WithValue(t.Context(), ContextAccessToken, marked),
					context.WithValue(t.Context(), ContextBasicAuth, BasicAuth{"user", marked}),
				} {
					_, _, err := getThing(ctx, caller, "", "x")
					if err != nil {
						assert.NotContains(t, err.Error(), marked)
						var e GenericOpenAPIError
						if assert.ErrorAs(t, err, &e) {
							assert.NotContains(t, string(e.Body()), marked)
							assert.NotContains(t, fmt.Sprintf("%v", e.Model()), marked)
							assert.NotContains(t, e.Message+e.Type+e.RequestID, marked)
						}
					}
				}
			})
		}
	}
	assert.NotContains(t, logged.String(), marked)
	assert.Contains(t, logged.String(), `operation=GetThing method=GET path=/shop/v1/regions/{region}/things/{thing_id} attempt=1`)
	assert.Contains(t, logged.String(), "request_header.User-Agent=")
	assert.NotContains(t, logged.String(), "Cookie")
	assert.NotContains(t, logged.String(), "Authorization")
}

func TestLoggingSaysHowAnAttemptEnded(t *testing.T) {
	var logged bytes.Buffer
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Request-Id", "req-1")
		writeReply(w, 503, `{"type":"busy","message":"later"}`)
	})
	caller.Config().Logger = slog.New(slog.NewTextHandler(&logged, nil))
	_, _, err := getThing(t.Context(), caller, "", "x")
	require.Error(t, err)
	for _, want := range []string{"level=WARN", "attempt=1", "attempt=3", "status=503", "request_id=req-1", `error="busy: later"`, "duration="} {
		assert.Contains(t, logged.String(), want)
	}
	assert.NotContains(t, logged.String(), "header", "only with Debug")
}
