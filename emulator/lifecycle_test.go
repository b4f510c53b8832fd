package emulator_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator"
)

var newYear = time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC)

// slow is an emulator in which every step takes a second of a clock that the
// test moves.
func slow(t *testing.T) (*remote, *emulator.ManualClock) {
	t.Helper()
	clock := emulator.NewManualClock(newYear)
	return start(t, emulator.Options{Clock: clock, Delays: emulator.AllDelays(time.Second)}), clock
}

func (c *remote) status(path string) string {
	c.t.Helper()
	r := c.call("GET", path, "")
	if r.status == http.StatusNotFound {
		return "gone"
	}
	return r.field(c.t, "status")
}

func TestLifeOfANamespace(t *testing.T) {
	c, clock := slow(t)
	path := "/namespaces/" + c.namespace("shop")
	clock.Advance(time.Second - 1)
	pending := c.ok("GET", path, "")
	assert.Equal(t, "pending", pending.field(t, "status"))
	assert.Empty(t, pending.field(t, "registry_endpoint"))
	clock.Advance(1)
	ready := c.ok("GET", path, "")
	assert.Equal(t, "ready", ready.field(t, "status"))
	assert.NotEmpty(t, ready.field(t, "registry_endpoint"))
	assert.NotEmpty(t, ready.field(t, "registry_namespace_id"))

	assert.Equal(t, "ready", c.ok("PATCH", path, `{"environment_variables":{"A":"1"}}`).field(t, "status"))
	assert.Equal(t, "deleting", c.ok("DELETE", path, "").field(t, "status"))
	assert.Equal(t, "deleting", c.ok("DELETE", path, "").field(t, "status"), "a second time")
	assert.Equal(t, http.StatusConflict, c.call("PATCH", path, "{}").status)
	clock.Advance(time.Second)
	assert.Equal(t, "gone", c.status(path))
	assert.Equal(t, http.StatusNotFound, c.call("DELETE", path, "").status)
}

func TestNamespaceDeletedWhilePending(t *testing.T) {
	c, clock := slow(t)
	path := "/namespaces/" + c.namespace("shop")
	c.ok("DELETE", path, "")
	clock.Advance(time.Second - 1)
	assert.Equal(t, "deleting", c.status(path))
	clock.Advance(1)
	assert.Equal(t, "gone", c.status(path))
}

func TestDeletionReachesEverythingInANamespace(t *testing.T) {
	c, clock := slow(t)
	ns := c.namespace("shop")
	clock.Advance(time.Second)
	fn := c.function(ns, "f", "")
	container := c.create("/containers", `{"namespace_id":%q,"name":"c"}`, ns)
	cron := c.create("/crons", `{"application_id":%q,"schedule":"* * * * *"}`, fn)
	paths := []string{"/namespaces/" + ns, "/functions/" + fn, "/containers/" + container, "/crons/" + cron}
	c.ok("DELETE", paths[0], "")
	for _, path := range paths {
		assert.Equal(t, "deleting", c.status(path), path)
	}
	assert.Equal(t, http.StatusConflict, c.call("POST", "/functions", `{"namespace_id":"`+ns+`","name":"late"}`).status)
	assert.Equal(t, http.StatusConflict, c.call("POST", "/crons", `{"application_id":"`+fn+`","schedule":"* * * * *"}`).status)
	assert.Equal(t, http.StatusConflict, c.call("POST", "/functions/"+fn+"/deploy", "{}").status)
	clock.Advance(time.Second)
	for _, path := range paths {
		assert.Equal(t, "gone", c.status(path), path)
	}
}

func TestLifeOfACron(t *testing.T) {
	c, clock := slow(t)
	ns := c.namespace("shop")
	clock.Advance(time.Second)
	fn := c.function(ns, "f", "")
	path := "/crons/" + c.create("/crons", `{"application_id":%q,"schedule":"0 0 1 1 *"}`, fn)
	assert.Equal(t, "pending", c.status(path))
	assert.Equal(t, "pending", c.ok("PATCH", path, `{"schedule":"0 0 2 1 *"}`).field(t, "status"))
	clock.Advance(time.Second)
	assert.Equal(t, "ready", c.status(path))
	assert.Equal(t, "deleting", c.ok("DELETE", path, "").field(t, "status"))
	c.create("/crons", `{"application_id":%q,"schedule":"0 0 1 1 *"}`, fn) // deletion does not block creation
	clock.Advance(time.Second)
	assert.Equal(t, "gone", c.status(path))
}

func TestLifeOfAFunction(t *testing.T) {
	c, clock := slow(t)
	ns := c.namespace("shop")
	clock.Advance(time.Second)
	fn := c.function(ns, "f", "")
	path := "/functions/" + fn
	clock.Advance(time.Minute)
	assert.Equal(t, "created", c.status(path), "nothing is deployed on its own")
	assert.Equal(t, http.StatusNotFound, c.invoke(c.ok("GET", path, "").field(t, "endpoint"), "", "").status)

	c.ok("POST", path+"/deploy", "{}")
	clock.Advance(time.Second)
	failed := c.settled(path)
	assert.Equal(t, "error", failed.field(t, "status"))
	assert.Contains(t, failed.field(t, "error_message"), "no code has been uploaded")

	c.upload(fn, "handler.js", echoJS)
	assert.Equal(t, "error", c.status(path))
	again := c.ok("PATCH", path, `{}`) // a redeploy, which tries a failed function again
	assert.Equal(t, "pending", again.field(t, "status"))
	assert.Empty(t, again.field(t, "error_message"))
	clock.Advance(time.Second)
	ready := c.settled(path)
	require.Equal(t, "ready", ready.field(t, "status"), ready.body)
	assert.Equal(t, http.StatusOK, c.invoke(ready.field(t, "endpoint"), "", "x").status)

	assert.Equal(t, "ready", c.ok("PATCH", path, `{"redeploy":false,"description":"d"}`).field(t, "status"))
	assert.Equal(t, "deleting", c.ok("DELETE", path, "").field(t, "status"))
	clock.Advance(time.Second)
	assert.Equal(t, "gone", c.status(path))
}

func TestANewDeployOvertakesAnOldOne(t *testing.T) {
	c, clock := slow(t)
	ns := c.namespace("shop")
	clock.Advance(time.Second)
	fn := c.function(ns, "f", "")
	path := "/functions/" + fn
	c.upload(fn, "handler.js", `exports.handle = () => "one"`)
	c.ok("POST", path+"/deploy", "{}")
	c.upload(fn, "handler.js", `exports.handle = () => "two"`)
	clock.Advance(time.Second - 1)
	c.ok("POST", path+"/deploy", "{}")
	clock.Advance(1) // the moment of the first
	assert.Equal(t, "pending", c.status(path))
	clock.Advance(time.Second)
	ready := c.settled(path)
	require.Equal(t, "ready", ready.field(t, "status"), ready.body)
	assert.Equal(t, "two", c.invoke(ready.field(t, "endpoint"), "", "").body)
}
