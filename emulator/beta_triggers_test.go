package emulator_test

import (
	"fmt"
	"sync"
	"testing"

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
