package apps

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func inProcessSpec(kind Kind, rules Rules, handler http.HandlerFunc) Spec {
	return Spec{Kind: kind, Rules: rules, InProcess: handler}
}

func TestInProcess(t *testing.T) {
	for _, kind := range []Kind{Function, Container} {
		for _, rules := range []Rules{V1alpha2, V1beta1} {
			t.Run(kind.String()+" "+rules.String(), func(t *testing.T) {
				a, lines := deployed(t, Options{}, inProcessSpec(kind, rules, func(w http.ResponseWriter, r *http.Request) {
					switch r.URL.Path {
					case "/panic":
						panic("no way")
					case "/silent":
						return
					}
					body, _ := io.ReadAll(r.Body)
					w.Header().Set("X-A", "b")
					w.WriteHeader(201)
					fmt.Fprint(w, r.Method, " ", r.URL, " ", string(body))
				}))
				got := post(t, a, "body")
				assert.Equal(t, 201, got.status)
				assert.Equal(t, "b", got.header.Get("X-A"))
				assert.Equal(t, "POST / body", got.body)
				assert.Equal(t, 200, send(t, a, http.MethodGet, "/silent", "", nil).status)
				want := 500
				if kind == Container {
					want = 502
				}
				assert.Equal(t, want, send(t, a, http.MethodGet, "/panic", "", nil).status)
				lines.await(t, "stderr: panic: no way")
				lines.await(t, "inprocess_test.go")
			})
		}
	}
}

func TestInProcessTimeout(t *testing.T) {
	spec := inProcessSpec(Function, V1beta1, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	spec.Timeout = 50 * time.Millisecond
	a, lines := deployed(t, Options{}, spec)
	got := get(t, a)
	assert.Equal(t, 504, got.status)
	assert.JSONEq(t, `{"message":"the function did not answer within its timeout of 50ms"}`, got.body)
	lines.await(t, "did not answer within its timeout of 50ms")
}

// A function's handler gets one request at a time for each instance, as a
// process would.
func TestInProcessConcurrency(t *testing.T) {
	for _, tt := range []struct {
		kind Kind
		want int
	}{{Function, 1}, {Container, 3}} {
		var mu sync.Mutex
		busy, most := 0, 0
		full := make(chan struct{}) // closed when as many are busy as may be
		spec := inProcessSpec(tt.kind, V1beta1, func(http.ResponseWriter, *http.Request) {
			mu.Lock()
			busy++
			if most = max(most, busy); busy == tt.want {
				closeOnce(full)
			}
			mu.Unlock()
			select {
			case <-full:
			case <-time.After(time.Minute):
			}
			time.Sleep(30 * time.Millisecond) // for one too many to come
			mu.Lock()
			busy--
			mu.Unlock()
		})
		spec.MaxScale, spec.Concurrency = 1, 3
		a, _ := deployed(t, Options{}, spec)
		var callers sync.WaitGroup
		for range 6 {
			callers.Go(func() {
				res, err := request(t, a, http.MethodGet, "/", "", nil)
				assert.NoError(t, err)
				assert.Equal(t, 200, res.status)
			})
		}
		callers.Wait()
		assert.Equal(t, tt.want, most, tt.kind)
	}
}

func closeOnce(c chan struct{}) {
	select {
	case <-c:
	default:
		close(c)
	}
}

func TestInProcessStreamsAndHijacks(t *testing.T) {
	next := make(chan struct{})
	a, _ := deployed(t, Options{}, inProcessSpec(Container, V1beta1, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/hijack" {
			conn, _, err := w.(http.Hijacker).Hijack()
			if assert.NoError(t, err) {
				fmt.Fprint(conn, "HTTP/1.1 101 Switching Protocols\r\n\r\nraw")
				_ = conn.Close()
			}
			return
		}
		fmt.Fprintln(w, "first")
		w.(http.Flusher).Flush()
		<-next
		fmt.Fprintln(w, "second")
	}))
	res, err := http.Get(a.URL())
	require.NoError(t, err)
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	require.True(t, lines.Scan())
	assert.Equal(t, "first", lines.Text())
	close(next)
	require.True(t, lines.Scan())
	assert.Equal(t, "envoy", res.Header.Get("Server"))

	conn, err := net.Dial("tcp", strings.TrimPrefix(a.URL(), "http://"))
	require.NoError(t, err)
	defer conn.Close()
	fmt.Fprint(conn, "GET /hijack HTTP/1.1\r\nHost: x\r\n\r\n")
	all, err := io.ReadAll(conn)
	require.NoError(t, err)
	assert.Contains(t, string(all), "raw")
}

func TestInProcessEndsWithTheApp(t *testing.T) {
	began := make(chan struct{})
	a, _ := deployed(t, Options{}, inProcessSpec(Container, V1beta1, func(_ http.ResponseWriter, r *http.Request) {
		close(began)
		<-r.Context().Done()
	}))
	done := make(chan struct{})
	go func() {
		defer close(done)
		r := httptest.NewRequest(http.MethodGet, "/", nil).WithContext(context.Background())
		a.ServeHTTP(httptest.NewRecorder(), r)
	}()
	<-began
	require.NoError(t, a.Close())
	<-done
}

func TestCalled(t *testing.T) {
	var mu sync.Mutex
	var calls []Call
	m := newTestManager(t, Options{})
	a, err := m.NewApp(AppOptions{Name: "fn", Called: func(c Call) {
		mu.Lock()
		defer mu.Unlock()
		calls = append(calls, c)
	}})
	require.NoError(t, err)
	require.NoError(t, a.Deploy(t.Context(), inProcessSpec(Function, V1beta1, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(202)
		fmt.Fprint(w, "four")
	})))
	post(t, a, "x")
	send(t, a, http.MethodGet, "/robots.txt", "", nil)
	require.Eventually(t, func() bool { mu.Lock(); defer mu.Unlock(); return len(calls) == 2 }, time.Minute, time.Millisecond)
	assert.Equal(t, "POST", calls[0].Method)
	assert.Equal(t, "/", calls[0].Path)
	assert.Equal(t, 202, calls[0].Status)
	assert.EqualValues(t, 4, calls[0].Bytes)
	assert.Positive(t, calls[0].Duration)
	assert.Len(t, calls[0].RequestID, 36)
	assert.Equal(t, 404, calls[1].Status)
}
