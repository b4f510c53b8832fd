package shop

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc"
)

// seen is a request as it came over the wire.
type seen struct {
	Method, Path, Query, Body string
	Header                    http.Header
}

// server answers with what handle writes and keeps the requests.
type server struct {
	*httptest.Server
	mu   sync.Mutex
	seen []seen
}

func newServer(t *testing.T, handle http.HandlerFunc) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		s.mu.Lock()
		s.seen = append(s.seen, seen{r.Method, r.URL.EscapedPath(), r.URL.RawQuery, string(body), r.Header})
		s.mu.Unlock()
		handle(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// replies returns a handler that answers with the bodies in turn and then repeats the
// last.
func replies(bodies ...string) http.HandlerFunc {
	var mu sync.Mutex
	return func(w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		body := bodies[0]
		if len(bodies) > 1 {
			bodies = bodies[1:]
		}
		mu.Unlock()
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, body)
	}
}

func (s *server) requests() []seen {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]seen(nil), s.seen...)
}

// last is the newest request.
func (s *server) last(t *testing.T) seen {
	t.Helper()
	all := s.requests()
	require.NotEmpty(t, all, "nothing was sent")
	return all[len(all)-1]
}

func (s *server) config() *gosc.Configuration {
	cfg := gosc.NewConfiguration()
	cfg.BasePath = s.URL + "/base"
	cfg.APIKey = "11111111-2222-4333-8444-555555555555"
	cfg.Retry = gosc.RetryPolicy{MaxAttempts: 1}
	return cfg
}

func (s *server) client() *APIClient { return NewAPIClient(s.config()) }

// quickly makes waiters poll almost without a pause.
var quickly = &gosc.WaitOpts{Interval: time.Millisecond, MaxInterval: time.Millisecond, Timeout: 10 * time.Second}
