package emulator_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator"
)

// plugin repeats the requests of the provider's first Serverless plugin: one after the
// other where the plugin waits, concurrently where it does not.
type plugin struct {
	*remote
	namespace string
	handlers  map[string]string // function and its handler
	crons     []string          // of every function
}

type item struct {
	ID, Name, Status, Endpoint string
	ErrorMessage               string `json:"error_message"`
}

// parallel does one thing for every function at the same time.
func (p *plugin) parallel(functions []item, do func(item)) {
	var group sync.WaitGroup
	for _, fn := range functions {
		group.Go(func() { do(fn) })
	}
	group.Wait()
}

func (p *plugin) functions() []item {
	p.t.Helper()
	return decode[struct{ Functions []item }](p.t, p.ok("GET", "/namespaces/"+p.namespace+"/functions", "")).Functions
}

func (p *plugin) waitForFunctions() []item {
	p.t.Helper()
	var functions []item
	require.Eventually(p.t, func() bool {
		functions = p.functions()
		for _, fn := range functions {
			require.NotEqual(p.t, "error", fn.Status, fn.ErrorMessage)
			if fn.Status != "ready" {
				return false
			}
		}
		return true
	}, settleTime, 10*time.Millisecond)
	return functions
}

// deploy is "serverless deploy".
func (p *plugin) deploy(stage string, code []byte) []item {
	patched := p.createNamespace(stage)
	existing := map[string]string{}
	for _, fn := range p.functions() {
		existing[fn.Name] = fn.ID
	}
	var mu sync.Mutex
	var functions []item
	var group sync.WaitGroup
	for name, handler := range p.handlers {
		group.Go(func() {
			var fn item
			if id, ok := existing[name]; ok {
				fn = decode[item](p.t, p.ok("PATCH", "/functions/"+id, `{"redeploy":false,"environment_variables":{},"handler":"`+handler+`","privacy":"public"}`))
			} else {
				fn = decode[item](p.t, p.ok("POST", "/functions", fmt.Sprintf(
					`{"name":%q,"environment_variables":{},"namespace_id":%q,"runtime":"node10","handler":%q,"privacy":"public"}`, name, p.namespace, handler)))
			}
			mu.Lock()
			defer mu.Unlock()
			functions = append(functions, fn)
		})
	}
	group.Wait()
	p.parallel(functions, func(fn item) {
		r := p.putRequest(fn.ID, code)
		r.Header.Set("content_length", strconv.Itoa(len(code)))
		assert.Equal(p.t, http.StatusOK, send(p.t, r).status)
	})
	<-patched
	p.parallel(functions, func(fn item) { p.ok("POST", "/functions/"+fn.ID+"/deploy", "{}") })
	functions = p.waitForFunctions()
	p.parallel(functions, p.replaceCrons)
	p.ok("GET", "/jwt/issue?namespace_id="+p.namespace+"&expiration_date="+time.Now().AddDate(1, 0, 0).Format("2006-01-02T15:04:05.000Z"), "")
	return functions
}

// createNamespace finds or makes the namespace. An existing one is patched in
// the background.
func (p *plugin) createNamespace(stage string) (patched chan struct{}) {
	patched = make(chan struct{})
	p.ok("GET", "/namespaces?page_size=100", "")
	found := decode[struct{ Namespaces []item }](p.t, p.ok("GET", "/namespaces?name=shop", "")).Namespaces
	if len(found) > 0 {
		p.namespace = found[0].ID
		go func() {
			defer close(patched)
			p.ok("PATCH", "/namespaces/"+p.namespace, `{"environment_variables":{"STAGE":"`+stage+`"}}`)
		}()
		return patched
	}
	close(patched)
	p.namespace = p.create("/namespaces", `{"name":"shop","organization_id":%q,"environment_variables":{"STAGE":%q}}`, p.srv.OrganizationID(), stage)
	require.Equal(p.t, "ready", p.settled("/namespaces/"+p.namespace).field(p.t, "status"))
	return patched
}

func (p *plugin) replaceCrons(fn item) {
	list := decode[struct{ Crons []item }](p.t, p.ok("GET", "/crons?application_id="+fn.ID, ""))
	for _, cron := range list.Crons {
		p.ok("DELETE", "/crons/"+cron.ID, "")
	}
	for _, schedule := range p.crons {
		body, err := json.Marshal(map[string]any{"application_id": fn.ID, "schedule": schedule, "args": map[string]any{}})
		require.NoError(p.t, err)
		p.ok("POST", "/crons", string(body))
	}
}

// remove is "serverless remove", and the clean-up of the registry.
func (p *plugin) remove() {
	ns := decode[struct {
		Registry string `json:"registry_namespace_id"`
	}](p.t, p.ok("GET", "/namespaces/"+p.namespace, ""))
	assert.Equal(p.t, "deleting", p.ok("DELETE", "/namespaces/"+p.namespace, "").field(p.t, "status"))
	require.Eventually(p.t, func() bool { return p.status("/namespaces/"+p.namespace) == "gone" }, settleTime, poll)
	r := send(p.t, p.request("DELETE", "/registry/v1beta2/regions/fr-par/namespaces/"+ns.Registry, ""))
	assert.Equal(p.t, http.StatusOK, r.status)
}

func TestRequestsOfTheServerlessPlugin(t *testing.T) {
	for name, delay := range map[string]time.Duration{"at once": 0, "with delays": 20 * time.Millisecond} {
		t.Run(name, func(t *testing.T) {
			p := &plugin{
				remote:   start(t, emulator.Options{Delays: emulator.AllDelays(delay)}),
				handlers: map[string]string{"first": "handler.first", "second": "handler.second", "third": "src/other.handle"},
				crons:    []string{"0 13 * * *", "*/5 * * * *"},
			}
			code := func(version string) []byte {
				return archive(t, "handler.js", `const answer = (name) => () => ({ body: { message: name + " `+version+` " + process.env.STAGE } })
					module.exports = { first: answer("first"), second: answer("second") }`,
					"src/other.js", `exports.handle = async () => ({ statusCode: 200, body: JSON.stringify({ message: "third `+version+` " + process.env.STAGE }) })`)
			}
			p.check(p.deploy("dev", code("v1")), "v1 dev")
			p.check(p.deploy("prod", code("v2")), "v2 prod")
			p.remove()
			assert.Equal(t, `{"crons":[],"total_count":0}`, p.ok("GET", "/crons", "").body)
			p.check(p.deploy("dev", code("v3")), "v3 dev") // the name is free again
		})
	}
}

// check calls every function and counts its crons.
func (p *plugin) check(functions []item, want string) {
	p.t.Helper()
	require.Len(p.t, functions, len(p.handlers))
	for _, fn := range functions {
		assert.JSONEq(p.t, `{"message":"`+fn.Name+` `+want+`"}`, p.invoke(fn.Endpoint, "", "").body)
		list := decode[struct{ Crons []item }](p.t, p.ok("GET", "/crons?application_id="+fn.ID, ""))
		alive := 0
		for _, cron := range list.Crons {
			if cron.Status != "deleting" {
				alive++
			}
		}
		assert.Equal(p.t, len(p.crons), alive)
	}
}
