package emulator_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator"
)

// TestRecordedDelays moves a manual clock to just before, and to just after, the
// time at which each resource changes.
func TestRecordedDelays(t *testing.T) {
	delays := emulator.RecordedDelays()
	clock := emulator.NewManualClock(time.Date(2026, 7, 3, 13, 3, 38, 0, time.UTC))
	functions, containers := startBeta(t, emulator.Options{Clock: clock, Delays: delays})
	const moment = time.Millisecond
	status := func(c *beta, path string) string {
		got := c.call("GET", path, "")
		if got.status == 404 {
			return "gone"
		}
		return got.field(t, "status")
	}
	// changes expects a status until a time has passed since now, and another one after it.
	changes := func(c *beta, path, before string, after time.Duration, then string) {
		t.Helper()
		require.Equal(t, before, status(c, path), path)
		clock.Advance(after - moment)
		require.Equal(t, before, status(c, path), path)
		clock.Advance(2 * moment)
		require.Equal(t, then, status(c, path), path)
	}
	for _, c := range []*beta{functions, containers} {
		ns := c.namespace("shop")
		changes(c, "/namespaces/"+ns, "pending", delays.Namespace, "ready")
		c.ok("PATCH", "/namespaces/"+ns, `{"environment_variables":{"A":"b"}}`)
		changes(c, "/namespaces/"+ns, "pending", delays.NamespaceUpdate, "ready")

		var app, kind string
		if c == functions {
			app, kind = c.function(ns, "hello", ""), "function"
		} else {
			app, kind = c.create("/containers", `{"namespace_id":%q,"name":"hello","registry_image":"nobody/knows:it"}`, ns), "container"
		}
		for _, part := range []struct {
			path, body, before string
			delay              time.Duration
		}{
			{"/crons", `{%q:%q,"schedule":"0 0 1 1 *","args":{}}`, "pending", delays.Cron},
			{"/domains", `{%q:%q,"hostname":"` + kind + `.example.org"}`, "pending", delays.Domain},
			{"/tokens", `{%q:%q}`, "creating", delays.Token},
			{"/triggers", `{%q:%q,"name":"orders","scw_sqs_config":{"queue":"orders"}}`, map[string]string{"function": "creating", "container": "pending"}[kind], delays.Trigger},
		} {
			if part.path == "/tokens" && c == containers {
				continue // its key takes seconds
			}
			path := part.path + "/" + c.create(part.path, part.body, kind+"_id", app)
			changes(c, path, part.before, part.delay, "ready")
			c.ok("DELETE", path, "")
			changes(c, path, "deleting", delays.Delete, "gone")
		}
		c.ok("DELETE", "/namespaces/"+ns, "")
		changes(c, "/namespaces/"+ns, "deleting", delays.Delete, "gone")
	}
}

// TestRecordedDeploys: the work on a deploy takes real time, so that its end is
// waited for.
func TestRecordedDeploys(t *testing.T) {
	delays := emulator.RecordedDelays()
	clock := emulator.NewManualClock(time.Date(2026, 7, 3, 13, 3, 38, 0, time.UTC))
	functions, containers := startBeta(t, emulator.Options{Clock: clock, Delays: delays})
	ns, images := functions.namespace("shop"), containers.namespace("shop")
	clock.Advance(delays.Namespace)

	site := containers.create("/containers", `{"namespace_id":%q,"name":"site","registry_image":"nobody/knows:it"}`, images)
	clock.Advance(delays.Container - time.Millisecond)
	assert.Equal(t, "pending", containers.ok("GET", "/containers/"+site, "").field(t, "status"))
	clock.Advance(time.Millisecond)
	assert.Equal(t, "ready", containers.waitFor("/containers/"+site).field(t, "status"))

	fn := functions.function(ns, "hello", "")
	functions.upload(fn, "handler.js", helloJS)
	message := func() string { return functions.ok("GET", "/functions/"+fn, "").field(t, "build_message") }
	functions.ok("POST", "/functions/"+fn+"/deploy", "{}")
	assert.Contains(t, message(), "step 1 of 3")
	clock.Advance(delays.Deploy / 3)
	assert.Contains(t, message(), "step 2 of 3")
	clock.Advance(delays.Deploy / 3)
	assert.Eventually(t, func() bool { return message() == "step 3 of 3: function image is being pushed to container registry" }, settleTime, poll)
	// The last step begins after its message is there.
	assert.Eventually(t, func() bool {
		clock.Advance(delays.Deploy / 3)
		return functions.ok("GET", "/functions/"+fn, "").field(t, "status") == "ready"
	}, settleTime, poll)
}
