package lambda

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/rumpl/gosc/emulator/internal/apps/golib/events"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

type custom struct{ Name string }

func TestHandlerShapes(t *testing.T) {
	const call = `{"event":{"path":"/p","body":"text","Name":"n"},"context":{}}`
	failed := errors.New("it failed")
	tests := []struct {
		name    string
		handler any
		call    string
		status  int
		body    string
	}{
		{name: "proxy event", handler: func(e events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error) {
			return events.APIGatewayProxyResponse{StatusCode: 201, Body: e.Path + e.Body}, nil
		}, status: 200, body: `{"statusCode":201,"headers":null,"multiValueHeaders":null,"body":"/ptext"}`},
		{name: "own type", handler: func(c custom) (string, error) { return c.Name, nil }, status: 200, body: `"n"`},
		{name: "pointer", handler: func(c *custom) (*custom, error) { return c, nil }, status: 200, body: `{"Name":"n"}`},
		{name: "map", handler: func(m map[string]any) (any, error) { return m["path"], nil }, status: 200, body: `"/p"`},
		{name: "no argument", handler: func() (int, error) { return 7, nil }, status: 200, body: `7`},
		{name: "only an error", handler: func() error { return nil }, status: 200, body: `null`},
		{name: "nothing", handler: func() {}, status: 200, body: `null`},
		{name: "a lone result is dropped", handler: func() string { return "x" }, status: 200, body: `null`},
		{name: "event in upper case", handler: func(c custom) (string, error) { return c.Name, nil }, call: `{"Event":{"name":"N"},"Context":{}}`, status: 200, body: `"N"`},
		{name: "error", handler: func() (string, error) { return "ignored", failed }, status: 500, body: "error during handler execution: it failed\n"},
		{name: "lone error", handler: func() error { return failed }, status: 500, body: "error during handler execution: it failed\n"},
		{name: "panic", handler: func() error { panic("no way") }, status: 500, body: "error during handler execution: panic: no way\n"},
		{name: "two arguments", handler: func(a, b custom) error { return nil }, status: 500, body: "error during handler execution: handler takes 2 arguments, but only the event is passed\n"},
		{name: "event of another type", handler: func(int) error { return nil }, status: 500, body: "error during handler execution: unable to parse the event: json: cannot unmarshal object into Go value of type int\n"},
		{name: "result without JSON", handler: func() (any, error) { return make(chan int), nil }, status: 500, body: "error during handler execution: the result has no JSON form: json: unsupported type: chan int\n"},
		{name: "no function", handler: 5, status: 500, body: "error during handler execution: handler is a int, not a function\n"},
		{name: "nil", handler: nil, status: 500, body: "error during handler execution: handler is nil\n"},
		{name: "no JSON sent", handler: func() error { return nil }, call: "x", status: 500, body: "unable to parse the request: invalid character 'x' looking for beginning of value\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.call == "" {
				tt.call = call
			}
			w := httptest.NewRecorder()
			newServer(tt.handler, "").ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/", strings.NewReader(tt.call)))
			assert.Equal(t, tt.status, w.Code)
			assert.Equal(t, tt.body, w.Body.String())
		})
	}
}

func TestOnlyTheEmulatorMayCall(t *testing.T) {
	server := newServer(func() error { return nil }, "key")
	for key, status := range map[string]int{"": 403, "wrong": 403, "key": 200} {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(`{"event":{}}`))
		r.Header.Set("X-Instance-Key", key)
		w := httptest.NewRecorder()
		server.ServeHTTP(w, r)
		assert.Equal(t, status, w.Code, key)
	}
}

func TestWatchParent(t *testing.T) {
	ended := make(chan int, 1)
	exit := func(code int) { ended <- code }

	t.Run("greeted", func(t *testing.T) {
		r, w, err := os.Pipe()
		require.NoError(t, err)
		defer r.Close()
		_, err = io.WriteString(w, "instance the-key\n")
		require.NoError(t, err)
		assert.Equal(t, "the-key", watchParent(r, exit))
		assert.Empty(t, ended)
		require.NoError(t, w.Close())
		select {
		case code := <-ended:
			assert.Zero(t, code)
		case <-time.After(time.Minute):
			t.Fatal("stays without the emulator")
		}
	})
	t.Run("a pipe of another process", func(t *testing.T) {
		r, w, err := os.Pipe()
		require.NoError(t, err)
		defer r.Close()
		require.NoError(t, w.Close())
		assert.Empty(t, watchParent(r, exit))
		assert.Empty(t, ended)
	})
	t.Run("no pipe", func(t *testing.T) {
		null, err := os.Open(os.DevNull)
		require.NoError(t, err)
		defer null.Close()
		assert.Empty(t, watchParent(null, exit))
		assert.Empty(t, ended)
	})
}
