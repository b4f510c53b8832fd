package gosc

import (
	"bufio"
	"bytes"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestAProxyThatAnswersItself gets neither the secret key nor does its own password
// come out, whatever it answers to CONNECT; and the error is one of the connection.
func TestAProxyThatAnswersItself(t *testing.T) {
	refusals := map[string]string{
		"login": "407 Proxy Authentication Required", "gone": "502 Bad Gateway (3 attempts)", "redirect": "302 Found", "words": "403 Forbidden",
	}
	for name, answer := range map[string]string{
		"login":          "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n",
		"gone":           "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 7\r\n\r\nhunter2",
		"redirect":       "HTTP/1.1 302 Found\r\nLocation: http://user:hunter2@login.example/\r\nContent-Length: 0\r\n\r\n",
		"words":          "HTTP/1.1 403 no entry for proxyuser:hunter2secret \x1b[31m\r\nContent-Length: 0\r\n\r\n",
		"a page":         "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>hunter2</html>",
		"a reply":        "HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"id\":\"x\"}",
		"nothing":        "",
		"something else": "SSH-2.0-hunter2\r\n\r\n",
		"a flood":        "HTTP/1.1 200 OK\r\n" + strings.Repeat("X-Hunter2: hunter2\r\n", 200_000),
	} {
		t.Run(name, func(t *testing.T) {
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			require.NoError(t, err)
			var got bytes.Buffer // guarded by the end of the server
			done := make(chan struct{})
			go func() {
				defer close(done)
				for {
					conn, err := listener.Accept()
					if err != nil {
						return
					}
					_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
					from := bufio.NewReader(conn)
					req, err := http.ReadRequest(from)
					if err == nil {
						_ = req.Write(&got)
						_, _ = conn.Write([]byte(answer))
					}
					if name == "a page" || name == "a reply" { // the client believes that it talks to the API now
						buf := make([]byte, 4096)
						n, _ := from.Read(buf)
						got.Write(buf[:n])
					}
					conn.Close()
				}
			}()
			var log bytes.Buffer
			cfg := NewConfiguration()
			cfg.BasePath, cfg.APIKey, cfg.Retry = "https://api.example", marked, quick
			cfg.Debug, cfg.Logger = true, slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
			cfg.HTTPClient.Transport.(*http.Transport).Proxy = http.ProxyURL(&url.URL{Scheme: "http", Host: listener.Addr().String(), User: url.UserPassword("proxyuser", "hunter2secret")})
			caller := NewCaller(cfg)
			defer caller.CloseIdleConnections()
			var raw APIResponse
			_, resp, err := getThing(t.Context(), caller, "", "x", WithAPIResponse(&raw))
			require.Error(t, err)
			assert.Nil(t, resp)
			var failed *RequestError
			require.ErrorAs(t, err, &failed)
			if want, ok := refusals[name]; ok {
				assert.EqualError(t, err, "gosc: GetThing (GET /shop/v1/regions/fr-par/things/x): the proxy "+listener.Addr().String()+" did not open a connection: "+want)
			}
			_, invokeErr := caller.Invoke(t.Context(), InvokeTarget{Helper: "InvokeThing", Endpoint: "https://fn.example", TokenHeader: "X-Token"}, &InvokeOpts{Token: markedToken})
			require.Error(t, invokeErr)
			listener.Close()
			<-done
			assert.NotContains(t, got.String(), marked, "sent to the proxy")
			assert.NotContains(t, got.String(), markedToken, "sent to the proxy")
			for what, text := range map[string]string{"error": err.Error(), "log": log.String(), "reply": raw.Message, "invocation": invokeErr.Error()} {
				assert.NotContains(t, text, "hunter2", what)
				assert.NotContains(t, text, "\x1b", what)
			}
		})
	}
}
