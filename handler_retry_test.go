package gosc

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWhichFailuresAreRepeated(t *testing.T) {
	for _, tc := range []struct {
		method, retryAfter string
		status             int
		body               string
		opts               []CallOption
		want               int32
	}{
		{method: "GET", status: 429, want: 3},
		{method: "GET", status: 502, want: 3},
		{method: "GET", status: 503, want: 3},
		{method: "GET", status: 504, want: 3},
		{method: "PATCH", status: 503, want: 3},
		{method: "DELETE", status: 503, want: 3},
		{method: "GET", status: 500, want: 1},
		{method: "GET", status: 404, want: 1},
		{method: "GET", status: 501, want: 1},
		{method: "GET", status: 409, body: `{"type":"transient_state"}`, want: 1},
		{method: "GET", status: 503, body: `{"type":"out_of_stock"}`, want: 1},
		{method: "POST", status: 429, want: 3},
		{method: "POST", status: 503, want: 1},
		{method: "POST", status: 503, retryAfter: "0", want: 3},
		{method: "GET", status: 503, retryAfter: "1", want: 1}, // longer than the policy allows
		{method: "POST", status: 503, retryAfter: "nonsense", want: 1},
		{method: "POST", status: 502, retryAfter: "1", want: 1},
		{method: "POST", status: 504, want: 1},
		{method: "POST", status: 502, opts: []CallOption{WithIdempotent(true)}, want: 3},
		{method: "GET", status: 502, opts: []CallOption{WithIdempotent(false)}, want: 1},
		{method: "GET", status: 503, opts: []CallOption{WithRetry(RetryPolicy{MaxAttempts: 1})}, want: 1},
	} {
		t.Run(tc.method+strconv.Itoa(tc.status)+tc.retryAfter, func(t *testing.T) {
			var calls atomic.Int32
			caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
				calls.Add(1)
				body, _ := io.ReadAll(r.Body)
				if r.Method == "POST" {
					assert.JSONEq(t, `{"a":1}`, string(body), "the body of every attempt is whole")
				}
				w.Header().Set("Retry-After", tc.retryAfter)
				writeReply(w, tc.status, tc.body)
			})
			call := caller.NewCall("Op", tc.method, "/x")
			if tc.method == "POST" {
				call.JSONObject(map[string]any{"a": 1})
			}
			_, resp, err := Do[thing](t.Context(), call, tc.opts)
			var apiErr GenericOpenAPIError
			require.ErrorAs(t, err, &apiErr)
			assert.Equal(t, tc.want, calls.Load())
			assert.Equal(t, int(tc.want), apiErr.Attempts)
			assert.Equal(t, tc.status, apiErr.StatusCode)
			assert.Equal(t, tc.status, resp.StatusCode)
			if tc.want > 1 {
				assert.Contains(t, err.Error(), "3 attempts")
			}
		})
	}
}

func TestRetrySucceedsInTheEnd(t *testing.T) {
	var calls atomic.Int32
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if calls.Add(1) < 3 {
			writeReply(w, 503, "busy")
			return
		}
		writeReply(w, 200, `{"id":"x"}`)
	})
	got, _, err := getThing(t.Context(), caller, "", "x")
	require.NoError(t, err)
	assert.Equal(t, "x", got.ID)
}

func TestPostIsRepeatedOnlyIfNothingWasSent(t *testing.T) {
	t.Run("connection refused", func(t *testing.T) {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		require.NoError(t, listener.Close())
		caller := newTestCaller(t, "http://"+listener.Addr().String())
		_, _, err = createThing(t.Context(), caller, thing{ID: "x"})
		var reqErr *RequestError
		require.ErrorAs(t, err, &reqErr)
		assert.Equal(t, 3, reqErr.Attempts)
		assert.Contains(t, err.Error(), "refused (3 attempts)")
	})
	t.Run("reset after the request", func(t *testing.T) {
		var calls atomic.Int32
		caller := serveRaw(t, func(conn net.Conn, _ int, _ *http.Request) {
			calls.Add(1)
			reset(conn)
		})
		_, _, err := createThing(t.Context(), caller, thing{ID: "x"})
		require.Error(t, err)
		assert.EqualValues(t, 1, calls.Load())
	})
	t.Run("a transport that does not tell", func(t *testing.T) {
		calls := 0
		caller := newTestCaller(t, "http://127.0.0.1")
		caller.Config().HTTPClient = &http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) {
			calls++
			return nil, errors.New("lost")
		})}
		_, _, err := createThing(t.Context(), caller, thing{ID: "x"})
		require.ErrorContains(t, err, "lost")
		assert.Equal(t, 1, calls)
	})
	t.Run("a body that cannot be rewound", func(t *testing.T) {
		caller := serve(t, func(w http.ResponseWriter, r *http.Request) { writeReply(w, 429, "") })
		call := caller.NewCall("Put", "PUT", "/x")
		call.Bytes("application/octet-stream", io.MultiReader(strings.NewReader("once")))
		_, err := DoEmpty(t.Context(), call, nil)
		var apiErr GenericOpenAPIError
		require.ErrorAs(t, err, &apiErr)
		assert.Equal(t, 1, apiErr.Attempts)
	})
}

func TestBackoffIsBounded(t *testing.T) {
	p := RetryPolicy{MinBackoff: 100 * time.Millisecond, MaxBackoff: time.Second}.withDefaults()
	for n := 1; n < 80; n++ {
		bound := time.Second
		if n < 5 {
			bound = min(bound, 100*time.Millisecond<<(n-1))
		}
		for range 50 {
			got := p.backoff(n, 0)
			require.Positive(t, got)
			require.LessOrEqual(t, got, bound)
		}
	}
	for range 50 {
		got := p.backoff(1, 800*time.Millisecond)
		require.GreaterOrEqual(t, got, 800*time.Millisecond, "Retry-After is honoured")
		require.LessOrEqual(t, got, 900*time.Millisecond)
	}
}

func TestJitterVaries(t *testing.T) {
	seen := map[time.Duration]bool{}
	for range 50 {
		seen[defaultRetryPolicy.backoff(1, 0)] = true
	}
	assert.Greater(t, len(seen), 25)
}

func TestRetryAfterIsWaitedFor(t *testing.T) {
	bubble(t, func(n int) *http.Response {
		if n == 1 {
			return canned(429, http.Header{"Retry-After": {"7"}}, "")
		}
		return canned(200, nil, `{"id":"x"}`)
	}, func(t *testing.T, c *Caller) {
		begin := time.Now()
		_, _, err := getThing(t.Context(), c, "", "x")
		require.NoError(t, err)
		assert.Equal(t, 7*time.Second, time.Since(begin))
	})
}

func TestElapsedTimeIsBounded(t *testing.T) {
	bubble(t, func(int) *http.Response {
		return canned(503, http.Header{"Retry-After": {"30"}}, "")
	}, func(t *testing.T, c *Caller) {
		begin := time.Now()
		_, _, err := getThing(t.Context(), c, "", "x", WithRetry(RetryPolicy{MaxAttempts: 1000, MaxElapsed: 65 * time.Second}))
		var apiErr GenericOpenAPIError
		require.ErrorAs(t, err, &apiErr)
		assert.Equal(t, 3, apiErr.Attempts, "at 0, 30 and 60 s")
		assert.InDelta(t, 60, time.Since(begin).Seconds(), 0.5)
	})
}

func TestALongRetryAfterEndsTheCall(t *testing.T) {
	for _, status := range []int{429, 503} {
		for _, retryAfter := range []string{"31", "3600", "Fri, 31 Dec 9999 23:59:59 GMT"} {
			bubble(t, func(int) *http.Response {
				return canned(status, http.Header{"Retry-After": {retryAfter}}, "")
			}, func(t *testing.T, c *Caller) {
				begin := time.Now()
				_, _, err := getThing(t.Context(), c, "", "x")
				require.ErrorIs(t, err, ErrRateLimited)
				var apiErr GenericOpenAPIError
				require.ErrorAs(t, err, &apiErr)
				assert.Equal(t, 1, apiErr.Attempts)
				assert.Zero(t, time.Since(begin))
				assert.GreaterOrEqual(t, apiErr.RetryAfter, 31*time.Second)
			})
		}
	}
	bubble(t, func(n int) *http.Response {
		if n == 1 {
			return canned(429, http.Header{"Retry-After": {"60"}}, "")
		}
		return canned(200, nil, `{"id":"x"}`)
	}, func(t *testing.T, c *Caller) {
		_, _, err := getThing(t.Context(), c, "", "x", WithRetry(RetryPolicy{MaxBackoff: time.Minute}))
		require.NoError(t, err, "the policy allows the wait")
	})
}

func TestBackoffEndsWithTheContext(t *testing.T) {
	bubble(t, func(int) *http.Response {
		return canned(503, http.Header{"Retry-After": {"20"}}, `{"message":"overloaded"}`)
	}, func(t *testing.T, c *Caller) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(3*time.Second, cancel)
		begin := time.Now()
		_, resp, err := getThing(ctx, c, "", "x")
		assert.Equal(t, 3*time.Second, time.Since(begin))
		require.ErrorIs(t, err, context.Canceled)
		var apiErr GenericOpenAPIError
		require.ErrorAs(t, err, &apiErr, "the last cause is joined")
		assert.Equal(t, 503, apiErr.StatusCode)
		assert.Equal(t, 503, resp.StatusCode)
		assert.Contains(t, err.Error(), "context canceled while waiting to retry, after: gosc: GetThing")
		assert.Contains(t, err.Error(), "overloaded")
	})
}

func TestTransientStateIsWaitedOutOnRequest(t *testing.T) {
	answer := func(n int) *http.Response {
		if n < 4 {
			return canned(409, nil, `{"type":"transient_state","current_state":"pending"}`)
		}
		return canned(200, nil, `{"id":"x"}`)
	}
	bubble(t, answer, func(t *testing.T, c *Caller) {
		_, _, err := createThing(t.Context(), c, thing{ID: "x"}, WithTransientStateWait(time.Minute))
		require.NoError(t, err)
	})
	bubble(t, answer, func(t *testing.T, c *Caller) {
		begin := time.Now()
		_, _, err := createThing(t.Context(), c, thing{ID: "x"}, WithTransientStateWait(time.Second))
		require.ErrorIs(t, err, ErrTransientState)
		assert.Equal(t, time.Second, time.Since(begin))
	})
}

func TestTheLastCauseIsKeptWhenAnAttemptIsCut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls := 0
		cfg := NewConfiguration()
		cfg.HTTPClient = &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			if calls++; calls == 1 {
				return canned(503, nil, `{"message":"overloaded"}`), nil
			}
			<-r.Context().Done()
			return nil, r.Context().Err()
		})}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		_, _, err := getThing(ctx, NewCaller(cfg), "", "x")
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.ErrorContains(t, err, "while trying again, after: ")
		assert.ErrorContains(t, err, "overloaded")
		assert.Equal(t, 2, calls)
	})
}

func TestRetryAfterOfZeroLetsAPostBeRepeated(t *testing.T) {
	for _, value := range []string{"0", "Fri, 31 Dec 1999 23:00:00 GMT"} {
		bubble(t, func(n int) *http.Response {
			if n == 1 {
				return canned(503, http.Header{"Retry-After": {value}}, "")
			}
			return canned(200, nil, `{"id":"x"}`)
		}, func(t *testing.T, c *Caller) {
			_, _, err := createThing(t.Context(), c, thing{ID: "x"})
			require.NoError(t, err)
		})
	}
}

// A reply that would be repeated is not the answer to the call when its context has
// ended meanwhile: the error says both. Another error reply is the answer.
func TestTheContextEndsDuringAnAttempt(t *testing.T) {
	for status, interrupted := range map[int]bool{429: true, 503: true, 404: false} {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			caller := newTestCaller(t, "http://127.0.0.1")
			caller.Config().HTTPClient = &http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) {
				cancel()
				return canned(status, nil, `{"message":"m"}`), nil
			})}
			_, _, err := getThing(ctx, caller, "", "x")
			assert.Equal(t, interrupted, errors.Is(err, context.Canceled), err)
			var apiErr GenericOpenAPIError
			require.ErrorAs(t, err, &apiErr)
			assert.Equal(t, status, apiErr.StatusCode)
		})
	}
}
