package apps

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestBeforeTheFirstDeploy(t *testing.T) {
	a, _ := newTestApp(t, newTestManager(t, Options{}))
	got := get(t, a)
	assert.Equal(t, http.StatusNotFound, got.status)
	assert.Equal(t, "application/json", got.header.Get("Content-Type"))
	assert.JSONEq(t, `{"message":"nothing is deployed here yet"}`, got.body)
}

func TestAddressIsTakenAgain(t *testing.T) {
	m := newTestManager(t, Options{})
	first, err := m.NewApp(AppOptions{})
	require.NoError(t, err)
	addr := strings.TrimPrefix(first.URL(), "http://")
	other, err := m.NewApp(AppOptions{Addr: addr})
	require.NoError(t, err)
	assert.NotEqual(t, first.URL(), other.URL(), "a taken address is replaced")
	require.NoError(t, first.Close())
	again, err := m.NewApp(AppOptions{Addr: addr})
	require.NoError(t, err)
	assert.Equal(t, first.URL(), again.URL())
}

func TestListenHost(t *testing.T) {
	m := newTestManager(t, Options{Host: "0.0.0.0"})
	a, err := m.NewApp(AppOptions{})
	require.NoError(t, err)
	assert.Regexp(t, `^http://127\.0\.0\.1:[0-9]+$`, a.URL())
	assert.Equal(t, http.StatusNotFound, get(t, a).status)
}

func TestRequestThatWasMadeNotReceived(t *testing.T) {
	a, _ := deployed(t, Options{}, nodeSpec(t, `exports.handle = (event) => event.method + event.path + event.body`))
	r, err := http.NewRequest(http.MethodPost, a.URL(), nil)
	require.NoError(t, err)
	w := httptest.NewRecorder()
	a.ServeHTTP(w, r)
	assert.Equal(t, "POST/", w.Body.String())
}

func TestEnvironmentComesFromTheSpecOnly(t *testing.T) {
	t.Setenv("AWS_SECRET_ACCESS_KEY", "host secret")
	spec := nodeSpec(t, `exports.handle = () => process.env`)
	spec.Env = map[string]string{"SCW_PUBLIC": "true", "GREETING": "hello\nworld", "PORT": "1"}
	a, _ := deployed(t, Options{}, spec)
	got := get(t, a)
	assert.NotContains(t, got.body, "host secret")
	port := a.current.Load().pool.slots[0].worker.(*instance).port
	assert.JSONEq(t, fmt.Sprintf(`{"PATH":%q,"PORT":"%d","SCW_PUBLIC":"true","GREETING":"hello\nworld"}`, os.Getenv("PATH"), port), got.body)
}

func TestFunctionTimeout(t *testing.T) {
	spec := nodeSpec(t, `
let calls = 0;
exports.handle = (event, context, callback) => { if (event.path === '/fast') callback(null, String(++calls)); };`)
	spec.MaxScale = 1
	a, lines := deployed(t, Options{}, spec)
	assert.Equal(t, "1", send(t, a, http.MethodGet, "/fast", "", nil).body)
	within(a, 500*time.Millisecond)
	begin := time.Now()
	got := get(t, a)
	assert.Equal(t, http.StatusGatewayTimeout, got.status)
	assert.JSONEq(t, `{"message":"the function did not answer within its timeout of 500ms"}`, got.body)
	assert.GreaterOrEqual(t, time.Since(begin), 500*time.Millisecond)
	lines.await(t, "did not answer within its timeout of 500ms")
	within(a, time.Minute)
	assert.Equal(t, "1", send(t, a, http.MethodGet, "/fast", "", nil).body, "a new process answers")
}

func TestTimeoutEndsABusyLoop(t *testing.T) {
	spec := pythonSpec(t, "def handle(event, context):\n    while event['path'] == '/loop': pass\n    return 'ok'")
	a, _ := deployed(t, Options{}, spec)
	pid := a.current.Load().pool.slots[0].worker.(*instance).process.PID()
	within(a, 500*time.Millisecond)
	assert.Equal(t, http.StatusGatewayTimeout, send(t, a, http.MethodGet, "/loop", "", nil).status)
	within(a, time.Minute)
	assertNoProcess(t, pid)
	assert.Equal(t, "ok", get(t, a).body)
}

func TestFunctionCrash(t *testing.T) {
	spec := nodeSpec(t, `
exports.handle = (event, context, callback) => {
  if (event.path === '/later') return setTimeout(() => { throw new Error('too late') }, 5), undefined;
  if (event.path === '/exit') { console.log('last words'); process.exit(7); }
  if (event.path === '/killed') process.kill(process.pid, 'SIGKILL');
  callback(null, 'ok');
};`)
	a, lines := deployed(t, Options{}, spec)
	tests := []struct{ path, status, line string }{
		{"/exit", "exit status 7", "stdout: last words"},
		{"/later", "exit status 1", "too late"},
		{"/killed", "signal: killed", "system: the function's process ended by itself: signal: killed"},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			got := send(t, a, http.MethodGet, tt.path, "", nil)
			assert.Equal(t, http.StatusInternalServerError, got.status)
			assert.JSONEq(t, fmt.Sprintf(`{"message":"the function's process ended during the call: %s"}`, tt.status), got.body)
			lines.await(t, tt.line)
			assert.Equal(t, "ok", get(t, a).body, "the next call works")
		})
	}
}

func TestCrashBetweenCallsIsNotSeen(t *testing.T) {
	spec := nodeSpec(t, `exports.handle = () => { setTimeout(() => process.exit(1), 20); return 'ok'; };`)
	a, lines := deployed(t, Options{}, spec)
	for range 3 {
		assert.Equal(t, "ok", get(t, a).body)
		require.Eventually(t, func() bool { return instances(a) == 0 }, time.Minute, time.Millisecond)
	}
	lines.await(t, "system: the function's process ended by itself: exit status 1")
}

func TestOneRequestAtATimePerInstance(t *testing.T) {
	spec := nodeSpec(t, `
let busy = 0;
exports.handle = async () => {
  const seen = ++busy;
  await new Promise((done) => setTimeout(done, 50));
  busy--;
  return { body: { seen, pid: process.pid } };
};`)
	spec.MaxScale = 3
	a, _ := deployed(t, Options{}, spec)
	var mu sync.Mutex
	pids := map[string]bool{}
	var calls sync.WaitGroup
	for range 12 {
		calls.Go(func() {
			got, err := request(t, a, http.MethodGet, "/", "", nil)
			assert.NoError(t, err)
			assert.Contains(t, got.body, `"seen":1,`)
			mu.Lock()
			defer mu.Unlock()
			pids[got.body] = true
		})
	}
	calls.Wait()
	assert.LessOrEqual(t, len(pids), 3)
	assert.Greater(t, len(pids), 1)
}

func TestScaleToZero(t *testing.T) {
	a, _ := deployed(t, Options{IdleTimeout: 50 * time.Millisecond}, nodeSpec(t, `exports.handle = () => process.pid`))
	first := get(t, a).body
	pid, err := strconv.Atoi(first)
	require.NoError(t, err)
	assertNoProcess(t, pid)
	assert.NotEqual(t, first, get(t, a).body)
}

func TestFullQueueIs503(t *testing.T) {
	needs(t, "node10")
	release := filepath.Join(t.TempDir(), "release")
	spec := nodeSpec(t, untilReleased(release))
	spec.MaxScale = 1
	a, _ := deployed(t, Options{QueueLimit: 2}, spec)
	var mu sync.Mutex
	seen := map[int]int{}
	var calls sync.WaitGroup
	for range 10 {
		calls.Go(func() {
			got, err := request(t, a, http.MethodGet, "/", "", nil)
			assert.NoError(t, err)
			mu.Lock()
			defer mu.Unlock()
			if seen[got.status]++; seen[http.StatusServiceUnavailable] == 7 {
				assert.NoError(t, os.WriteFile(release, nil, 0o600))
			}
			if got.status != http.StatusOK {
				assert.JSONEq(t, `{"message":"too many requests are waiting for a free instance"}`, got.body)
			}
		})
	}
	calls.Wait()
	assert.Equal(t, map[int]int{200: 3, 503: 7}, seen)
}

func TestWaitingForAnInstanceIsBounded(t *testing.T) {
	spec := nodeSpec(t, `exports.handle = (event, context, callback) => { setTimeout(() => callback(null, 'ok'), 700) };`)
	spec.MaxScale = 1
	spec.Timeout = time.Second
	a, _ := deployed(t, Options{}, spec)
	a.manager.opts.StartTimeout = 50 * time.Millisecond // it runs already
	var calls sync.WaitGroup
	var mu sync.Mutex
	var messages []string
	for range 4 {
		calls.Go(func() {
			got, err := request(t, a, http.MethodGet, "/", "", nil)
			assert.NoError(t, err)
			mu.Lock()
			defer mu.Unlock()
			messages = append(messages, fmt.Sprint(got.status, got.body))
		})
	}
	calls.Wait()
	assert.Contains(t, messages, `504{"message":"no instance of the function became free within 1.05s"}`)
}

func TestBodiesAreBounded(t *testing.T) {
	spec := nodeSpec(t, `exports.handle = (event) => 'x'.repeat(Number(event.queryStringParameters.n || 0)) + event.body.length`)
	a, _ := deployed(t, Options{MaxReply: 1000, MaxRequest: 500}, spec)
	got := send(t, a, http.MethodPost, "/?n=2000", "", nil)
	assert.Equal(t, http.StatusBadGateway, got.status)
	assert.JSONEq(t, `{"message":"the function's reply is larger than 1000 bytes"}`, got.body)
	got = post(t, a, strings.Repeat("y", 501))
	assert.Equal(t, http.StatusRequestEntityTooLarge, got.status)
	assert.JSONEq(t, `{"message":"the request is larger than 500 bytes"}`, got.body)
	assert.Equal(t, "500", post(t, a, strings.Repeat("y", 500)).body)
}

func TestPrivateFunction(t *testing.T) {
	spec := nodeSpec(t, `exports.handle = () => 'in'`)
	spec.Authorize = func(token string) bool { return token == "good" }
	a, _ := deployed(t, Options{}, spec)
	tests := []struct {
		name   string
		header http.Header
		status int
	}{
		{"no token", nil, 404},
		{"wrong token", http.Header{"SCW_FUNCTIONS_TOKEN": {"bad"}}, 404},
		{"as users write it", http.Header{"SCW_FUNCTIONS_TOKEN": {"good"}}, 200},
		{"as Go sends it", http.Header{"Scw_functions_token": {"good"}}, 200},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.status, send(t, a, http.MethodGet, "/", "", tt.header).status)
			r := httptest.NewRequest(http.MethodGet, "/", nil) // the way of cron deliveries
			for name, values := range tt.header {
				r.Header[name] = values
			}
			w := httptest.NewRecorder()
			a.ServeHTTP(w, r)
			assert.Equal(t, tt.status, w.Code)
		})
	}
	// Nor is there a way around it through the port of the process.
	inst := a.current.Load().pool.slots[0].worker.(*instance)
	res, err := http.Post("http://"+inst.address(), "application/json", strings.NewReader(`{"event":{},"context":{}}`))
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	assert.Equal(t, http.StatusForbidden, res.StatusCode)
	http.DefaultClient.CloseIdleConnections()
}

func TestCallGoesOnWithoutItsCaller(t *testing.T) {
	spec := nodeSpec(t, `exports.handle = (event, context, callback) => {
  console.log('begun');
  setTimeout(() => { console.log('done'); callback(null, 'x') }, 200);
};`)
	a, lines := deployed(t, Options{}, spec)
	ctx, cancel := context.WithCancel(t.Context())
	returned := make(chan struct{})
	go func() {
		a.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil).WithContext(ctx))
		close(returned)
	}()
	lines.await(t, "begun")
	cancel()
	<-returned
	assert.NotContains(t, lines.text(), "done", "the caller does not wait")
	lines.await(t, "done")
}

func TestRedeployDropsNoRequest(t *testing.T) {
	needs(t, "node10")
	m := newTestManager(t, Options{})
	a, _ := newTestApp(t, m)
	version := func(n int) Spec {
		return nodeSpec(t, fmt.Sprintf(`exports.handle = (event, context, callback) => { setTimeout(() => callback(null, 'v%d'), 20) };`, n))
	}
	require.NoError(t, a.Deploy(t.Context(), version(0)))
	stop := make(chan struct{})
	var callers sync.WaitGroup
	for range 4 {
		callers.Go(func() {
			last := 0
			for {
				select {
				case <-stop:
					return
				default:
				}
				got, err := request(t, a, http.MethodGet, "/", "", nil)
				if !assert.NoError(t, err) || !assert.Equal(t, 200, got.status, got.body) {
					return
				}
				n, err := strconv.Atoi(strings.TrimPrefix(got.body, "v"))
				assert.NoError(t, err)
				assert.GreaterOrEqual(t, n, last, "an older version answers")
				last = n
			}
		})
	}
	for n := range 4 {
		time.Sleep(50 * time.Millisecond)
		require.NoError(t, a.Deploy(t.Context(), version(n+1)))
		assert.Equal(t, fmt.Sprint("v", n+1), get(t, a).body)
	}
	close(stop)
	callers.Wait()
	assert.Eventually(t, func() bool {
		left, err := os.ReadDir(m.dir)
		functions := 0
		for _, e := range left {
			if strings.HasPrefix(e.Name(), "function-") {
				functions++
			}
		}
		return err == nil && functions == 1
	}, time.Minute, 10*time.Millisecond, "the code of old versions is removed")
}

func TestRequestInFlightFinishesOnTheOldVersion(t *testing.T) {
	needs(t, "node10")
	release := filepath.Join(t.TempDir(), "release")
	a, lines := deployed(t, Options{}, nodeSpec(t, untilReleased(release)))
	slow := make(chan answer, 1)
	go func() {
		got, err := request(t, a, http.MethodGet, "/", "", nil)
		assert.NoError(t, err)
		slow <- got
	}()
	lines.await(t, "begun")
	require.NoError(t, a.Deploy(t.Context(), nodeSpec(t, `exports.handle = () => 'new'`)))
	assert.Equal(t, "new", get(t, a).body)
	assert.Empty(t, slow, "the old call still runs")
	require.NoError(t, os.WriteFile(release, nil, 0o600))
	assert.Equal(t, "old", (<-slow).body)
}

// untilReleased is a handler whose calls last until the file is there.
func untilReleased(file string) string {
	return fmt.Sprintf(`const fs = require('fs');
exports.handle = (event, context, callback) => {
  console.log('begun');
  const wait = () => fs.existsSync(%q) ? callback(null, 'old') : setTimeout(wait, 10);
  wait();
};`, file)
}

func TestFailedDeployLeavesTheOldVersion(t *testing.T) {
	a, _ := deployed(t, Options{}, nodeSpec(t, `exports.handle = () => 'works'`))
	require.Error(t, a.Deploy(t.Context(), nodeSpec(t, `throw new Error('broken')`)))
	assert.Equal(t, "works", get(t, a).body)
}

func TestDeployEndsWithItsContext(t *testing.T) {
	spec := nodeSpec(t, `for (;;) {}`)
	a, _ := newTestApp(t, newTestManager(t, Options{}))
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	begin := time.Now()
	assert.ErrorIs(t, a.Deploy(ctx, spec), context.DeadlineExceeded)
	assert.Less(t, time.Since(begin), 20*time.Second)
}

func TestCloseEndsADeploy(t *testing.T) {
	spec := nodeSpec(t, `console.log('loading'); for (;;) {}`)
	m := newTestManager(t, Options{})
	a, lines := newTestApp(t, m)
	result := make(chan error, 1)
	go func() { result <- a.Deploy(t.Context(), spec) }()
	lines.await(t, "loading")
	require.NoError(t, m.Close())
	assert.ErrorIs(t, <-result, errStopped)
	assert.ErrorIs(t, a.Deploy(t.Context(), spec), errStopped)
	_, err := m.NewApp(AppOptions{})
	assert.ErrorIs(t, err, errStopped)
}

func TestStartTimeout(t *testing.T) {
	spec := nodeSpec(t, `console.error('waiting for nothing'); for (;;) {}`)
	// On a busy machine Node.js may need more time to get to the handler's first line.
	for timeout := 500 * time.Millisecond; timeout < time.Minute; timeout *= 2 {
		a, _ := newTestApp(t, newTestManager(t, Options{StartTimeout: timeout}))
		err := a.Deploy(t.Context(), spec)
		require.ErrorContains(t, err, "the function does not start: nothing listens on the port in PORT after "+timeout.String())
		if strings.Contains(err.Error(), "waiting for nothing") {
			return
		}
	}
	t.Fatal("the error never says what the function has printed")
}

func TestDeployErrors(t *testing.T) {
	notZip := t.TempDir() + "/x.zip"
	require.NoError(t, os.WriteFile(notZip, []byte("hello"), 0o600))
	tests := []struct {
		name string
		spec Spec
		want string
	}{
		{"no archive", Spec{Runtime: "node10"}, "function has no archive"},
		{"no command", Spec{Kind: Container}, "container has no command"},
		{"no such command", Spec{Kind: Container, Command: []string{"surely-missing-program"}}, `the container's command "surely-missing-program" cannot be run`},
		{"unknown runtime", Spec{Runtime: "cobol", Archive: notZip}, `runtime "cobol" is not known here; there are golang, python, python3, node8, node10`},
		{"not a zip", Spec{Runtime: "node10", Archive: notZip}, "archive is not a zip file"},
		{"escapes", Spec{Runtime: "node10", Archive: zipOf(t, map[string]string{"../x": ""})}, `archive entry "../x" would leave`},
	}
	needs(t, "node10")
	a, _ := newTestApp(t, newTestManager(t, Options{}))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.ErrorContains(t, a.Deploy(t.Context(), tt.spec), tt.want)
		})
	}
}

func TestMissingInterpreter(t *testing.T) {
	withoutTools(t)
	m := newTestManager(t, Options{})
	assert.Empty(t, m.Runtimes())
	a, _ := newTestApp(t, m)
	for runtime, want := range map[string]string{
		"node10": "install it (https://nodejs.org", "python": "install it (https://www.python.org",
		"python3": "install it (https://www.python.org", "golang": "install it (https://go.dev/dl",
	} {
		err := a.Deploy(t.Context(), Spec{Runtime: runtime, Archive: zipOf(t, map[string]string{"x": ""})})
		assert.ErrorContains(t, err, "runtime "+runtime+" needs")
		assert.ErrorContains(t, err, want)
	}
}

func TestMinScaleIsKeptWarm(t *testing.T) {
	spec := nodeSpec(t, `exports.handle = () => 'ok'`)
	spec.MinScale = 2
	a, _ := deployed(t, Options{IdleTimeout: 20 * time.Millisecond}, spec)
	assert.Eventually(t, func() bool { return instances(a) == 2 }, time.Minute, 5*time.Millisecond)
	time.Sleep(100 * time.Millisecond)
	assert.Equal(t, 2, instances(a))
}

// instances counts those that take calls.
func instances(a *App) int {
	p := a.current.Load().pool
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.slots)
}

// Between two calls the connection to the process may be closed for idleness.
func TestCallsAfterAPause(t *testing.T) {
	a, _ := deployed(t, Options{}, pythonSpec(t, "import os\ndef handle(event, context): return str(os.getpid())"))
	first := get(t, a).body
	time.Sleep(connectionIdle + 200*time.Millisecond)
	assert.Equal(t, first, get(t, a).body)
}
