package console

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func post(t *testing.T, call callRequest) *http.Request {
	t.Helper()
	body, err := json.Marshal(call)
	require.NoError(t, err)
	return request("POST", "/console/call", string(body))
}

func TestCallSendsWhatTheFormSays(t *testing.T) {
	var got *http.Request
	var body string
	p := one(backend(t, func(w http.ResponseWriter, r *http.Request) {
		got, body = r, readAll(t, r.Body)
		w.Header()["X-Two"] = []string{"a", "b"}
		w.WriteHeader(http.StatusTeapot)
		_, _ = w.Write([]byte("short & stout"))
	}))
	w := serve(newConsole(p), post(t, callRequest{
		Application: "fn", Method: "PUT", Path: "/a%2Fb/?x=1&x=2", Body: "hi", Token: true,
		Headers: [][2]string{{"X-One", "1"}, {"x-one", "2"}, {"Host", "shop.example"}, {"user-agent", "me"}},
	}))
	require.Equal(t, http.StatusOK, w.Code, w.Body.String())
	assert.Equal(t, "PUT /a%2Fb/?x=1&x=2", got.Method+" "+got.RequestURI)
	assert.Equal(t, []string{"1", "2"}, got.Header["X-One"])
	assert.Equal(t, "shop.example", got.Host)
	assert.Equal(t, []string{"me"}, got.Header["User-Agent"])
	assert.Equal(t, "jwt-of-fn", got.Header.Get("SCW_FUNCTIONS_TOKEN"))
	assert.Equal(t, []string{"fn 10m0s"}, p.issued)
	assert.Equal(t, "hi", body)

	reply := decode[callReply](t, w)
	assert.Equal(t, "418 I'm a teapot", reply.Status)
	assert.Equal(t, http.StatusTeapot, reply.Code)
	assert.Equal(t, "short & stout", reply.Body)
	assert.Equal(t, 13, reply.Size)
	assert.Contains(t, reply.Headers, [2]string{"X-Two", "a"})
	assert.Contains(t, reply.Headers, [2]string{"X-Two", "b"})
	assert.Positive(t, reply.Duration)
	assert.NotContains(t, w.Body.String(), "jwt-of-fn")
}

func TestCallBringsNoTokenUnlessAsked(t *testing.T) {
	var header http.Header
	p := one(backend(t, func(_ http.ResponseWriter, r *http.Request) { header = r.Header }))
	serve(newConsole(p), post(t, callRequest{Application: "fn", Method: "GET"}))
	assert.Equal(t, http.Header{"User-Agent": {userAgent}, "Connection": {"close"}}, header, "nothing of the page's own")
	assert.Empty(t, p.issued)
}

func TestCallStaysAtTheEndpoint(t *testing.T) {
	var uri string
	endpoint := backend(t, func(w http.ResponseWriter, r *http.Request) {
		uri = r.RequestURI
		http.Redirect(w, r, "http://127.0.0.1:1/elsewhere", http.StatusFound)
	})
	for path, want := range map[string]string{
		"":              "/",
		"x":             "/x",
		"//evil.test/x": "//evil.test/x",
		"@evil.test/":   "/@evil.test/",
		"/../x":         "/../x",
		"?q":            "/?q",
	} {
		w := serve(newConsole(one(endpoint)), post(t, callRequest{Application: "fn", Method: "GET", Path: path}))
		require.Equal(t, http.StatusOK, w.Code, w.Body.String())
		assert.Equal(t, want, uri, path)
		assert.Equal(t, http.StatusFound, decode[callReply](t, w).Code, "redirects are shown, not followed")
	}
}

func TestCallsThatAreRefused(t *testing.T) {
	endpoint := backend(t, func(http.ResponseWriter, *http.Request) {})
	ok := `{"application":"fn","method":"GET"`
	tests := []struct {
		name, body, contentType string
		status                  int
		want                    string
	}{
		{"a form", "application=fn", "application/x-www-form-urlencoded", 415, "content type"},
		{"JSON as text", ok + "}", "text/plain", 415, "content type"},
		{"no JSON", "{", "application/json", 400, "cannot be read"},
		{"too large", ok + `,"body":"` + strings.Repeat("x", maxRequest) + `"}`, "application/json", 400, "too large"},
		{"unknown application", `{"application":"gone","method":"GET"}`, "application/json", 404, "the function or container does not exist"},
		{"unknown method", `{"application":"fn","method":"CONNECT"}`, "application/json", 400, `"CONNECT"`},
		{"bad header name", ok + `,"headers":[["X Y","1"]]}`, "application/json", 400, `"X Y" is not a valid header name`},
		{"no header name", ok + `,"headers":[["","1"]]}`, "application/json", 400, "is not a valid header name"},
		{"bad header value", ok + `,"headers":[["X-Y","a\u0000b"]]}`, "application/json", 400, `header "X-Y" has control characters`},
		{"line end in a header", ok + `,"headers":[["X-Y","a\r\nZ: b"]]}`, "application/json", 400, "control characters"},
		{"bad path", ok + `,"path":"/%zz"}`, "application/json; charset=utf-8", 400, "well escaped"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := request("POST", "/console/call", test.body)
			r.Header.Set("Content-Type", test.contentType)
			w := serve(newConsole(one(endpoint)), r)
			assert.Equal(t, test.status, w.Code)
			assert.Contains(t, decode[map[string]string](t, w)["message"], test.want)
		})
	}
}

func TestCallWithoutAReply(t *testing.T) {
	for name, endpoint := range map[string]string{
		"nobody listens":   "http://127.0.0.1:1",
		"connection drops": backend(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }),
		"body ends early": backend(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "10")
			_, _ = w.Write([]byte("x"))
		}),
	} {
		w := serve(newConsole(one(endpoint)), post(t, callRequest{Application: "fn", Method: "GET", Token: true}))
		assert.Equal(t, http.StatusBadGateway, w.Code, name)
		assert.Contains(t, decode[map[string]string](t, w)["message"], "no reply", name)
		assert.NotContains(t, w.Body.String(), "jwt-of-fn")
	}
}

func TestCallEndsWithTheBrowsersRequest(t *testing.T) {
	arrived, left := make(chan struct{}), make(chan struct{})
	endpoint := backend(t, func(_ http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-r.Context().Done()
		close(left)
	})
	call := post(t, callRequest{Application: "fn", Method: "GET"})
	ctx, cancel := context.WithCancel(call.Context())
	defer cancel()
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		serve(newConsole(one(endpoint)), call.WithContext(ctx))
	}()
	<-arrived
	cancel()
	for _, end := range []chan struct{}{answered, left} {
		select {
		case <-end:
		case <-time.After(time.Minute):
			require.Fail(t, "the call goes on")
		}
	}
}

func TestBodiesThatAreShown(t *testing.T) {
	long := strings.Repeat("é", maxReply) // twice as many bytes
	tests := []struct {
		name, body string
		want       callReply
		shownAsIs  bool
		wantInDump string
	}{
		{"empty", "", callReply{}, true, ""},
		{"text", "grüße 🙂", callReply{Size: 12}, true, ""},
		{"limit", strings.Repeat("x", maxReply), callReply{Size: maxReply}, true, ""},
		{"too long", "x" + long, callReply{Size: maxReply, Truncated: true}, false, ""},
		{"binary", "\xff\x00PNG", callReply{Size: 5, Binary: true}, false, "ff 00 50 4e 47"},
		{"long binary", "\xff" + long, callReply{Size: maxReply, Binary: true, Truncated: true}, false, "ff c3 a9"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			endpoint := backend(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(test.body)) })
			got := decode[callReply](t, serve(newConsole(one(endpoint)), post(t, callRequest{Application: "fn", Method: "GET"})))
			assert.Equal(t, test.want.Size, got.Size)
			assert.Equal(t, test.want.Binary, got.Binary)
			assert.Equal(t, test.want.Truncated, got.Truncated)
			if test.shownAsIs {
				assert.True(t, test.body == got.Body)
				return
			}
			assert.Contains(t, got.Body, test.wantInDump)
			assert.LessOrEqual(t, len(got.Body), maxReply)
			assert.NotContains(t, got.Body, "\uFFFD")
		})
	}
}
