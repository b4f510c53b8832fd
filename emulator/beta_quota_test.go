package emulator_test

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/rumpl/gosc/emulator"
)

const quotaBody = `{"message":"memory quotas: rpc error: code = ResourceExhausted desc = quota(s) exceeded for this resource"}`

func TestMemoryQuotaOfFunctions(t *testing.T) {
	c, containers := startBeta(t, emulator.Options{Limits: emulator.Limits{FunctionMemory: 2560}})
	ns := c.namespace("shop")
	create := func(name, settings string) reply {
		return c.call("POST", "/functions", `{"namespace_id":"`+ns+`","name":"`+name+`","runtime":"node22"`+settings+`}`)
	}
	refused := func(r reply) {
		t.Helper()
		assert.Equal(t, 403, r.status)
		assert.Equal(t, quotaBody, strings.TrimSpace(r.body))
	}
	one := create("one", "").field(t, "id") // 5 instances of 256 MB
	two := create("two", "").field(t, "id")
	refused(create("three", `,"max_scale":1,"memory_limit":128`))
	refused(c.call("PATCH", "/functions/"+one, `{"memory_limit":512}`))
	refused(c.call("PATCH", "/functions/"+one, `{"max_scale":6}`))
	assert.Equal(t, "256", c.ok("GET", "/functions/"+one, "").field(t, "memory_limit"), "what is refused changes nothing")

	c.ok("PATCH", "/functions/"+one, `{"description":"as large as before"}`)
	c.ok("PATCH", "/functions/"+one, `{"max_scale":4}`)
	three := create("three", `,"max_scale":2,"memory_limit":128`)
	assert.Equal(t, 200, three.status, "exactly the quota")
	c.ok("DELETE", "/functions/"+two, "")
	assert.Equal(t, 200, create("four", "").status, "what is deleted takes nothing")

	web := containers.namespace("web")
	containers.create("/containers", `{"namespace_id":%q,"name":"large","memory_limit":4096}`, web) // the quota is of functions
}

func TestMemoryQuotaIsKeptByConcurrentCreates(t *testing.T) {
	c, _ := startBeta(t, emulator.Options{Limits: emulator.Limits{FunctionMemory: 1280 * 3}})
	ns := c.namespace("shop")
	var created, refused atomic.Int64
	var group sync.WaitGroup
	for _, name := range strings.Split("abcdefghij", "") {
		group.Go(func() {
			switch c.call("POST", "/functions", `{"namespace_id":"`+ns+`","name":"f`+name+`","runtime":"node22"}`).status {
			case 200:
				created.Add(1)
			case 403:
				refused.Add(1)
			}
		})
	}
	group.Wait()
	assert.EqualValues(t, 3, created.Load())
	assert.EqualValues(t, 7, refused.Load())
}
