package emulator_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator"
)

func TestCronsOfV1Beta1(t *testing.T) {
	clock := emulator.NewManualClock(newYear)
	c, _ := startBeta(t, emulator.Options{Clock: clock})
	fn := c.function(c.namespace("shop"), "hello", `,"privacy":"private","http_option":"redirected"`)
	c.upload(fn, "handler.js", cronJS)
	c.deployed(fn)
	cron := c.create("/crons", `{"function_id":%q,"schedule":"0 */6 * * *","args":{"key":"value","n":1}}`, fn)
	clock.Advance(24 * time.Hour)
	lines := c.calls(fn, 4)
	require.Len(t, lines, 4)
	assert.Equal(t, `POST / application/json {"key":"value","n":1}`, lines[0])

	c.ok("PATCH", "/crons/"+cron, `{"schedule":"0 12 * * *","function_id":""}`)
	clock.Advance(24 * time.Hour)
	assert.Len(t, c.calls(fn, 5), 5)
	c.ok("DELETE", "/crons/"+cron, "")
	clock.Advance(24 * time.Hour)
	assert.Len(t, c.calls(fn, 5), 5)
}

func TestV1Beta1OutlivesARestart(t *testing.T) {
	options := emulator.Options{DataDir: t.TempDir()}
	c, containers := startBeta(t, options)
	ns := c.create("/namespaces", `{"name":"shop","project_id":%q,"secret_environment_variables":[{"key":"K","value":"v"}]}`, project)
	fn := c.function(ns, "hello", `,"privacy":"private","timeout":"1.000000005s","tags":["a"]`)
	c.upload(fn, "handler.js", environJS)
	url := "http://" + c.deployed(fn).field(t, "domain_name")
	token := c.ok("POST", "/tokens", `{"namespace_id":"`+ns+`"}`)
	box := containers.create("/containers", `{"namespace_id":%q,"name":"front"}`, containers.namespace("web"))
	containers.waitFor("/containers/" + box)
	paths := []string{
		"/namespaces/" + ns, "/functions/" + fn, "/tokens/" + token.field(t, "id"),
		"/crons/" + c.create("/crons", `{"function_id":%q,"schedule":"* * * * *","name":"often"}`, fn),
		"/domains/" + c.create("/domains", `{"function_id":%q,"hostname":"a.example.org"}`, fn),
		"/triggers/" + c.create("/triggers", `{"name":"t1","function_id":%q,"scw_nats_config":{"subject":"s"}}`, fn),
	}
	before := map[string]string{}
	for _, path := range paths {
		before[path] = c.ok("GET", path, "").body
	}
	boxBefore := containers.ok("GET", "/containers/"+box, "").body

	c.remote = c.restart(options)
	containers.remote = c.remote
	require.Equal(t, "ready", c.waitFor("/functions/"+fn).field(t, "status"))
	containers.waitFor("/containers/" + box)
	for _, path := range paths {
		assert.Equal(t, before[path], c.ok("GET", path, "").body)
	}
	assert.Equal(t, boxBefore, containers.ok("GET", "/containers/"+box, "").body)
	got := c.get(url, map[string]string{"X-Auth-Token": token.field(t, "token")})
	require.Equal(t, 200, got.status, got.body)
	assert.Equal(t, "v", decode[map[string]string](t, got)["K"])
	assert.Equal(t, 403, c.get(url, nil).status)
}
