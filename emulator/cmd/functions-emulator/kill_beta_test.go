package main

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const betaProject = "11111111-2222-4333-8444-555555555555"

// betaWrites are creations of v1beta1 that must survive a crash once they were
// answered. In a body, NS and APP stand for the namespace and the function or
// container, N for a number.
var betaWrites = []struct{ product, collection, body string }{
	{"functions", "functions", `{"namespace_id":"NS","name":"f-N","runtime":"node22","secret_environment_variables":[{"key":"K","value":"vN"}]}`},
	{"functions", "crons", `{"function_id":"APP","schedule":"0 0 1 1 *","args":{"n":"N"}}`},
	{"functions", "domains", `{"function_id":"APP","hostname":"nN.example.org"}`},
	{"functions", "triggers", `{"function_id":"APP","name":"t-N","scw_sqs_config":{"queue":"q-N","mnq_project_id":"` + betaProject + `","mnq_region":"fr-par"}}`},
	{"containers", "containers", `{"namespace_id":"NS","name":"c-N","registry_image":"example.org/N:latest","command":["N"]}`},
	{"containers", "tokens", `{"container_id":"APP","description":"N"}`},
}

// promised are the members of a reply that may not differ after a crash.
var promised = []string{
	"id", "name", "description", "schedule", "args", "hostname", "secret_environment_variables", "input_type", "registry_image",
	"command", "function_id", "container_id", "namespace_id",
}

// betaRun is one emulator's life until it is killed.
type betaRun struct {
	*program
	ns, app map[string]string // by product

	mu      sync.Mutex
	created map[string]map[string]any // replies by path
	deleted []string                  // paths
	patched int                       // the newest description that was acknowledged
}

func TestWritesOfV1Beta1SurviveSIGKILL(t *testing.T) {
	dir := t.TempDir()
	r := &betaRun{program: startProgram(t, "-data", dir), ns: map[string]string{}, app: map[string]string{}, created: map[string]map[string]any{}}
	for _, product := range []string{"functions", "containers"} {
		ns := r.ok("POST", r.path(product, "namespaces"), `{"name":"shop","project_id":"`+betaProject+`"}`)
		r.ns[product] = ns["id"].(string)
		body := fmt.Sprintf(`{"namespace_id":%q,"name":"app","runtime":"node22"}`, ns["id"])
		r.app[product] = r.ok("POST", r.path(product, product), body)["id"].(string)
	}
	r.deploy()
	r.ok("POST", r.path("containers", "tokens"), `{"namespace_id":"`+r.ns["containers"]+`"}`) // the key takes seconds, once

	for round := range 3 {
		address := r.env["SCW_API_URL"]
		r.writeUntilKilled(round)
		r.program = startProgram(t, "-data", dir, "-addr", strings.TrimPrefix(address, "http://"))
		r.holds()
	}
	assert.Equal(t, 0, r.end(syscall.SIGTERM))
	t.Logf("%d creations, %d deletions, %d updates", len(r.created), len(r.deleted), r.patched)
}

// deploy gives the function code that tells its secret, and a host name.
func (r *betaRun) deploy() {
	fn := "functions/" + r.app["functions"]
	code := zipOf(r.t, "handler.js", `exports.handle = () => ({statusCode: 200, body: "knows " + process.env.RECIPE})`)
	upload := r.ok("GET", r.path("functions", fn+"/upload-url?content_length="+strconv.Itoa(len(code))), "")["url"].(string)
	r.ok("PUT", upload, code)
	r.ok("PATCH", r.path("functions", fn), `{"secret_environment_variables":[{"key":"RECIPE","value":"flour"}]}`)
	r.ok("POST", r.path("functions", "domains"), `{"function_id":"`+r.app["functions"]+`","hostname":"app.example.org"}`)
	r.answers()
}

// answers calls the function under both of its names, once it runs.
func (r *betaRun) answers() {
	r.t.Helper()
	fn := r.ready(r.path("functions", "functions/"+r.app["functions"]))
	for url, host := range map[string]string{"http://" + fn["domain_name"].(string): "", r.env["SCW_API_URL"]: "app.example.org"} {
		request, err := http.NewRequestWithContext(r.t.Context(), "GET", url+"/", http.NoBody)
		require.NoError(r.t, err)
		request.Host = host
		response, err := http.DefaultClient.Do(request)
		require.NoError(r.t, err)
		body, err := io.ReadAll(response.Body)
		require.NoError(r.t, err)
		require.NoError(r.t, response.Body.Close())
		assert.Equal(r.t, "knows flour", string(body), "%s as %s", url, host)
	}
}

func (r *betaRun) path(product, rest string) string {
	return r.env["SCW_API_URL"] + "/" + product + "/v1beta1/regions/fr-par/" + rest
}

func (r *betaRun) writeUntilKilled(round int) {
	var group sync.WaitGroup
	before := len(r.created)
	for _, write := range betaWrites {
		group.Go(func() {
			for i := 0; r.create(write.product, write.collection, write.body, fmt.Sprintf("%d-%d", round, i)); i++ {
			}
		})
	}
	group.Go(func() {
		for r.patch() {
		}
	})
	group.Go(func() {
		for r.createAndDelete() {
		}
	})
	require.Eventually(r.t, func() bool { // the machine may be busy
		r.mu.Lock()
		defer r.mu.Unlock()
		return len(r.created) > before+10*len(betaWrites) && len(r.deleted) > round
	}, time.Minute, time.Millisecond)
	assert.Equal(r.t, -1, r.end(syscall.SIGKILL))
	group.Wait()
}

// done reports whether a write was acknowledged; it was not if the program was killed.
func (r *betaRun) done(method, path, body string) (map[string]any, bool) {
	status, reply, err := r.call(method, path, body)
	if err != nil {
		return nil, false
	}
	return reply, assert.Equal(r.t, http.StatusOK, status, "%s %s: %v", method, path, reply[""])
}

func (r *betaRun) create(product, collection, body, number string) bool {
	body = strings.NewReplacer("NS", r.ns[product], "APP", r.app[product]).Replace(body)
	body = strings.NewReplacer(`N"`, number+`"`, "N.", number+".", "N:", number+":").Replace(body)
	reply, ok := r.done("POST", r.path(product, collection), body)
	if ok {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.created[r.path(product, collection+"/"+reply["id"].(string))] = reply
	}
	return ok
}

func (r *betaRun) patch() bool {
	next := r.patched + 1
	_, ok := r.done("PATCH", r.path("functions", "functions/"+r.app["functions"]), fmt.Sprintf(`{"redeploy":false,"description":"%d"}`, next))
	if ok {
		r.patched = next
	}
	return ok
}

func (r *betaRun) createAndDelete() bool {
	reply, ok := r.done("POST", r.path("functions", "crons"), `{"function_id":"`+r.app["functions"]+`","schedule":"0 0 1 1 *"}`)
	if !ok {
		return false
	}
	path := r.path("functions", "crons/"+reply["id"].(string))
	if _, ok = r.done("DELETE", path, ""); ok {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.deleted = append(r.deleted, path)
	}
	return ok
}

// holds checks that all acknowledged writes are there after a restart.
func (r *betaRun) holds() {
	r.answers()
	for path, reply := range r.created {
		after := r.ok("GET", path, "")
		for _, member := range promised {
			if before, ok := reply[member]; ok {
				assert.Equal(r.t, before, after[member], "%s of %s", member, path)
			}
		}
	}
	for _, path := range r.deleted {
		status, reply, err := r.call("GET", path, "")
		require.NoError(r.t, err)
		assert.Equal(r.t, http.StatusNotFound, status, reply[""])
	}
	// The last update may have been saved without having been acknowledged.
	description := r.ok("GET", r.path("functions", "functions/"+r.app["functions"]), "")["description"].(string)
	number, err := strconv.Atoi(description)
	require.NoError(r.t, err)
	assert.Contains(r.t, []int{r.patched, r.patched + 1}, number)
	r.patched = number
}
