package emulator_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator"
)

// slowBeta is an emulator whose life cycles take half a minute of a clock that stands
// at a time with nanoseconds.
func slowBeta(t *testing.T) (functions, containers *beta, clock *emulator.ManualClock) {
	t.Helper()
	clock = emulator.NewManualClock(time.Date(2026, 7, 3, 13, 3, 38, 501_243_774, time.UTC))
	functions, containers = startBeta(t, emulator.Options{Clock: clock, Delays: emulator.AllDelays(30 * time.Second)})
	return functions, containers, clock
}

func (c *beta) status(path string) string {
	c.t.Helper()
	return c.ok("GET", path, "").field(c.t, "status")
}

func TestNamespaceLifeCycle(t *testing.T) {
	functions, containers, clock := slowBeta(t)
	for _, api := range []*beta{functions, containers} {
		made := api.ok("POST", "/namespaces", `{"name":"shop","project_id":"`+project+`"}`)
		assert.Equal(t, "pending", made.field(t, "status"))
		assert.Empty(t, made.field(t, "registry_namespace_id"))
		assert.Empty(t, made.field(t, "registry_endpoint"))
		path := "/namespaces/" + made.field(t, "id")
		clock.Advance(29 * time.Second)
		assert.Equal(t, "pending", api.status(path))
		clock.Advance(time.Second)
		ready := api.ok("GET", path, "")
		assert.Equal(t, "ready", ready.field(t, "status"))
		assert.Regexp(t, `^rg\.fr-par\.scw\.cloud/funcscwshop[a-z0-9]{8}$`, ready.field(t, "registry_endpoint"))
		assert.NotEmpty(t, ready.field(t, "registry_namespace_id"))

		assert.Equal(t, "ready", api.ok("PATCH", path, `{"description":"d","tags":["x"]}`).field(t, "status"), "at once")
		assert.Equal(t, "pending", api.ok("PATCH", path, `{"environment_variables":{"A":"1"}}`).field(t, "status"))
		clock.Advance(30 * time.Second)
		assert.Equal(t, ready.field(t, "registry_endpoint"), api.ok("GET", path, "").field(t, "registry_endpoint"))
		assert.Equal(t, "ready", api.status(path))

		assert.Equal(t, "deleting", api.ok("DELETE", path, "").field(t, "status"))
		assert.Equal(t, "deleting", api.status(path))
		assert.Equal(t, "deleting", api.ok("DELETE", path, "").field(t, "status"), "twice")
		clock.Advance(30 * time.Second)
		assertMessage(t, 404, "Namespace was not found", api.call("GET", path, ""))
		assertMessage(t, 404, "Namespace was not found", api.call("DELETE", path, ""))
	}
}

func TestFunctionBuildsStepByStep(t *testing.T) {
	c, _, clock := slowBeta(t)
	fn := c.function(c.namespace("shop"), "hello", "")
	path := "/functions/" + fn
	assert.Equal(t, "created", c.status(path))
	c.upload(fn, "handler.js", echoJS)
	assert.Equal(t, "created", c.status(path))

	reply := c.ok("POST", path+"/deploy", "{}")
	assert.Equal(t, "pending", reply.field(t, "status"))
	assert.Equal(t, "<nil>", reply.field(t, "build_message"))
	message := func() string { return c.ok("GET", path, "").field(t, "build_message") }
	assert.True(t, strings.HasPrefix(message(), "step 1 of 3"), message())
	clock.Advance(10 * time.Second)
	assert.True(t, strings.HasPrefix(message(), "step 2 of 3"), message())
	clock.Advance(10 * time.Second)
	require.Eventually(t, func() bool { return strings.HasPrefix(message(), "step 3 of 3") }, settleTime, poll)
	assert.Equal(t, "pending", c.status(path))
	clock.Advance(10 * time.Second)
	ready := c.ok("GET", path, "")
	assert.Equal(t, "ready", ready.field(t, "status"))
	assert.Equal(t, "<nil>", ready.field(t, "build_message"))
	assert.Equal(t, "2026-07-03T13:04:08.501244Z", ready.field(t, "ready_at"))

	again := c.ok("PATCH", path, `{"description":"x"}`)
	assert.Equal(t, "pending", again.field(t, "status"))
	assert.Equal(t, ready.field(t, "ready_at"), again.field(t, "ready_at"), "the first time stays")
}

func TestFunctionStatusAfterPatch(t *testing.T) {
	c, _ := startBeta(t, emulator.Options{})
	fn := c.function(c.namespace("shop"), "hello", "")
	path := "/functions/" + fn
	assert.Equal(t, "created", c.ok("PATCH", path, `{"redeploy":false,"memory_limit":512}`).field(t, "status"))

	assert.Equal(t, "pending", c.ok("PATCH", path, `{}`).field(t, "status"), "from created, too")
	failed := c.waitFor(path)
	assert.Equal(t, "error", failed.field(t, "status"))
	assert.Equal(t, "internal error", failed.field(t, "error_message"), "there is no code")

	c.upload(fn, "handler.js", echoJS)
	again := c.ok("PATCH", path, `{"redeploy":null}`)
	assert.Equal(t, "pending", again.field(t, "status"))
	assert.Equal(t, "<nil>", again.field(t, "error_message"))
	assert.Equal(t, "ready", c.waitFor(path).field(t, "status"))
	assert.Equal(t, "ready", c.ok("PATCH", path, `{"redeploy":false}`).field(t, "status"))
}

func TestTimesOfReplies(t *testing.T) {
	functions, containers, clock := slowBeta(t)
	made := functions.ok("POST", "/namespaces", `{"name":"shop","project_id":"`+project+`"}`)
	assert.Equal(t, "2026-07-03T13:03:38.501243774Z", made.field(t, "created_at"))
	assert.Equal(t, "2026-07-03T13:03:38.501243774Z", made.field(t, "updated_at"))
	path := "/namespaces/" + made.field(t, "id")
	got := functions.ok("GET", path, "")
	assert.Equal(t, "2026-07-03T13:03:38.501244Z", got.field(t, "created_at"))
	assert.Equal(t, "2026-07-03T13:03:38.501244Z", got.field(t, "updated_at"))
	clock.Advance(time.Second)
	changed := functions.ok("PATCH", path, `{"description":"x"}`)
	assert.Equal(t, "2026-07-03T13:03:38.501244Z", changed.field(t, "created_at"))
	assert.Equal(t, "2026-07-03T13:03:39.501243774Z", changed.field(t, "updated_at"))

	other := containers.ok("POST", "/namespaces", `{"name":"web","project_id":"`+project+`"}`)
	assert.Equal(t, "2026-07-03T13:03:39.501244Z", other.field(t, "created_at"))
}

func TestContainersDeployThemselves(t *testing.T) {
	_, c := startBeta(t, emulator.Options{})
	ns := c.namespace("web")
	made := c.ok("POST", "/containers", `{"namespace_id":"`+ns+`","name":"front"}`)
	assert.Equal(t, "pending", made.field(t, "status"))
	path := "/containers/" + made.field(t, "id")
	ready := c.waitFor(path)
	require.Equal(t, "ready", ready.field(t, "status"), ready.body)
	assert.Contains(t, ready.field(t, "registry_image"), "/front:latest")

	page := c.get("http://"+ready.field(t, "domain_name")+"/any/path", nil)
	assert.Equal(t, 200, page.status)
	assert.Contains(t, page.body, "The emulator does not pull images")
	assert.Contains(t, page.body, "front:latest")

	assert.Equal(t, "pending", c.ok("PATCH", path, `{"redeploy":false}`).field(t, "status"), "redeploy is ignored")
	assert.Equal(t, "ready", c.waitFor(path).field(t, "status"))
}

func TestDeletingANamespaceTakesEverythingWithIt(t *testing.T) {
	c, _ := startBeta(t, emulator.Options{})
	ns := c.namespace("shop")
	fn := c.function(ns, "hello", "")
	paths := map[string]string{
		"Function was not found": "/functions/" + fn,
		"Cron was not found":     "/crons/" + c.create("/crons", `{"function_id":%q,"schedule":"* * * * *"}`, fn),
		"Domain was not found":   "/domains/" + c.create("/domains", `{"function_id":%q,"hostname":"a.example.org"}`, fn),
		"Token was not found":    "/tokens/" + c.create("/tokens", `{"namespace_id":%q}`, ns),
		"trigger does not exist": "/triggers/" + c.create("/triggers",
			`{"name":"t1","function_id":%q,"scw_nats_config":{"subject":"s"}}`, fn),
	}
	for _, path := range paths {
		c.ok("GET", path, "")
	}
	c.ok("DELETE", "/namespaces/"+ns, "")
	for message, path := range paths {
		assertMessage(t, 404, message, c.call("GET", path, ""))
	}
	assertMessage(t, 404, "trigger does not exist: could not find trigger with id x", c.call("DELETE", "/triggers/x", ""))
}
