package emulator_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/rumpl/gosc/emulator"
)

func TestValidationOfV1Beta1(t *testing.T) {
	functions, containers := startBeta(t, emulator.Options{})
	ns, web := functions.namespace("shop"), containers.namespace("web")
	fn := func(settings string) string {
		return `{"namespace_id":"` + ns + `","name":"f","runtime":"node22"` + settings + `}`
	}
	ct := func(settings string) string { return `{"namespace_id":"` + web + `","name":"c"` + settings + `}` }
	many := strings.Repeat("x", 1001)
	tests := []struct {
		api                    *beta
		method, path, body     string
		argument, reason, help string
	}{
		{functions, "POST", "/namespaces", `{"project_id":"` + project + `"}`, "name", "required", ""},
		{functions, "POST", "/namespaces", `{"name":"x"}`, "project_id", "required", ""},
		{functions, "POST", "/namespaces", `{"name":"x","project_id":"mine"}`, "project_id", "format", ""},
		{functions, "POST", "/namespaces", `{"name":"My_Shop","project_id":"` + project + `"}`, "name", "format", ""},
		{functions, "POST", "/namespaces", `[]`, "body", "format", ""},
		{functions, "POST", "/functions", `{"namespace_id":"` + ns + `","name":"f"}`, "runtime", "required", ""},
		{functions, "POST", "/functions", `{"name":"f","runtime":"node22"}`, "namespace_id", "required", ""},
		{functions, "POST", "/functions", fn(`,"name":"` + strings.Repeat("f", 35) + `"`), "name", "format", "1 to 34"},
		{functions, "POST", "/functions", fn(`,"runtime":"cobol"`), "runtime", "constraint", ""},
		{functions, "POST", "/functions", fn(`,"memory_limit":300`), "memory_limit", "constraint", ""},
		{functions, "POST", "/functions", fn(`,"timeout":20`), "timeout", "format", ""},
		{functions, "POST", "/functions", fn(`,"timeout":"20"`), "timeout", "format", ""},
		{functions, "POST", "/functions", fn(`,"timeout":"3601s"`), "timeout", "constraint", ""},
		{functions, "POST", "/functions", fn(`,"timeout":"0s"`), "timeout", "constraint", ""},
		{functions, "POST", "/functions", fn(`,"min_scale":6`), "min_scale", "constraint", ""},
		{functions, "POST", "/functions", fn(`,"max_scale":0`), "max_scale", "constraint", ""},
		{functions, "POST", "/functions", fn(`,"max_scale":51`), "max_scale", "constraint", ""},
		{functions, "POST", "/functions", fn(`,"privacy":"secret"`), "privacy", "constraint", "public or private"},
		{functions, "POST", "/functions", fn(`,"http_option":"x"`), "http_option", "constraint", ""},
		{functions, "POST", "/functions", fn(`,"tags":"x"`), "tags", "format", ""},
		{functions, "POST", "/functions", fn(`,"environment_variables":{"SCW_X":"1"}`), "environment_variables", "constraint", "SCW_"},
		{functions, "POST", "/functions", fn(`,"environment_variables":{"X":"` + many + `"}`), "environment_variables", "constraint", "1000"},
		{functions, "POST", "/functions", fn(`,"secret_environment_variables":{"K":"v"}`), "secret_environment_variables", "format", ""},
		{functions, "POST", "/functions", fn(`,"secret_environment_variables":[{"value":"v"}]`), "secret_environment_variables", "format", ""},
		{containers, "POST", "/containers", ct(`,"environment_variables":{"PORT":"1"}`), "environment_variables", "constraint", "PORT"},
		{containers, "POST", "/containers", ct(`,"port":8012`), "port", "constraint", ""},
		{containers, "POST", "/containers", ct(`,"memory_limit":64`), "memory_limit", "constraint", ""},
		{containers, "POST", "/containers", ct(`,"cpu_limit":7000`), "cpu_limit", "constraint", ""},
		{containers, "POST", "/containers", ct(`,"scaling_option":{"cpu_usage_threshold":1,"memory_usage_threshold":1}`), "scaling_option", "constraint", ""},
		{containers, "POST", "/containers", ct(`,"health_check":{"http":{}}`), "health_check.http.path", "required", ""},
		{containers, "POST", "/containers", ct(`,"health_check":{"interval":"x"}`), "health_check.interval", "format", ""},
		{containers, "POST", "/containers", ct(`,"protocol":"spdy"`), "protocol", "constraint", ""},
		{functions, "POST", "/crons", `{"function_id":"x","schedule":"@daily"}`, "schedule", "format", ""},
		{functions, "POST", "/crons", `{"function_id":"x","schedule":"* * * * * *"}`, "schedule", "format", ""},
		{functions, "POST", "/crons", `{"schedule":"* * * * *"}`, "function_id", "required", ""},
		{containers, "POST", "/crons", `{"function_id":"x","schedule":"* * * * *"}`, "container_id", "required", ""},
		{functions, "POST", "/domains", `{"function_id":"x","hostname":"https://x.y"}`, "hostname", "format", ""},
		{functions, "POST", "/tokens", `{"function_id":"","description":"none"}`, "scope", "constraint", "function_id"},
		{containers, "POST", "/tokens", `{"container_id":"a","namespace_id":"b"}`, "scope", "constraint", "container_id"},
		{functions, "POST", "/tokens", `{"function_id":"a","expires_at":"tomorrow"}`, "expires_at", "format", ""},
		{functions, "POST", "/triggers", `{"function_id":"a","name":"t1"}`, "config", "constraint", ""},
		{functions, "POST", "/triggers", `{"function_id":"a","name":"t1","scw_sqs_config":{}}`, "scw_sqs_config.queue", "required", ""},
		{functions, "GET", "/functions/x/upload-url", "", "content_length", "required", ""},
		{functions, "GET", "/functions/x/upload-url?content_length=0", "", "content_length", "constraint", ""},
		{functions, "GET", "/functions/x/upload-url?content_length=104857601", "", "content_length", "constraint", ""},
		{functions, "GET", "/namespaces?page=-1", "", "page", "format", ""},
		{functions, "GET", "/crons?order_by=name_asc", "", "order_by", "constraint", ""},
	}
	for _, test := range tests {
		got := test.api.call(test.method, test.path, test.body)
		label := test.method + " " + test.path + " " + test.body
		if !assert.Equal(t, 400, got.status, "%s: %s", label, got.body) {
			continue
		}
		body := decode[struct {
			Details []struct {
				Name string `json:"argument_name"`
				Help string `json:"help_message"`
				Why  string `json:"reason"`
			}
			Message, Type string
		}](t, got)
		assert.Equal(t, "invalid_arguments", body.Type, label)
		assert.NotEmpty(t, body.Message, label)
		if assert.Len(t, body.Details, 1, label) {
			assert.Equal(t, test.argument, body.Details[0].Name, label)
			assert.Equal(t, test.reason, body.Details[0].Why, label)
			assert.Contains(t, body.Details[0].Help, test.help, label)
		}
	}
	assertMessage(t, 400, "2000 mvCPU require a minimum of 2000 MB and a maximum of 8000 MB of memory",
		containers.call("POST", "/containers", ct(`,"cpu_limit":2000,"memory_limit":1024`)))
}

func TestWhatClientsSendForNothing(t *testing.T) {
	functions, containers := startBeta(t, emulator.Options{})
	ns, web := functions.namespace("shop"), containers.namespace("web")
	made := functions.ok("POST", "/functions", `{"namespace_id":"`+ns+`","name":"f","runtime":"go126","domain_name":"x","handler":null,
		"timeout":"10.000000000s","unknown":{"deep":[1]}}`)
	for member, want := range map[string]string{
		"handler": "Handle", "timeout": "10s", "privacy": "public", "memory_limit": "256", "cpu_limit": "140",
		"min_scale": "0", "max_scale": "5", "sandbox": "v2", "http_option": "enabled", "description": "", "runtime_message": "",
	} {
		assert.Equal(t, want, made.field(t, member), member)
	}
	path := "/functions/" + made.field(t, "id")
	functions.ok("PATCH", path, `{"redeploy":false,"tags":["a"],"private_network_id":"net","description":"d","timeout":"1.5s","runtime":"python310"}`)
	same := functions.ok("PATCH", path, `{"redeploy":false,"tags":null,"runtime":"unknown_runtime","privacy":"unknown_privacy",
		"http_option":"unknown_http_option","sandbox":"unknown_sandbox","secret_environment_variables":null,"private_network_id":null}`)
	assert.Equal(t, "python310", same.field(t, "runtime"))
	assert.Equal(t, "1.5s", same.field(t, "timeout"))
	assert.Equal(t, "[a]", same.field(t, "tags"))
	assert.Equal(t, "net", same.field(t, "private_network_id"))
	cleared := functions.ok("PATCH", path, `{"redeploy":false,"tags":[],"private_network_id":"","environment_variables":{}}`)
	assert.Equal(t, "[]", cleared.field(t, "tags"))
	assert.Equal(t, "<nil>", cleared.field(t, "private_network_id"))

	box := containers.ok("POST", "/containers", `{"namespace_id":"`+web+`","name":"c","health_check":null,"command":null}`)
	for member, want := range map[string]string{
		"memory_limit": "2048", "cpu_limit": "1000", "port": "8080", "protocol": "http1", "max_concurrency": "50",
		"local_storage_limit": "1000", "scaling_option": "map[concurrent_requests_threshold:50]",
		"health_check": "map[failure_threshold:30 interval:10s tcp:map[]]", "command": "[]", "args": "[]",
	} {
		assert.Equal(t, want, box.field(t, member), member)
	}
	boxPath := "/containers/" + box.field(t, "id")
	changed := containers.ok("PATCH", boxPath, `{"max_scale":2,"port":80,"scaling_option":{"cpu_usage_threshold":70},
		"health_check":{"http":{"path":"/healthz"},"failure_threshold":3,"interval":"5.000000000s"},"memory_limit":512}`)
	assert.Equal(t, "map[cpu_usage_threshold:70]", changed.field(t, "scaling_option"))
	assert.Equal(t, "map[failure_threshold:3 http:map[path:/healthz] interval:5s]", changed.field(t, "health_check"))
	assert.Equal(t, "280", changed.field(t, "cpu_limit"), "it fits the memory")
	assert.Equal(t, "80", containers.ok("PATCH", boxPath, `{"max_concurrency":80}`).field(t, "max_concurrency"))
}

func TestPagesOfV1Beta1(t *testing.T) {
	c, _ := startBeta(t, emulator.Options{})
	for _, name := range []string{"b", "c", "a"} {
		c.namespace(name)
	}
	names := func(query string) string {
		var text strings.Builder
		list := decode[struct {
			Namespaces []struct{ Name string }
			Total      int `json:"total_count"`
		}](t, c.ok("GET", "/namespaces?"+query, ""))
		assert.Equal(t, 3, list.Total)
		for _, ns := range list.Namespaces {
			text.WriteString(ns.Name)
		}
		return text.String()
	}
	for query, want := range map[string]string{
		"": "bca", "order_by=created_at_desc": "acb", "order_by=name_asc": "abc", "order_by=name_desc": "cba",
		"page=0&page_size=0": "bca", "page=2&page_size=2": "a", "page=9": "", "page_size=1000": "bca", "name=&unknown=x": "bca",
	} {
		assert.Equal(t, want, names(query), query)
	}
}

func TestKeysOfV1Beta1(t *testing.T) {
	c, _ := startBeta(t, emulator.Options{})
	r := c.request("GET", functionsBase+"/namespaces", "")
	r.Header.Del("X-Auth-Token")
	got := send(t, r)
	assert.Equal(t, 401, got.status)
	assert.Equal(t, `{"message":"authentication is denied","method":"api_key","reason":"not_found","type":"denied_authentication"}`, got.body)
}

func TestLenient(t *testing.T) {
	c, _ := startBeta(t, emulator.Options{Lenient: true})
	ns := c.namespace("My_Shop")
	assert.Equal(t, "20s", c.ok("POST", "/functions", `{"namespace_id":"`+ns+`","name":"helloWorld","runtime":"node22","timeout":20}`).field(t, "timeout"))
}

func TestStrictV1Beta1(t *testing.T) {
	clock := emulator.NewManualClock(newYear)
	_, c := startBeta(t, emulator.Options{Clock: clock, Strict: true, Delays: emulator.Delays{Deploy: time.Second}})
	id := c.create("/containers", `{"namespace_id":%q,"name":"front"}`, c.namespace("web"))
	got := c.call("POST", "/crons", `{"container_id":"`+id+`","schedule":"* * * * *"}`)
	assert.Equal(t, 409, got.status)
	assert.Equal(t, `{"current_state":"pending","message":"resource is in a transient state","resource":"container",`+
		`"resource_id":"`+id+`","type":"transient_state"}`, got.body)
	clock.Advance(time.Second)
	c.waitFor("/containers/" + id)
	c.create("/crons", `{"container_id":%q,"schedule":"* * * * *"}`, id)
}
