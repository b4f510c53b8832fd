package emulator_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/rumpl/gosc/emulator"
)

// TestConcurrentWritesOfV1Beta1 changes the same resources from many sides, and ends
// with a namespace that is deleted under its writers. Run it with -race.
func TestConcurrentWritesOfV1Beta1(t *testing.T) {
	const writers, rounds = 4, 4
	hello := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	functions, containers := startBeta(t, emulator.Options{
		Domains: emulator.RealDomains, Handlers: map[string]http.Handler{"app": hello},
	})
	for _, c := range []*beta{functions, containers} {
		collection, kind := "/functions", "function"
		body := `{"namespace_id":%q,"name":%q,"runtime":"node22"}`
		if c == containers {
			collection, kind = "/containers", "container"
			body = `{"namespace_id":%q,"name":%q,"registry_image":"app"}`
		}
		ns := c.namespace("shop")
		app := c.create(collection, body, ns, "app")
		domain := c.ok("GET", collection+"/"+app, "").field(t, "domain_name")

		var group sync.WaitGroup
		try := func(method, path, body string, args ...any) reply {
			got := c.call(method, path, fmt.Sprintf(body, args...))
			assert.Contains(t, []int{200, 404, 409}, got.status, "%s %s: %s", method, path, got.body)
			return got
		}
		write := func(writer int, first bool) {
			for round := range rounds {
				secrets := "[]"
				if round == 0 && first {
					secrets = fmt.Sprintf(`[{"key":"K%d","value":"v"}]`, writer)
				}
				try("PATCH", collection+"/"+app, `{"secret_environment_variables":%s,"redeploy":%t}`, secrets, round%2 == 0)
				try("PATCH", "/namespaces/"+ns, `{"environment_variables":{"N":"%d-%d"}}`, writer, round)
				try("POST", collection+"/"+app+"/deploy", "{}")
				for path, body := range map[string]string{
					"/crons":    `{%q:%q,"schedule":"0 0 1 1 *","args":{"n":1}}`,
					"/triggers": `{%q:%q,"name":"orders","scw_sqs_config":{"queue":"q"}}`,
					"/domains":  fmt.Sprintf(`{%%q:%%q,"hostname":"w%d.example.org"}`, writer),
				} {
					if made := try("POST", path, body, kind+"_id", app); made.status == 200 {
						path += "/" + made.field(t, "id")
						if path[1] != 'd' { // domains have no update
							try("PATCH", path, `{"name":"other"}`)
						}
						try("GET", path, "")
						try("DELETE", path, "")
					}
				}
				try("GET", collection+"?namespace_id="+ns, "")
				try("GET", "/crons?"+kind+"_id="+app, "")
				r := c.request("GET", "/", "")
				r.Host = domain
				called := send(t, r).status
				assert.Contains(t, []int{200, 403, 404, 503}, called, "before its first deploy, or after its end, nothing is there")
			}
		}
		for writer := range writers {
			group.Go(func() { write(writer, true) })
		}
		group.Wait()
		got := c.waitFor(collection + "/" + app)
		assert.Equal(t, "ready", got.field(t, "status"), got.body)
		assert.Equal(t, 200, c.get(c.srv.URL()+"/", map[string]string{"Host": domain}).status)
		secrets := decode[struct {
			Secrets []struct{ Key string } `json:"secret_environment_variables"`
		}](t, got).Secrets
		var keys []string
		for _, secret := range secrets {
			keys = append(keys, secret.Key)
		}
		slices.Sort(keys)
		assert.Equal(t, "K0 K1 K2 K3", strings.Join(keys, " "), "no merge has lost another one's key")

		for writer := range writers {
			group.Go(func() { write(writer, false) })
		}
		c.ok("DELETE", "/namespaces/"+ns, "")
		group.Wait()
		assert.Equal(t, 404, c.call("GET", "/namespaces/"+ns, "").status)
		for _, path := range []string{collection, "/crons", "/domains", "/triggers"} {
			assert.Equal(t, "0", c.ok("GET", path, "").field(t, "total_count"), path)
		}
	}
}
