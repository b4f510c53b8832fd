package emulator_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/rumpl/gosc/emulator"
)

// stubbornJS takes a message only at the third attempt.
const stubbornJS = `let calls = 0;
module.exports.handle = (event) => {
  calls++;
  console.log("message " + event.body + " by " + event.httpMethod);
  return {statusCode: event.body === "never" || calls < 3 ? 300 : 200};
};`

// TestRetriesFollowTheClock: a day of the manual clock brings all attempts.
func TestRetriesFollowTheClock(t *testing.T) {
	clock := emulator.NewManualClock(time.Date(2026, 7, 3, 13, 3, 38, 0, time.UTC))
	attempts := make(chan struct{}, 10)
	c, _ := startBeta(t, emulator.Options{Clock: clock, Handlers: map[string]http.Handler{
		"hello": http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			attempts <- struct{}{}
			w.WriteHeader(http.StatusServiceUnavailable)
		}),
	}})
	fn := c.function(c.namespace("shop"), "hello", "")
	c.deployed(fn)
	trigger := c.create("/triggers", `{"name":"orders","function_id":%q,"scw_sqs_config":{"queue":"orders"}}`, fn)
	fired := make(chan string, 1)
	fire := c.request("POST", "/emulator/v1/triggers/"+trigger+"/messages", "order")
	go func() { fired <- send(t, fire).body }()
	<-attempts
	select {
	case body := <-fired:
		t.Fatal("the clock stands still: " + body)
	case <-time.After(300 * time.Millisecond): // longer than the first two pauses together
	}
	assert.Empty(t, attempts)
	// The pause begins after the reply to the first attempt, which the test does not see.
	for answered := false; !answered; {
		clock.Advance(time.Second)
		select {
		case body := <-fired:
			assert.Equal(t, `{"delivered":false,"status":503,"attempts":4}`, body)
			answered = true
		case <-time.After(time.Millisecond):
		}
	}
	assert.Len(t, attempts, 3)
}

func TestTriggersAreFired(t *testing.T) {
	c, _ := startBeta(t, emulator.Options{})
	fn := c.function(c.namespace("shop"), "hello", `,"privacy":"private","http_option":"redirected","max_scale":1`)
	c.upload(fn, "handler.js", stubbornJS)
	c.deployed(fn)
	trigger := c.create("/triggers", `{"name":"orders","function_id":%q,"scw_sqs_config":{"queue":"orders"}}`, fn)
	fire := func(message string) reply {
		return send(t, c.request("POST", "/emulator/v1/triggers/"+trigger+"/messages", message))
	}
	assert.Equal(t, `{"delivered":true,"status":200,"attempts":3}`, fire("order 1").body)
	assert.Equal(t, `{"delivered":true,"status":200,"attempts":1}`, fire(`{"order":2}`).body)
	assert.Equal(t, `{"delivered":false,"status":300,"attempts":4}`, fire("never").body)
	assert.Contains(t, c.remote.logs(fn), `message {"order":2} by POST`)

	var group sync.WaitGroup
	for i := range 30 {
		group.Go(func() { assert.Equal(t, 200, fire(fmt.Sprint(i)).status) })
	}
	group.Wait()

	r := c.request("POST", "/emulator/v1/triggers/"+trigger+"/messages", "x")
	r.Header.Del("X-Auth-Token")
	assert.Equal(t, 401, send(t, r).status)
	c.ok("DELETE", "/triggers/"+trigger, "")
	assert.Equal(t, 404, fire("too late").status)
}
