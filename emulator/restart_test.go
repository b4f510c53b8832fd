package emulator_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator"
)

// restart closes an emulator with a data folder and starts it again.
func (c *remote) restart(options emulator.Options) *remote {
	c.t.Helper()
	http.DefaultClient.CloseIdleConnections()
	require.NoError(c.t, c.srv.Close())
	return start(c.t, options)
}

// answers waits until an endpoint replies with want.
func (c *remote) answers(endpoint, want string) {
	c.t.Helper()
	var got string
	require.Eventually(c.t, func() bool {
		got = c.invoke(endpoint, "", "").body
		return got == want
	}, settleTime, 10*time.Millisecond, "last answer: %q", &got)
}

func versionJS(version string) string { return `exports.handle = () => "` + version + `"` }

func TestARestartRunsTheLastGoodVersion(t *testing.T) {
	options := emulator.Options{DataDir: t.TempDir()}
	c := start(t, options)
	fn := c.function(c.namespace("shop"), "f", "")
	path := "/functions/" + fn
	c.upload(fn, "handler.js", versionJS("one"))
	endpoint := c.deployed(path)
	require.Equal(t, http.StatusOK, c.put(fn, []byte("no archive")).status)
	c.ok("POST", path+"/deploy", "")
	failed := c.settled(path).body
	require.Contains(t, failed, `"status":"error"`)

	again := c.restart(options)
	assert.Equal(t, failed, again.ok("GET", path, "").body, "same endpoint, status and message")
	again.answers(endpoint, "one")
	assert.Equal(t, "no archive", again.download(fn).body)
}

func TestARestartGoesOnWithADeploy(t *testing.T) {
	clock := emulator.NewManualClock(newYear)
	options := emulator.Options{DataDir: t.TempDir(), Clock: clock, Delays: emulator.Delays{Deploy: time.Second}}
	c := start(t, options)
	fn := c.function(c.namespace("shop"), "f", "")
	path := "/functions/" + fn
	c.upload(fn, "handler.js", versionJS("one"))
	c.ok("POST", path+"/deploy", "")
	clock.Advance(time.Second)
	endpoint := c.settled(path).field(t, "endpoint")
	c.upload(fn, "handler.js", versionJS("two"))
	c.ok("POST", path+"/deploy", "")
	c.upload(fn, "handler.js", versionJS("three"))

	again := c.restart(options)
	again.answers(endpoint, "one")
	assert.Equal(t, "pending", again.status(path))
	require.Eventually(t, func() bool {
		clock.Advance(time.Second)
		return again.status(path) == "ready"
	}, settleTime, 10*time.Millisecond)
	again.answers(endpoint, "two")

	again = again.restart(options)
	assert.Equal(t, "pending", again.status(path), "until it runs again")
	clock.Advance(time.Second)
	require.Equal(t, "ready", again.settled(path).field(t, "status"))
	again.answers(endpoint, "two")
}

func TestCronsGoOnAfterARestart(t *testing.T) {
	clock := emulator.NewManualClock(newYear)
	options := emulator.Options{DataDir: t.TempDir(), Clock: clock}
	c := start(t, options)
	fn := c.function(c.namespace("shop"), "f", "")
	c.upload(fn, "handler.js", cronJS)
	c.deployed("/functions/" + fn)
	c.create("/crons", `{"application_id":%q,"schedule":"0 * * * *"}`, fn)
	clock.Advance(2 * time.Hour)
	lines := c.calls(fn, 2)

	again := c.restart(options)
	clock.Advance(time.Minute) // nothing is made up for
	again.settled("/functions/" + fn)
	clock.Advance(time.Hour)
	assert.Equal(t, append(lines, lines[0]), again.calls(fn, 3))
}
