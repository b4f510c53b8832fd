package gosc

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTextsAreCleanedOfWhatLooksSecret(t *testing.T) {
	for in, want := range map[string]string{
		"nothing to hide": "nothing to hide",
		"https://s3/x?X-Amz-Date=1&X-Amz-Signature=ab12": "https://s3/x?X-Amz-Date=1&X-Amz-Signature=REDACTED",
		"X-Amz-Credential=SCWX%2F2020, next":             "X-Amz-Credential=REDACTED next",
		"token eyJhbGciOi.eyJhIjoxfQ.c2ln expired":       "token REDACTED expired",
		"invalid token: expired":                         "invalid token: expired",
		`{"access_token":"hunter2","a":1}`:               `{"access_token":"REDACTED","a":1}`,
		"dial postgres://h?password=hunter2&x=1":         "dial postgres://h?password=REDACTED&x=1",
		"Authorization: Bearer hunter2hunter2":           "Authorization: Bearer REDACTED",
		"NPM_TOKEN: hunter2 x":                           "NPM_TOKEN: REDACTED x",
		"AWS_SECRET_ACCESS_KEY=hunter2 x":                "AWS_SECRET_ACCESS_KEY=REDACTED x",
		"https://h/t?client_secret=hunter2&a=b":          "https://h/t?client_secret=REDACTED&a=b",
		"Password: hunter2":                              "Password: REDACTED",
		"proxy http://user:hunter2@proxy:3128 refused":   "proxy http://REDACTEDproxy:3128 refused",
	} {
		assert.Equal(t, want, scrubber(nil).clean(in))
	}
	e := GenericOpenAPIError{StatusCode: 400, Message: "bad URL https://s3/x?X-Amz-Signature=ab12"}
	assert.NotContains(t, e.Error(), "ab12")
	var s scrubber
	s.add("hunter2hunter2", "abc")
	assert.Equal(t, "key REDACTED, abc", s.clean("key hunter2hunter2, abc"))
	original := []byte("key hunter2hunter2")
	assert.Equal(t, "key REDACTED", string(s.cleanBytes(original)))
	assert.Equal(t, "key hunter2hunter2", string(original))
}

func TestURLsAreShownWithoutUserAndQuery(t *testing.T) {
	u, err := url.Parse("https://user:hunter2@h/a%2Fb?sig=hunter2#hunter2")
	require.NoError(t, err)
	assert.Equal(t, "https://h/a%2Fb?REDACTED", redactURL(u))
}

const marked = "11111111-dead-4bad-8bad-hunter2hunter"

// TestNoSecretIsEverShown calls a server that throws every secret it gets back
// at the client, in all ways there are, and searches all that was logged and
// every error.
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
