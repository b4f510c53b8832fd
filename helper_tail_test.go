package gosc

import (
	"context"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// logServer keeps lines and pages them, newest first, like the API.
type logServer struct {
	mu       sync.Mutex
	lines    []Log
	polls    int
	pageSize int                       // most that it gives at once
	onPage   func(s *logServer)        // before each page, with the lock held
	fail     func(n int) (int, string) // status of the n-th request, 0: none
	total    int                       // what it claims to have, 0: the truth
	pageOf   func(page int) int        // the page that it gives for this one
}

func (s *logServer) add(n int, at time.Duration) {
	s.lines = append(s.lines, Log{ID: "log-" + strconv.Itoa(n), Message: "line " + strconv.Itoa(n), Timestamp: logEpoch.Add(at)})
}

var logEpoch = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

func (s *logServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.polls++
	if s.fail != nil {
		if status, body := s.fail(s.polls); status != 0 {
			writeReply(w, status, body)
			return
		}
	}
	if s.onPage != nil {
		s.onPage(s)
	}
	sorted := slices.Clone(s.lines)
	slices.SortStableFunc(sorted, func(a, b Log) int { return b.Timestamp.Compare(a.Timestamp) })
	page, _ := strconv.Atoi(r.URL.Query().Get("page"))
	size, _ := strconv.Atoi(r.URL.Query().Get("page_size"))
	size = min(size, s.pageSize)
	if s.pageOf != nil {
		page = s.pageOf(page)
	}
	from := min((page-1)*size, len(sorted))
	to := min(from+size, len(sorted))
	total := max(s.total, len(sorted))
	body, _ := ListLogsResponse{Logs: sorted[from:to], TotalCount: uint32(total)}.MarshalJSON()
	writeReply(w, 200, string(body))
}

func (s *logServer) client(t *testing.T) *APIClient {
	srv := httptest.NewServer(s)
	t.Cleanup(srv.Close)
	client := testClient(t, srv.URL)
	client.GetConfig().Retry = RetryPolicy{MaxAttempts: 1}
	return client
}

var tailFast = &TailOpts{Interval: time.Millisecond, MaxInterval: 2 * time.Millisecond}

// tail collects n lines and then waits a moment to see whether unexpected lines
// follow.
func tail(t *testing.T, client *APIClient, opts *TailOpts, n int) []string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	var got []string
	for line, err := range client.LogsApi.TailLogs(ctx, "", "app-1", opts) {
		require.NoError(t, err)
		got = append(got, line.Message)
		if len(got) == n {
			time.AfterFunc(30*time.Millisecond, cancel)
		}
	}
	return got
}

func numbered(n int) []string {
	var lines []string
	for i := range n {
		lines = append(lines, "line "+strconv.Itoa(i))
	}
	return lines
}

func TestTailGivesAllPagesOldestFirst(t *testing.T) {
	s := &logServer{pageSize: 7}
	for i := range 50 {
		s.add(i, time.Duration(i)*time.Millisecond)
	}
	assert.Equal(t, numbered(50), tail(t, s.client(t), tailFast, 50))
}

func TestTailLosesNothingWhilePagesShift(t *testing.T) {
	s := &logServer{pageSize: 7}
	for i := range 30 {
		s.add(i, time.Duration(i)*time.Millisecond)
	}
	s.onPage = func(s *logServer) {
		for range 3 {
			if n := len(s.lines); n < 200 {
				s.add(n, time.Duration(n)*time.Millisecond)
			}
		}
	}
	assert.Equal(t, numbered(200), tail(t, s.client(t), tailFast, 200))
}

func TestTailCatchesLateLines(t *testing.T) {
	s := &logServer{pageSize: 5}
	for i := range 40 {
		s.add(i, time.Duration(i)*time.Second)
	}
	s.onPage = func(s *logServer) {
		if s.polls == 20 { // far behind the first page, which brings nothing new
			s.add(1000, 10*time.Second+time.Millisecond)
		}
	}
	assert.Equal(t, append(numbered(40), "line 1000"), tail(t, s.client(t), tailFast, 41))
}

func TestTailSince(t *testing.T) {
	s := &logServer{pageSize: 100}
	for i := range 10 {
		s.add(i, time.Duration(i)*time.Second)
	}
	opts := *tailFast
	opts.Since = logEpoch.Add(7 * time.Second)
	assert.Equal(t, []string{"line 7", "line 8", "line 9"}, tail(t, s.client(t), &opts, 3))
}

func TestTailKeepsLinesApartWithoutIDs(t *testing.T) {
	s := &logServer{pageSize: 100, lines: []Log{
		{Message: "a", Timestamp: logEpoch}, {Message: "b", Timestamp: logEpoch.Add(1)},
	}}
	assert.Equal(t, []string{"a", "b"}, tail(t, s.client(t), tailFast, 2))
}

func TestTailSurvivesALineWhoseClockIsAhead(t *testing.T) {
	s := &logServer{pageSize: 5}
	s.add(0, 0)
	s.add(1, 10*time.Minute)
	s.onPage = func(s *logServer) {
		if n := len(s.lines); n < 40 && s.polls%3 == 0 {
			s.add(n, time.Duration(n)*time.Second)
		}
	}
	got := tail(t, s.client(t), tailFast, 40)
	assert.ElementsMatch(t, numbered(40), got)
}

func TestTailDoesNotRunRoundInCircles(t *testing.T) {
	s := &logServer{pageSize: 1, total: 1000}
	s.add(0, 0)
	s.add(1, time.Second)
	s.pageOf = func(page int) int { return (page-1)%2 + 1 }
	client := s.client(t)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	for range client.LogsApi.TailLogs(ctx, "", "app-1", &TailOpts{Interval: time.Minute}) {
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	assert.LessOrEqual(t, s.polls, 4)
}

func TestTailBacksOffWhenIdle(t *testing.T) {
	s := &logServer{pageSize: 100}
	client := s.client(t)
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	for range client.LogsApi.TailLogs(ctx, "", "app-1", &TailOpts{Interval: 10 * time.Millisecond, MaxInterval: 80 * time.Millisecond}) {
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	assert.LessOrEqual(t, s.polls, 10, "two requests at first, then at 20, 60, 140, 220 and 300 ms")
	assert.GreaterOrEqual(t, s.polls, 3)
}

func TestTailFailures(t *testing.T) {
	t.Run("that pass", func(t *testing.T) {
		s := &logServer{pageSize: 100, fail: func(n int) (int, string) {
			if n < 3 {
				return 500, `{"message":"sorry"}`
			}
			return 0, ""
		}}
		s.add(0, 0)
		failures := 0
		for line, err := range s.client(t).LogsApi.TailLogs(t.Context(), "", "app-1", tailFast) {
			if err != nil {
				failures++
				continue
			}
			assert.Equal(t, "line 0", line.Message)
			break
		}
		assert.Equal(t, 2, failures)
	})
	t.Run("a reply that breaks off", func(t *testing.T) {
		s := &logServer{pageSize: 100, fail: func(n int) (int, string) {
			if n == 1 {
				return 200, `{"logs":[`
			}
			return 0, ""
		}}
		s.add(0, 0)
		assert.Len(t, func() (got []string) {
			for line, err := range s.client(t).LogsApi.TailLogs(t.Context(), "", "app-1", tailFast) {
				if err == nil {
					return append(got, line.Message)
				}
			}
			return nil
		}(), 1)
	})
	t.Run("that do not", func(t *testing.T) {
		s := &logServer{fail: func(int) (int, string) { return 403, "{}" }}
		failures := 0
		for _, err := range s.client(t).LogsApi.TailLogs(t.Context(), "", "app-1", tailFast) {
			require.ErrorIs(t, err, ErrPermissionsDenied)
			failures++
		}
		assert.Equal(t, 1, failures)
	})
	t.Run("empty id", func(t *testing.T) {
		for _, err := range (&logServer{}).client(t).LogsApi.TailLogs(t.Context(), "", "", nil) {
			require.EqualError(t, err, "gosc: TailLogs: application_id is empty")
		}
	})
}

func TestTheLongestIntervalOfATail(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		polls := 0
		client := NewAPIClient(nil)
		client.GetConfig().HTTPClient = &http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) {
			polls++
			return canned(200, nil, `{"logs":[],"total_count":0}`), nil
		})}
		ctx, cancel := context.WithTimeout(t.Context(), 200*365*24*time.Hour)
		defer cancel()
		for range client.LogsApi.TailLogs(ctx, "", "fn-1", &TailOpts{Interval: 150 * 365 * 24 * time.Hour, MaxInterval: math.MaxInt64}) {
			t.Error("there is nothing")
		}
		assert.Equal(t, 1, polls)
	})
}
