package emulator_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator"
)

// Shapes of the resources: members in the order in which the API writes them.
const (
	namespaceShape = "{id:s name:s environment_variables:{STAGE:s} organization_id:s project_id:s status:s registry_namespace_id:s " +
		"error_message:null registry_endpoint:s description:s secret_environment_variables:[{key:s hashed_value:s}] tags:[s] " +
		"created_at:s updated_at:s vpc_integration_activated:b region:s}"
	functionShape = "{id:s name:s namespace_id:s status:s environment_variables:{} min_scale:n max_scale:n runtime:s memory_limit:n " +
		"cpu_limit:n timeout:s handler:s error_message:ERROR privacy:s description:s domain_name:s secret_environment_variables:[] " +
		"http_option:s runtime_message:s build_message:null sandbox:s created_at:s updated_at:s ready_at:null tags:[] " +
		"private_network_id:null region:s}"
	containerShape = "{id:s name:s namespace_id:s status:s environment_variables:{} min_scale:n max_scale:n memory_limit:n cpu_limit:n " +
		"timeout:s error_message:null privacy:s description:s registry_image:s max_concurrency:n domain_name:s protocol:s port:n " +
		"secret_environment_variables:[] http_option:s sandbox:s local_storage_limit:n scaling_option:{concurrent_requests_threshold:n} " +
		"created_at:s updated_at:s ready_at:READY health_check:{failure_threshold:n interval:s tcp:{}} tags:[] private_network_id:null " +
		"command:[] args:[] region:s}"
	cronShape    = "{id:s OWNER:s schedule:s args:{myInput:s n:n} status:s name:s}"
	domainShape  = "{id:s hostname:s OWNER:s url:s status:s error_message:null}"
	tokenShape   = "{token:s public_key:s OWNER:s id:s status:s expires_at:s description:s}"
	triggerShape = "{id:s name:s description:s input_type:s status:s error_message:null OWNER:s " +
		"scw_sqs_config:{queue:s mnq_project_id:s mnq_region:s mnq_credential_id:CREDENTIAL}}"
	runtimeShape = "{name:s language:s version:s default_handler:s code_sample:s status:s status_message:s extension:s implementation:s logo_url:s}"
)

// operation is one call of the scenario. The texts <ns>, <app>, <cron>, <domain>,
// <token> and <trigger> stand for the ids that earlier calls have returned.
type operation struct {
	name, method, path, body string
	shape                    string
	status                   string // of the resource, in the reply
	save                     string // keeps the id under this name
}

// scenario returns calls of every operation of a product, with some reads in between.
func scenario(applications, kind, createStatus, triggerStatus string) []operation {
	app, owner := functionShape, kind+"_id"
	create := `{"namespace_id":"<ns>","name":"hello","runtime":"node22","privacy":"unknown_privacy",` +
		`"secret_environment_variables":null,"http_option":"unknown_http_option","sandbox":"unknown_sandbox","tags":null}`
	if kind == "container" {
		app = containerShape
		create = `{"namespace_id":"<ns>","name":"front","privacy":"unknown_privacy","protocol":"unknown_protocol",` +
			`"secret_environment_variables":null,"http_option":"unknown_http_option","sandbox":"unknown_sandbox","tags":null,` +
			`"command":null,"args":null}`
	}
	fill := func(shape string, pairs ...string) string {
		return strings.NewReplacer(append(pairs, "OWNER", owner, "ERROR", "null", "CREDENTIAL", "s", "READY", "null")...).Replace(shape)
	}
	readApp := fill(app, "READY", "s", "ERROR", "null")
	update := operation{"UpdateApplication", "PATCH", "/" + applications + "/<app>", `{"redeploy":false}`, fill(app), "created", ""}
	if kind == "container" {
		update.shape, update.status = readApp, "pending"
	}
	list := func(member, shape string) string {
		if member == "triggers" {
			return "{total_count:n triggers:[" + shape + "]}"
		}
		return "{" + member + ":[" + shape + "] total_count:n}"
	}
	token := fill(tokenShape)
	return []operation{
		{"CreateNamespace", "POST", "/namespaces", `{"name":"shop","project_id":"` + project + `","environment_variables":{"STAGE":"dev"},` +
			`"secret_environment_variables":[{"key":"DB","value":"s3cr3t"}],"tags":["a"]}`, namespaceShape, "pending", "ns"},
		{"GetNamespace", "GET", "/namespaces/<ns>", "", namespaceShape, "ready", ""},
		{"ListNamespaces", "GET", "/namespaces?name=shop&order_by=created_at_asc&project_id=" + project, "", list("namespaces", namespaceShape), "", ""},
		{"UpdateNamespace", "PATCH", "/namespaces/<ns>", `{"description":"web shop","secret_environment_variables":null}`, namespaceShape, "ready", ""},
		{"CreateApplication", "POST", "/" + applications, create, fill(app), createStatus, "app"},
		{"wait", "GET", "/" + applications + "/<app>", "", "", "", ""},
		{"GetApplication", "GET", "/" + applications + "/<app>", "", readOr(kind, readApp, fill(app)), readOr(kind, "ready", "created"), ""},
		{"ListApplications", "GET", "/" + applications + "?namespace_id=<ns>&page=1", "", list(applications, readOr(kind, readApp, fill(app))), "", ""},
		{"nested list", "GET", "/namespaces/<ns>/" + applications, "", list(applications, readOr(kind, readApp, fill(app))), "", ""},
		update,
		{"wait", "GET", "/" + applications + "/<app>", "", "", "", ""},

		{"CreateCron", "POST", "/crons", `{"` + owner + `":"<app>","schedule":"1 * * * *","args":{"myInput":"v","n":1}}`, fill(cronShape), "pending", "cron"},
		{"GetCron", "GET", "/crons/<cron>", "", fill(cronShape), "ready", ""},
		{"ListCrons", "GET", "/crons?" + owner + "=<app>&order_by=created_at_asc", "", list("crons", fill(cronShape)), "", ""},
		{"UpdateCron", "PATCH", "/crons/<cron>", `{"schedule":"5 4 * * 1","name":"weekly"}`, fill(cronShape), "pending", ""},
		{"DeleteCron", "DELETE", "/crons/<cron>", "", fill(cronShape), "deleting", ""},

		{"CreateDomain", "POST", "/domains", `{"` + owner + `":"<app>","hostname":"api.example.org"}`, fill(domainShape), "pending", "domain"},
		{"GetDomain", "GET", "/domains/<domain>", "", fill(domainShape), "ready", ""},
		{"ListDomains", "GET", "/domains?" + owner + "=<app>&order_by=hostname_desc", "", list("domains", fill(domainShape)), "", ""},
		{"DeleteDomain", "DELETE", "/domains/<domain>", "", fill(domainShape), "deleting", ""},

		{"CreateToken", "POST", "/tokens", `{"` + owner + `":"<app>","description":"ci","expires_at":"2126-12-31T23:00:00+01:00"}`, token, "creating", "token"},
		{"GetToken", "GET", "/tokens/<token>", "", token, "ready", ""},
		{"ListTokens", "GET", "/tokens?" + owner + "=<app>", "", list("tokens", token), "", ""},
		{"DeleteToken", "DELETE", "/tokens/<token>", "", token, "deleting", ""},

		{"CreateTrigger", "POST", "/triggers", `{"name":"orders","` + owner + `":"<app>","scw_sqs_config":{"queue":"orders","mnq_project_id":"` +
			project + `","mnq_region":"fr-par"}}`, fill(triggerShape, "CREDENTIAL", "null"), triggerStatus, "trigger"},
		{"GetTrigger", "GET", "/triggers/<trigger>", "", fill(triggerShape), "ready", ""},
		{"ListTriggers", "GET", "/triggers?project_id=" + project, "", list("triggers", fill(triggerShape)), "", ""},
		{"UpdateTrigger", "PATCH", "/triggers/<trigger>", `{"description":"new orders"}`, fill(triggerShape), "ready", ""},
		{"DeleteTrigger", "DELETE", "/triggers/<trigger>", "", fill(triggerShape), "deleting", ""},

		{"DeployApplication", "POST", "/" + applications + "/<app>/deploy", "{}", readOr(kind, readApp, fill(app)), "pending", ""},
		{"wait", "GET", "/" + applications + "/<app>", "", "", "", ""},
		{"DeleteApplication", "DELETE", "/" + applications + "/<app>", "", readOr(kind, readApp, fill(app, "ERROR", "s")), "deleting", ""},
		{"DeleteNamespace", "DELETE", "/namespaces/<ns>", "", namespaceShape, "deleting", ""},
	}
}

func readOr(kind, container, function string) string {
	if kind == "container" {
		return container
	}
	return function
}

func TestEveryOperationOfV1Beta1(t *testing.T) {
	functions, containers := startBeta(t, emulator.Options{})
	for _, product := range []struct {
		api   *beta
		steps []operation
	}{
		{functions, scenario("functions", "function", "created", "creating")},
		{containers, scenario("containers", "container", "pending", "pending")},
	} {
		ids := map[string]string{}
		for _, step := range product.steps {
			replace := func(text string) string {
				for name, id := range ids {
					text = strings.ReplaceAll(text, "<"+name+">", id)
				}
				return text
			}
			if step.name == "wait" {
				product.api.waitFor(replace(step.path))
				continue
			}
			got := product.api.ok(step.method, replace(step.path), replace(step.body))
			label := product.api.base + " " + step.name
			assert.Equal(t, step.shape, shape(t, got.body), label)
			if step.status != "" {
				assert.Equal(t, step.status, got.field(t, "status"), label)
			}
			if step.save != "" {
				ids[step.save] = got.field(t, "id")
			}
			assert.Equal(t, "application/json", got.header.Get("Content-Type"), label)
			assert.NotEmpty(t, got.header.Get("X-Request-Id"), label)
			assert.Contains(t, got.header.Get("Server"), "Scaleway API Gateway", label)
			assert.Equal(t, "DENY", got.header.Get("X-Frame-Options"), label)
		}
		assertMessage(t, 404, "Namespace was not found", product.api.call("GET", "/namespaces/"+ids["ns"], ""))
	}
}

func TestOperationsOfFunctionsOnly(t *testing.T) {
	functions, containers := startBeta(t, emulator.Options{})
	fn := functions.function(functions.namespace("shop"), "hello", "")

	runtimes := functions.ok("GET", "/runtimes", "")
	assert.Equal(t, "{runtimes:["+runtimeShape+"] total_count:n}", shape(t, runtimes.body))
	var list struct {
		Runtimes   []struct{ Name, Status string }
		TotalCount int `json:"total_count"`
	}
	require.NoError(t, json.Unmarshal([]byte(runtimes.body), &list))
	assert.Equal(t, 41, list.TotalCount)
	byStatus := map[string]int{}
	for _, runtime := range list.Runtimes {
		byStatus[runtime.Status]++
	}
	assert.Equal(t, map[string]int{"available": 12, "deprecated": 1, "end_of_support": 13, "end_of_life": 15}, byStatus)

	upload := functions.ok("GET", "/functions/"+fn+"/upload-url?content_length=780", "")
	assert.Equal(t, "{url:s headers:{content-length:[s] content-type:[s]}}", shape(t, upload.body))
	assertMessage(t, 404, "Archive was not found", functions.call("GET", "/functions/"+fn+"/download-url", ""))
	functions.upload(fn, "handler.js", echoJS)
	download := functions.ok("GET", "/functions/"+fn+"/download-url", "")
	assert.Equal(t, "{url:s headers:{}}", shape(t, download.body))

	for _, path := range []string{"/runtimes", "/functions", "/functions/" + fn, "/issue-jwt", "/containers/" + fn + "/logs"} {
		assert.Equal(t, 404, containers.call("GET", path, "").status, path)
	}
	assert.Equal(t, 404, functions.call("GET", "/issue-jwt?function_id="+fn, "").status)
	assert.Equal(t, 404, functions.call("GET", "/functions/"+fn+"/logs", "").status)
}
