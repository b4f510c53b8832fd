package traffic

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	base   = "/functions/v1alpha2/regions/fr-par"
	answer = `{"id":"f1","name":"a<b","status": "ready","error_message":"","nested":{"id":"n1","status":"ready"}}`
)

// backend answers everything, and counts.
type backend struct {
	*Layer
	url   string
	calls int
	log   bytes.Buffer // read it when the requests are answered and logged
}

func start(t *testing.T) *backend {
	t.Helper()
	b := &backend{}
	b.Layer = New(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b.calls++
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("X-Request-Id", "the-request")
		if r.URL.Path == "/missing" {
			w.WriteHeader(http.StatusNotFound)
			_, _ = io.WriteString(w, `{"message":"no such route"}`)
			return
		}
		_, _ = io.WriteString(w, answer)
	}), Options{Logger: slog.New(slog.NewTextHandler(&b.log, nil))})
	server := httptest.NewServer(b.Layer)
	t.Cleanup(func() {
		b.Layer.Close()
		server.Close()
	})
	b.url = server.URL
	return b
}

// send is one request on a connection of its own.
func (b *backend) send(t *testing.T, method, path, body string) (*http.Response, string, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, b.url+path, strings.NewReader(body))
	require.NoError(t, err)
	r.Header.Set("X-Auth-Token", "very secret")
	transport := &http.Transport{DisableKeepAlives: true}
	response, err := transport.RoundTrip(r)
	if err != nil {
		return nil, "", err
	}
	defer response.Body.Close() // read to its end
	data, err := io.ReadAll(response.Body)
	return response, string(data), err
}

func TestARequestIsLoggedAndKept(t *testing.T) {
	b := start(t)
	_, body, err := b.send(t, "POST", base+"/functions", `{"name":"a"}`)
	require.NoError(t, err)
	assert.Equal(t, answer, body)
	_, _, err = b.send(t, "GET", "/missing", "")
	require.NoError(t, err)

	lines := strings.Split(strings.TrimSpace(b.log.String()), "\n")
	require.Len(t, lines, 2)
	assert.Regexp(t, `level=INFO msg=request method=POST path=/functions/v1alpha2/regions/\{region\}/functions status=200 `+
		`duration=\S+ operation=CreateFunction id=f1 request_id=the-request$`, lines[0])
	assert.Regexp(t, `method=GET path=/missing status=404 .*message="no such route"$`, lines[1])

	requests := b.Requests()
	require.Len(t, requests, 1, "only those to an API")
	got := requests[0]
	assert.Equal(t, "CreateFunction", got.Operation)
	assert.Equal(t, `{"name":"a"}`, string(got.Body))
	assert.Equal(t, []string{"redacted"}, got.Header["X-Auth-Token"])
	assert.Equal(t, 200, got.Status)
	assert.NotContains(t, b.log.String(), "secret")
}

func TestFaultsHappenAsOftenAsAskedFor(t *testing.T) {
	b := start(t)
	_, err := b.Inject(Fault{Operation: "CreateFunction", Status: 503, Times: 2, RetryAfter: 1500 * time.Millisecond})
	require.NoError(t, err)
	var statuses []int
	for range 3 {
		response, _, err := b.send(t, "POST", base+"/functions", "{}")
		require.NoError(t, err)
		statuses = append(statuses, response.StatusCode)
		if response.StatusCode == 503 {
			assert.Equal(t, "2", response.Header.Get("Retry-After"))
			assert.NotEmpty(t, response.Header.Get("X-Request-Id"))
		}
	}
	assert.Equal(t, []int{503, 503, 200}, statuses)
	assert.Equal(t, 1, b.calls, "a refused request is not carried out")
	response, _, err := b.send(t, "GET", base+"/functions", "")
	require.NoError(t, err)
	assert.Equal(t, 200, response.StatusCode, "another operation")
}

func TestWhatAFaultHits(t *testing.T) {
	get := Operation{Name: "GetFunction", API: "functions/v1beta1", ID: "1"}
	for operation, want := range map[string]bool{
		"GetFunction": true, "*": true, "functions/v1beta1.GetFunction": true, "functions/v1beta1.*": true,
		"GetContainer": false, "functions/v1alpha2.GetFunction": false, "containers/v1beta1.*": false,
	} {
		fault := Fault{Operation: operation, Status: 500}
		require.NoError(t, fault.validate(), operation)
		assert.Equal(t, want, fault.hits(get), operation)
	}
	assert.False(t, (&Fault{Operation: "*", ID: "2"}).hits(get))
	assert.True(t, (&Fault{Operation: "*", ID: "1"}).hits(get))
}

func TestFaultsThatMakeNoSenseAreRefused(t *testing.T) {
	b := start(t)
	for _, fault := range []Fault{
		{Operation: "CreateFunktion", Status: 500}, {Operation: "", Status: 500}, {Operation: "functions.CreateFunction", Status: 500},
		{Operation: "*", Status: 99}, {Operation: "*", Status: 600}, {Operation: "*"}, {Operation: "*", Status: 500, Times: -1},
		{Operation: "*", Delay: -1}, {Operation: "*", Type: "locked", Delay: 1},
	} {
		_, err := b.Inject(fault)
		require.Error(t, err, "%+v", fault)
	}
	assert.Empty(t, b.Faults())
	require.Error(t, b.Force("", Forced{Status: "error"}))
}

func TestErrorsHaveTheirBodies(t *testing.T) {
	b := start(t)
	for _, known := range standard {
		remove, err := b.Inject(Fault{Operation: "GetFunction", Status: known.status, Type: known.kind})
		require.NoError(t, err)
		response, body, err := b.send(t, "GET", base+"/functions/f1", "")
		require.NoError(t, err)
		remove()
		assert.Equal(t, known.status, response.StatusCode)
		var members map[string]any
		require.NoError(t, json.Unmarshal([]byte(body), &members))
		assert.Equal(t, known.kind, members["type"])
		assert.Equal(t, known.message, members["message"])
	}
	_, err := b.Inject(Fault{Operation: "GetFunction", Status: 404, Message: "mine"})
	require.NoError(t, err)
	_, body, err := b.send(t, "GET", base+"/functions/f1", "")
	require.NoError(t, err)
	assert.Equal(t, `{"message":"mine","resource":"function","resource_id":"f1","type":"not_found"}`, body)
}

func TestConnectionsThatBreak(t *testing.T) {
	b := start(t)
	_, err := b.Inject(Fault{Operation: "CreateFunction", Cut: true, Times: 1})
	require.NoError(t, err)
	_, body, err := b.send(t, "POST", base+"/functions", "{}")
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	assert.Equal(t, answer[:len(answer)/2], body)
	assert.Equal(t, 1, b.calls, "it was carried out")

	_, err = b.Inject(Fault{Operation: "CreateFunction", Drop: true, Times: 1})
	require.NoError(t, err)
	_, _, err = b.send(t, "POST", base+"/functions", "{}")
	require.Error(t, err)
	assert.Equal(t, 1, b.calls, "it was not carried out")
}

func TestADelayEndsWithTheLayer(t *testing.T) {
	b := start(t)
	_, err := b.Inject(Fault{Operation: "*", Delay: time.Hour})
	require.NoError(t, err)
	done := make(chan error)
	go func() {
		_, _, err := b.send(t, "GET", base+"/functions", "")
		done <- err
	}()
	require.Eventually(t, func() bool { b.mu.Lock(); defer b.mu.Unlock(); return b.faults != nil }, time.Minute, time.Millisecond)
	b.Layer.Close()
	require.Error(t, <-done)
}

func TestForcedStatuses(t *testing.T) {
	b := start(t)
	require.NoError(t, b.Force("f1", Forced{Status: "error", Message: `it "broke"`}))
	require.NoError(t, b.Force("n1", Forced{Status: "pending"}))
	_, body, err := b.send(t, "GET", base+"/functions/f1", "")
	require.NoError(t, err)
	assert.Equal(t, `{"id":"f1","name":"a<b","status": "error","error_message":"it \"broke\"","nested":{"id":"n1","status":"pending"}}`, body)

	require.NoError(t, b.Force("f1", Forced{Status: "locked"}))
	response, _, err := b.send(t, "PATCH", base+"/functions/f1", "{}")
	require.NoError(t, err)
	assert.Equal(t, http.StatusLocked, response.StatusCode)
	require.NoError(t, b.Force("f1", Forced{}))
	b.Heal()
	_, body, err = b.send(t, "PATCH", base+"/functions/f1", "{}")
	require.NoError(t, err)
	assert.Equal(t, answer, body)
}

func TestPatchLeavesEverythingElse(t *testing.T) {
	b := start(t)
	require.NoError(t, b.Force("x", Forced{Status: "locked"}))
	for _, body := range []string{"", "no JSON", `{"id":"x","status":"ready"`, `[1,2]`, `"x"`, `{"id":7,"status":"ready"}`, `{"id":"y","status":"x"}`} {
		assert.Equal(t, body, string(b.patch([]byte(body))))
	}
	assert.Equal(t, `{"l":[{"status":"locked","id":"x"},{"id":"y","status":"ready"}],"total_count":2}`,
		string(b.patch([]byte(`{"l":[{"status":"ready","id":"x"},{"id":"y","status":"ready"}],"total_count":2}`))))
}

func TestParseFault(t *testing.T) {
	got, err := ParseFault("functions/v1beta1.CreateFunction=503,times=2,type=out_of_stock,message=none left,retry-after=3s,delay=10ms,id=1,cut,drop")
	require.NoError(t, err)
	assert.Equal(t, Fault{Operation: "functions/v1beta1.CreateFunction", ID: "1", Status: 503, Type: "out_of_stock", Message: "none left",
		RetryAfter: 3 * time.Second, Delay: 10 * time.Millisecond, Cut: true, Drop: true, Times: 2}, got)
	got, err = ParseFault("*=delay=1s")
	require.NoError(t, err)
	assert.Equal(t, Fault{Operation: "*", Delay: time.Second}, got)
	for _, bad := range []string{"", "x", "*=", "*=abc", "*=503,times=x", "*=503,delay=soon", "Nothing=503"} {
		_, err := ParseFault(bad)
		require.Error(t, err, bad)
	}
}

func TestServeFaults(t *testing.T) {
	b := start(t)
	serve := func(method, body string) (int, string) {
		w := httptest.NewRecorder()
		b.ServeFaults(w, httptest.NewRequest(method, "/console/faults", strings.NewReader(body)))
		return w.Code, strings.TrimSpace(w.Body.String())
	}
	code, body := serve("POST", `{"operation":"ListCrons","status":429,"retry_after":"2s","times":3}`)
	assert.Equal(t, 200, code)
	assert.Equal(t, `{"faults":[{"operation":"ListCrons","status":429,"retry_after":"2s","times":3}],"forced":[]}`, body)
	for _, bad := range []string{"", "{}", `{"operation":"x","status":500}`, `{"operation":"*","stats":500}`, `{"operation":"*","delay":"soon"}`} {
		code, body = serve("POST", bad)
		assert.Equal(t, 400, code, body)
	}
	for _, status := range []string{
		`{"id":"f2","force":"locked"}`, `{"id":"f3","force":"error"}`, `{"id":"f1","force":"error","message":"broken"}`, `{"id":"f3","force":""}`,
	} {
		code, body = serve("POST", status)
		assert.Equal(t, 200, code, body)
	}
	assert.Contains(t, body, `"forced":[{"id":"f1","status":"error","message":"broken"},{"id":"f2","status":"locked"}]}`)
	for _, bad := range []string{`{"force":"locked"}`, `{"id":"f1","force":"locked","status":500}`, `{"id":"f1","force":7}`} {
		code, body = serve("POST", bad)
		assert.Equal(t, 400, code, body)
	}
	_, body = serve("DELETE", "")
	assert.Equal(t, `{"faults":[],"forced":[]}`, body)
	_, body = serve("GET", "")
	assert.Equal(t, `{"faults":[],"forced":[]}`, body)
}

func TestOnlyTheNewestRequestsAreKept(t *testing.T) {
	l := New(http.NotFoundHandler(), Options{Logger: slog.New(slog.DiscardHandler)})
	for i := range maxRequests + 1 {
		l.record(Request{Status: i})
	}
	requests := l.Requests()
	assert.LessOrEqual(t, len(requests), maxRequests)
	assert.Equal(t, maxRequests, requests[len(requests)-1].Status)
}
