package gosc

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// thing is a model with the methods that generated models have.
type thing struct {
	ID     string `json:"id"`
	Status string `json:"status,omitempty"`
}

type thingFields thing

func (t thing) MarshalJSON() ([]byte, error) { return json.Marshal(thingFields(t)) }

func (t *thing) UnmarshalJSON(data []byte) error { return json.Unmarshal(data, (*thingFields)(t)) }

const thingsPath = "/shop/v1/regions/{region}/things"

// getThing and createThing are what generated code looks like.
func getThing(ctx context.Context, c *Caller, region, id string, opts ...CallOption) (thing, *http.Response, error) {
	call := c.NewCall("GetThing", http.MethodGet, thingsPath+"/{thing_id}")
	call.Region(region)
	call.Path("thing_id", id)
	return Do[thing](ctx, call, opts)
}

func createThing(ctx context.Context, c *Caller, body thing, opts ...CallOption) (thing, *http.Response, error) {
	call := c.NewCall("CreateThing", http.MethodPost, thingsPath)
	call.Region("")
	call.Require("id", body.ID)
	call.JSON(body)
	return Do[thing](ctx, call, opts)
}

// quick is a retry policy that tests need not wait for.
var quick = RetryPolicy{MaxAttempts: 3, MinBackoff: time.Millisecond, MaxBackoff: 20 * time.Millisecond}

// newTestCaller returns a Caller whose base URL has a path, so that joining of paths
// is tested too. Its connections are closed when the test ends.
func newTestCaller(t testing.TB, base string) *Caller {
	t.Helper()
	cfg := NewConfiguration()
	cfg.BasePath = base + "/base"
	cfg.Retry = quick
	caller := NewCaller(cfg)
	t.Cleanup(caller.CloseIdleConnections)
	return caller
}

func serve(t testing.TB, handler http.HandlerFunc) *Caller {
	t.Helper()
	srv := httptest.NewServer(handler)
	t.Cleanup(srv.Close)
	return newTestCaller(t, srv.URL)
}

// reply answers with JSON.
func writeReply(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(body))
}

// serveRaw lets a test write the server's replies byte by byte. speak gets the number
// of the connection, from 1 on, and its request once the headers are read.
func serveRaw(t testing.TB, speak func(conn net.Conn, n int, req *http.Request)) *Caller {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for n := 1; ; n++ {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			req, err := http.ReadRequest(bufio.NewReader(conn))
			if err == nil {
				speak(conn, n, req)
			}
			conn.Close()
		}
	}()
	t.Cleanup(func() { listener.Close(); <-done })
	return newTestCaller(t, "http://"+listener.Addr().String())
}

// reset makes the peer see "connection reset by peer".
func reset(conn net.Conn) {
	_ = conn.(*net.TCPConn).SetLinger(0)
	conn.Close()
}

// roundTrip is a user's transport: it does not report what it has sent (see
// httptrace), unlike net/http's.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// bubble runs f on a fake clock with a client whose server is the handler.
func bubble(t *testing.T, answer func(n int) *http.Response, f func(t *testing.T, c *Caller)) {
	synctest.Test(t, func(t *testing.T) {
		var n atomic.Int32
		cfg := NewConfiguration()
		cfg.HTTPClient = &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			resp := answer(int(n.Add(1)))
			resp.Request = r
			return resp, nil
		})}
		f(t, NewCaller(cfg))
	})
}

func canned(status int, header http.Header, body string) *http.Response {
	if header == nil {
		header = http.Header{}
	}
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body)), ContentLength: -1}
}

// noContext is the nil context that a caller passes by mistake.
var noContext context.Context
