package emulator_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator"
)

// cronJS writes what a cron sends.
const cronJS = `exports.handle = (event) => {
  console.log(event.httpMethod + " " + event.path + " " + event.headers["Content-Type"] + " " + event.body)
  return ""
}`

// scheduled is a function of a kind that logs its calls, on a clock that stands
// at midnight.
func scheduled(t *testing.T, settings string) (*remote, *emulator.ManualClock, string) {
	t.Helper()
	clock := emulator.NewManualClock(newYear)
	c := start(t, emulator.Options{Clock: clock})
	fn := c.function(c.namespace("shop"), "f", settings)
	c.upload(fn, "handler.js", cronJS)
	c.deployed("/functions/" + fn)
	return c, clock, fn
}

// calls waits for the log lines of n calls; the output of a process may come a
// little after its reply.
func (c *remote) calls(fn string, n int) []string {
	c.t.Helper()
	var lines []string
	require.Eventually(c.t, func() bool {
		lines = slices.DeleteFunc(c.logs(fn), func(line string) bool { return line[:4] != "POST" })
		return len(lines) >= n
	}, settleTime, poll, "%d calls, got %q", n, lines)
	return lines
}

func TestADayOfCrons(t *testing.T) {
	c, clock, fn := scheduled(t, "")
	c.create("/crons", `{"application_id":%q,"schedule":"0 */2 * * *","args":{"key":"value","n":1}}`, fn)
	c.create("/crons", `{"application_id":%q,"schedule":"30 13 * * *"}`, fn)
	clock.Advance(24 * time.Hour)
	lines := c.calls(fn, 13)
	require.Len(t, lines, 13)
	assert.Equal(t, `POST / application/json {"key":"value","n":1}`, lines[0])
	assert.Equal(t, `POST / application/json {}`, lines[6], "at 13:30, between 12:00 and 14:00")
	assert.Equal(t, newYear.Add(24*time.Hour), clock.Now())
}

func TestCronsOfPrivateFunctionsAreLetIn(t *testing.T) {
	c, clock, fn := scheduled(t, `,"privacy":"private"`)
	c.create("/crons", `{"application_id":%q,"schedule":"@hourly"}`, fn)
	clock.Advance(3 * time.Hour)
	assert.Len(t, c.calls(fn, 3), 3)
	c.ok("PATCH", "/functions/"+fn, `{"redeploy":false,"privacy":"public"}`) // what runs is still private
	clock.Advance(time.Hour)
	assert.Len(t, c.calls(fn, 4), 4)
}

func TestChangedAndDeletedCrons(t *testing.T) {
	c, clock, fn := scheduled(t, "")
	cron := c.create("/crons", `{"application_id":%q,"schedule":"* * * * *","args":{"v":1}}`, fn)
	clock.Advance(2 * time.Minute)
	assert.Len(t, c.calls(fn, 2), 2)
	c.ok("PATCH", "/crons/"+cron, `{"schedule":"0 * * * *","args":{"v":2}}`)
	clock.Advance(time.Hour)
	lines := c.calls(fn, 3)
	require.Len(t, lines, 3, "by the new schedule only")
	assert.Contains(t, lines[2], `{"v":2}`)
	c.ok("DELETE", "/crons/"+cron, "")
	clock.Advance(24 * time.Hour)
	assert.Len(t, c.logs(fn), 3)
}

func TestCronsThatNeverComeOrHaveNoOneToCall(t *testing.T) {
	c, clock, _ := scheduled(t, "")
	idle := c.function(c.namespace("other"), "idle", "")
	c.create("/crons", `{"application_id":%q,"schedule":"0 0 30 2 *"}`, idle)
	c.create("/crons", `{"application_id":%q,"schedule":"* * * * *"}`, idle)
	clock.Advance(time.Hour)
	assert.Empty(t, c.logs(idle))
}

func TestCronsCallContainers(t *testing.T) {
	clock := emulator.NewManualClock(newYear)
	c := start(t, emulator.Options{Clock: clock, Containers: map[string][]string{"web": {"python3", "-c", webServer}}})
	web := c.create("/containers", `{"namespace_id":%q,"name":"web"}`, c.namespace("shop"))
	c.deployed("/containers/" + web)
	c.create("/crons", `{"application_id":%q,"schedule":"0 13 * * *","args":{"a":[1,null]}}`, web)
	clock.Advance(24 * time.Hour)
	assert.Equal(t, []string{`POST {"a":[1,null]}`}, c.calls(web, 1))
}
