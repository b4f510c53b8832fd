//go:build unix

package emulator_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator"
)

// soakVariable is how long the soak test takes, such as "1m". If it is not set,
// the test is a short one with fewer functions.
const soakVariable = "EMULATOR_SOAK"

const (
	soakFunctions      = 50
	shortSoakFunctions = 8
	shortSoak          = 2 * time.Second
	soakPatience       = time.Minute // with one step, on a busy machine
	soakHeapLimit      = 16 << 20    // growth of the emulator's heap in bytes
)

// soakPython logs what it is called with, and prints its process id.
const soakPython = `import os
def handle(event, context):
    print(event["body"], flush=True)
    return {"body": "%d VERSION" % os.getpid(), "statusCode": 200}`

// soak is a run of many clients against one emulator.
type soak struct {
	*remote
	ns  string
	end time.Time

	mu    sync.Mutex
	pids  map[int]bool
	calls int
}

func TestSoak(t *testing.T) {
	duration, functions := shortSoak, shortSoakFunctions
	if text := os.Getenv(soakVariable); text != "" {
		var err error
		duration, err = time.ParseDuration(text)
		require.NoError(t, err, soakVariable)
		functions = soakFunctions
	}
	s := &soak{
		remote: start(t, emulator.Options{IdleTimeout: 500 * time.Millisecond}),
		end:    time.Now().Add(duration), pids: map[int]bool{},
	}
	s.ns = s.namespace("soak")
	heap := s.watchHeap(duration)
	var group sync.WaitGroup
	for client := range functions {
		group.Go(func() {
			for life := 0; time.Now().Before(s.end); life++ {
				s.live(fmt.Sprintf("f-%d-%d", client, life), client%2 == 1)
			}
		})
	}
	group.Wait()
	middle, last := heap()
	assert.Less(t, last, middle+soakHeapLimit, "heap in the middle and at the end")
	http.DefaultClient.CloseIdleConnections()
	require.NoError(t, s.srv.Close())
	for pid := range s.pids {
		assert.ErrorIs(t, syscall.Kill(pid, 0), syscall.ESRCH, "process %d is still there", pid)
	}
	t.Logf("%d calls, %d processes, heap %d KiB in the middle, %d KiB at the end", s.calls, len(s.pids), middle>>10, last>>10)
}

// live is the life of one function: create, a few deploys with calls and log
// reads, delete. Every second client is one of v1beta1, whose functions have what
// else that version knows; logs are read in v1alpha2.
func (s *soak) live(name string, isBeta bool) {
	api, settings := &beta{s.remote, "/functions/v1alpha2/regions/fr-par"}, ""
	if isBeta {
		api, settings = &beta{s.remote, functionsBase}, `,"secret_environment_variables":[{"key":"K","value":"v"}]`
	}
	fn := api.create("/functions", `{"namespace_id":%q,"name":%q,"runtime":"python3","max_scale":2`+settings+`}`, s.ns, name)
	if isBeta {
		api.decorate(fn, name)
	}
	for deploy := range 1 + rand.N(2) {
		version := "v" + itoa(deploy)
		api.upload(fn, "handler.py", strings.ReplaceAll(soakPython, "VERSION", version))
		endpoint := s.endpoint(api, fn, isBeta)
		s.callAndRead(fn, endpoint, version)
		if isBeta {
			s.callByHost(name+".example.org", version)
		}
		if time.Now().After(s.end) {
			break
		}
	}
	api.ok("DELETE", "/functions/"+fn, "")
}

// decorate makes what goes with its function when that is deleted, and changes it.
func (c *beta) decorate(fn, name string) {
	c.t.Helper()
	cron := c.create("/crons", `{"function_id":%q,"schedule":"0 0 1 1 *","args":{"n":1}}`, fn)
	c.ok("PATCH", "/crons/"+cron, `{"schedule":"1 1 1 1 *"}`)
	c.create("/domains", `{"function_id":%q,"hostname":"%s.example.org"}`, fn, name)
	trigger := c.create("/triggers", `{"function_id":%q,"name":%q,"scw_sqs_config":{"queue":"q","mnq_project_id":%q,"mnq_region":"fr-par"}}`, fn, name, project)
	c.ok("PATCH", "/triggers/"+trigger, `{"description":"changed"}`)
	c.ok("PATCH", "/functions/"+fn, `{"redeploy":false,"secret_environment_variables":[{"key":"K","value":null},{"key":"L","value":"w"}]}`)
}

// endpoint deploys a function and returns where to call it.
func (s *soak) endpoint(api *beta, fn string, isBeta bool) string {
	s.t.Helper()
	if isBeta {
		return "http://" + api.deployed(fn).field(s.t, "domain_name") + "/"
	}
	return s.deployed("/functions/" + fn)
}

func (s *soak) callAndRead(fn, endpoint, version string) {
	const calls = 10
	var wanted []string
	for i := range calls {
		line := fmt.Sprintf("%s %s call %d", fn, version, i)
		wanted = append(wanted, line)
		r := s.invoke(endpoint, "", line)
		require.Equal(s.t, http.StatusOK, r.status, r.body)
		pid, got, _ := strings.Cut(r.body, " ")
		assert.Equal(s.t, version, got)
		s.note(pid)
	}
	require.Eventually(s.t, func() bool {
		lines := s.logs(fn)
		return !slices.ContainsFunc(wanted, func(line string) bool { return !slices.Contains(lines, line) })
	}, soakPatience, 50*time.Millisecond, "every line of %s", fn)
}

// callByHost calls a function at the emulator's own address.
func (s *soak) callByHost(host, version string) {
	request := s.request("POST", "/", "by host")
	request.Host = host
	r := send(s.t, request)
	require.Equal(s.t, http.StatusOK, r.status, r.body)
	pid, got, _ := strings.Cut(r.body, " ")
	assert.Equal(s.t, version, got)
	s.note(pid)
}

func (s *soak) note(pid string) {
	number, err := strconv.Atoi(pid)
	require.NoError(s.t, err)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pids[number] = true
	s.calls++
}

// watchHeap measures the heap in the middle of the run; the returned function
// measures it at the end.
func (s *soak) watchHeap(duration time.Duration) func() (middle, last uint64) {
	measured := make(chan uint64, 1)
	time.AfterFunc(duration/2, func() { measured <- heapInUse() })
	return func() (uint64, uint64) { return <-measured, heapInUse() }
}

func heapInUse() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
