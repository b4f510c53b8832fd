package console

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/rumpl/gosc/emulator/internal/logbook"
	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/state"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

var newYear = time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC)

// fixed is a platform whose contents a test sets.
type fixed struct {
	overview platform.Overview
	logs     []logbook.Entry // newest first
	total    int
	err      error
	issued   []string // what tokens were asked for
}

func (f *fixed) FireTrigger(_ context.Context, id string, message []byte) (platform.Delivery, error) {
	f.issued = append(f.issued, id+" "+string(message))
	return platform.Delivery{Status: 500, Attempts: 4}, f.err
}

func (f *fixed) Overview() platform.Overview { return f.overview }

func (f *fixed) ListLogs(string, bool, int, int) ([]logbook.Entry, int, error) {
	return append([]logbook.Entry{}, f.logs...), f.total, f.err
}

func (f *fixed) Credential(id string, life time.Duration) (header, value string, err error) {
	f.issued = append(f.issued, id+" "+life.String())
	return "SCW_FUNCTIONS_TOKEN", "jwt-of-" + id, f.err
}

// one is a platform with one function at an address.
func one(endpoint string) *fixed {
	return &fixed{overview: platform.Overview{
		Namespaces: []*state.Namespace{{ID: "ns", Name: "shop", Status: "ready"}},
		Applications: apps(state.Application{
			Kind: state.Function, ID: "fn", NamespaceID: "ns", Name: "hello", Endpoint: endpoint,
			Settings: state.Settings{Timeout: state.Duration(5 * time.Second)},
		}),
	}}
}

func apps(rows ...state.Application) []platform.Application {
	var list []platform.Application
	for _, row := range rows {
		list = append(list, platform.Application{Application: &row, Namespace: &state.Namespace{ID: row.NamespaceID}})
	}
	return list
}

func newConsole(p Platform) *Console {
	return New(p, Options{
		Region: "fr-par", SecretKey: "example-key", Organization: "example-organization",
		Now: func() time.Time { return newYear }, Logger: slog.New(slog.DiscardHandler),
	})
}

// request is one as a browser on this machine sends it.
func request(method, path, body string) *http.Request {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r = r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}))
	r.Host, r.RemoteAddr = "127.0.0.1:8080", "127.0.0.1:50000"
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Content-Type", "application/json")
	return r
}

func serve(c *Console, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	c.ServeHTTP(w, r)
	return w
}

func decode[T any](t *testing.T, w *httptest.ResponseRecorder) T {
	t.Helper()
	require.Equal(t, "application/json", w.Header().Get("Content-Type"))
	var value T
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &value), w.Body.String())
	return value
}

// backend is an application that answers with what handle writes.
func backend(t *testing.T, handle http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handle)
	t.Cleanup(server.Close)
	return server.URL
}

func readAll(t *testing.T, r io.Reader) string {
	t.Helper()
	data, err := io.ReadAll(r)
	require.NoError(t, err)
	return string(data)
}
