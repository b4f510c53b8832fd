package emulator_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator"
)

// Ids and addresses of the samples, in place of those that differ on every run.
const (
	sampleOrg      = "11111111-2222-4333-8444-555555555555"
	sampleNS       = "6f1e3c1a-52c4-4a0e-9d0b-0c6f5b0f7a11"
	sampleRegistry = "0a9b8c7d-6e5f-4a3b-9c2d-1e0f2a3b4c5d"
	sampleFn       = "2c1d7a40-8f5b-4f6e-b9a3-51d0c2a9e7f4"
	sampleContain  = "9b7f0c52-1d3e-4c8a-8a6f-7e2b4d5c6a10"
	sampleCron     = "d4e8a1b6-3c2f-4e5d-9a7b-0f1e2d3c4b5a"
)

// normal puts the samples' ids and addresses into replies.
type normal struct {
	pairs []string
}

func (n *normal) is(real, sample string) {
	if real != "" {
		n.pairs = append(n.pairs, real, sample)
	}
}

func (n *normal) body(r reply) string { return strings.NewReplacer(n.pairs...).Replace(r.body) }

// scene is a namespace with one of everything, as in the API's samples.
type scene struct {
	*remote
	normal
	ns, fn, container, cron, registry string
}

func newScene(t *testing.T) *scene {
	s := &scene{remote: start(t, emulator.Options{Containers: map[string][]string{"web": {"python3", "-c", webServer}}})}
	created := s.ok("POST", "/namespaces", `{"name":"shop","organization_id":"`+sampleOrg+`","environment_variables":{"STAGE":"dev"}}`)
	s.ns = created.field(t, "id")
	s.is(s.ns, sampleNS)
	assert.Equal(t, namespaceBody("pending", "", "", "dev", "null"), s.body(created))

	ready := s.ok("GET", "/namespaces/"+s.ns, "")
	s.registry = ready.field(t, "registry_namespace_id")
	s.is(s.registry, sampleRegistry)
	endpoint := ready.field(t, "registry_endpoint")
	require.Regexp(t, `^rg\.fr-par\.scw\.cloud/funcscwshop[a-z0-9]+$`, endpoint)
	s.is(endpoint, "rg.fr-par.scw.cloud/funcscwshop9x2k")
	return s
}

func (s *scene) addFunction() {
	s.t.Helper()
	created := s.ok("POST", "/functions", `{"namespace_id":"`+s.ns+`","name":"hello","environment_variables":{"LEVEL":"debug"},`+
		`"min_scale":0,"max_scale":20,"runtime":"node10","memory_limit":128,"timeout":20000,"handler":"handler.myHandler","privacy":"private"}`)
	s.fn = created.field(s.t, "id")
	s.is(s.fn, sampleFn)
	s.is(created.field(s.t, "endpoint"), "https://shop9x2k-hello.functions.fnc.fr-par.scw.cloud")
	assert.Equal(s.t, functionBody("created", "debug", 128, 70), s.body(created))
}

func (s *scene) addContainer() {
	s.t.Helper()
	created := s.ok("POST", "/containers", `{"namespace_id":"`+s.ns+`","name":"web","memory_limit":128,"min_scale":0,"max_scale":20}`)
	s.container = created.field(s.t, "id")
	s.is(s.container, sampleContain)
	s.is(created.field(s.t, "endpoint"), "https://shop9x2k-web.functions.fnc.fr-par.scw.cloud")
	assert.Equal(s.t, containerBody("created", 20), s.body(created))
}

func (s *scene) addCron() {
	s.t.Helper()
	created := s.ok("POST", "/crons", `{"application_id":"`+s.fn+`","schedule":"0 13 * * *","args":{"key":"value","n":1}}`)
	s.cron = created.field(s.t, "id")
	s.is(s.cron, sampleCron)
	assert.Equal(s.t, cronBody("0 13 * * *", "pending"), s.body(created))
}

func TestNamespaceReplies(t *testing.T) {
	s := newScene(t)
	ready := namespaceBody("ready", sampleRegistry, "rg.fr-par.scw.cloud/funcscwshop9x2k", "dev", "null")
	assert.Equal(t, `{"namespaces":[`+ready+`],"total_count":1}`,
		s.body(s.ok("GET", "/namespaces?name=shop&order_by=created_at_asc&page=1&page_size=20", "")))
	assert.Equal(t, ready, s.body(s.ok("GET", "/namespaces/"+s.ns, "")))
	changed := namespaceBody("ready", sampleRegistry, "rg.fr-par.scw.cloud/funcscwshop9x2k", "prod", `"web shop"`)
	assert.Equal(t, changed, s.body(s.ok("PATCH", "/namespaces/"+s.ns, `{"environment_variables":{"STAGE":"prod"},"description":"web shop"}`)))
	assert.Equal(t, changed, s.body(s.ok("PATCH", "/namespaces/"+s.ns, `{"environment_variables":null,"name":"not possible"}`)))
	assert.Equal(t, strings.Replace(changed, "ready", "deleting", 1), s.body(s.ok("DELETE", "/namespaces/"+s.ns, "")))
	assert.Equal(t, notFound("namespace", sampleNS), s.body(s.call("GET", "/namespaces/"+s.ns, "")))

	path := "/registry/v1beta2/regions/fr-par/namespaces/" + s.registry
	registry := send(t, s.request("GET", path, ""))
	assert.Equal(t, 200, registry.status, "it outlives the namespace")
	assert.Contains(t, s.body(registry), `"endpoint":"rg.fr-par.scw.cloud/funcscwshop9x2k"`)
	assert.Equal(t, "deleting", send(t, s.request("DELETE", path, "")).field(t, "status"))
	assert.Equal(t, 404, send(t, s.request("GET", path, "")).status)
}

func TestFunctionReplies(t *testing.T) {
	s := newScene(t)
	s.addFunction()
	path := "/functions/" + s.fn
	s.upload(s.fn, "handler.js", `exports.myHandler = () => "hello"`)
	assert.Equal(t, functionBody("pending", "debug", 128, 70), s.body(s.ok("POST", path+"/deploy", "{}")))
	assert.Equal(t, functionBody("ready", "debug", 128, 70), s.body(s.settled(path)))
	for _, query := range []string{"?namespace_id=" + s.ns + "&order_by=name_asc", "", "?namespace_id=&name=&page=&organization_id=" + sampleOrg} {
		assert.Equal(t, `{"functions":[`+functionBody("ready", "debug", 128, 70)+`],"total_count":1}`, s.body(s.ok("GET", "/functions"+query, "")))
	}
	assert.Equal(t, `{"functions":[`+functionBody("ready", "debug", 128, 70)+`],"total_count":1}`, s.body(s.ok("GET", "/namespaces/"+s.ns+"/functions", "")))
	assert.Equal(t, functionBody("ready", "info", 256, 140),
		s.body(s.ok("PATCH", path, `{"redeploy":false,"memory_limit":256,"environment_variables":{"LEVEL":"info"}}`)))
	assert.Equal(t, functionBody("ready", "debug", 256, 140),
		s.body(s.ok("PUT", path, `{"redeploy":false,"runtime":"python","cpu_limit":1,"environment_variables":{"LEVEL":"debug"}}`)))
	assert.Equal(t, functionBody("pending", "debug", 128, 70), s.body(s.ok("PATCH", path, `{"memory_limit":128}`)), "redeploy is the default")
	s.settled(path)
	assert.Equal(t, functionBody("deleting", "debug", 128, 70), s.body(s.ok("DELETE", path, "")))
	assert.Equal(t, notFound("function", sampleFn), s.body(s.call("GET", path, "")))
	assert.Equal(t, `{"runtimes":["golang","python","python3","node8","node10"]}`, s.ok("GET", "/runtimes", "").body)
}

func TestFunctionDefaults(t *testing.T) {
	s := newScene(t)
	created := s.ok("POST", "/functions", `{"namespace_id":"`+s.ns+`","name":"bare"}`)
	for field, want := range map[string]string{
		"runtime": "golang", "handler": ".", "min_scale": "0", "max_scale": "20", "memory_limit": "128", "cpu_limit": "70",
		"timeout": "300000", "privacy": "public", "description": "<nil>", "environment_variables": "map[]", "status": "created",
	} {
		assert.Equal(t, want, created.field(t, field), field)
	}
	node := s.ok("POST", "/functions", `{"namespace_id":"`+s.ns+`","name":"n","runtime":"node14","privacy":"unknown","memory_limit":1024,"description":""}`)
	assert.Equal(t, "handler.handle", node.field(t, "handler"))
	assert.Equal(t, "560", node.field(t, "cpu_limit"))
	assert.Equal(t, "public", node.field(t, "privacy"))
	assert.Contains(t, node.body, `"description":""`)
}

func TestURLReplies(t *testing.T) {
	s := newScene(t)
	s.addFunction()
	host := strings.TrimPrefix(s.srv.URL(), "http://")
	volatile := regexp.MustCompile(`SCW[A-Z0-9]{17}%2F\d{8}|Date=\d{8}T\d{6}Z|Signature=[0-9a-f]{64}`)
	shape := func(r reply) string {
		return volatile.ReplaceAllString(strings.ReplaceAll(s.body(r), host, "HOST"), "*")
	}
	upload := s.ok("GET", "/functions/"+s.fn+"/upload-url?content_length=675", "")
	assert.Equal(t, `{"url":"http://HOST/functions-emulator-uploads/uploads/function-`+sampleFn+`.zip?X-Amz-Algorithm=AWS4-HMAC-SHA256`+
		`\u0026X-Amz-Credential=*%2Ffr-par%2Fs3%2Faws4_request\u0026X-Amz-*\u0026X-Amz-Expires=3600`+
		`\u0026X-Amz-SignedHeaders=content-length%3Bcontent-type%3Bhost\u0026X-Amz-*",`+
		`"headers":{"content-length":["675"],"content-type":["application/octet-stream"]}}`, shape(upload))

	before := s.call("GET", "/functions/"+s.fn+"/download-url", "")
	assert.Equal(t, notFound("archive", sampleFn), s.body(before))
	s.upload(s.fn, "handler.js", "")
	assert.Equal(t, `{"url":"http://HOST/functions-emulator-uploads/uploads/function-`+sampleFn+`.zip?X-Amz-Algorithm=AWS4-HMAC-SHA256`+
		`\u0026X-Amz-Credential=*%2Ffr-par%2Fs3%2Faws4_request\u0026X-Amz-*\u0026X-Amz-Expires=3600`+
		`\u0026X-Amz-SignedHeaders=host\u0026X-Amz-*","headers":{}}`, shape(s.ok("GET", "/functions/"+s.fn+"/download-url", "")))
}

func TestContainerReplies(t *testing.T) {
	s := newScene(t)
	s.addContainer()
	path := "/containers/" + s.container
	assert.Equal(t, containerBody("created", 20), s.body(s.ok("PATCH", path, `{"redeploy":true}`)), "nothing is deployed yet")
	assert.Equal(t, containerBody("pending", 20), s.body(s.ok("POST", path+"/deploy", "")))
	assert.Equal(t, containerBody("ready", 20), s.body(s.settled(path)))
	for _, list := range []string{"/containers?namespace_id=" + s.ns, "/namespaces/" + s.ns + "/containers"} {
		assert.Equal(t, `{"containers":[`+containerBody("ready", 20)+`],"total_count":1}`, s.body(s.ok("GET", list, "")))
	}
	assert.Equal(t, containerBody("pending", 2), s.body(s.ok("PATCH", path, `{"redeploy":true,"max_scale":2}`)))
	assert.Equal(t, containerBody("ready", 2), s.body(s.settled(path)))
	image := s.ok("PATCH", path, `{"redeploy":false,"registry_image":"docker.io/other:1"}`)
	assert.Equal(t, "docker.io/other:1", image.field(t, "registry_image"))
	assert.Equal(t, containerBody("ready", 2), s.body(s.ok("PATCH", path, `{"redeploy":false,"registry_image":""}`)))
	assert.Equal(t, containerBody("deleting", 2), s.body(s.ok("DELETE", path, "")))
	assert.Equal(t, `{"containers":[],"total_count":0}`, s.ok("GET", "/containers", "").body)
}

func TestCronReplies(t *testing.T) {
	s := newScene(t)
	s.addFunction()
	s.addCron()
	path := "/crons/" + s.cron
	ready := cronBody("0 13 * * *", "ready")
	for _, query := range []string{"?application_id=" + s.fn, "", "?application_id="} {
		assert.Equal(t, `{"crons":[`+ready+`],"total_count":1}`, s.body(s.ok("GET", "/crons"+query, "")))
	}
	assert.Equal(t, `{"crons":[],"total_count":0}`, s.ok("GET", "/crons?application_id=other", "").body)
	assert.Equal(t, ready, s.body(s.ok("GET", path, "")))
	assert.Equal(t, cronBody("*/5 * * * *", "ready"), s.body(s.ok("PATCH", path, `{"schedule":"*/5 * * * *"}`)))
	assert.Contains(t, s.ok("PATCH", path, `{"args":{"other":[]}}`).body, `"args":{"other":[]},`, "arguments change as a whole")
	s.ok("PATCH", path, `{"args":{"n":1,"key":"value"},"schedule":"0 13 * * *"}`)
	assert.Equal(t, cronBody("0 13 * * *", "deleting"), s.body(s.ok("DELETE", path, "")))
	assert.Equal(t, notFound("cron", sampleCron), s.body(s.call("GET", path, "")))

	bare := s.ok("POST", "/crons", `{"application_id":"`+s.fn+`","schedule":"@daily"}`)
	assert.Contains(t, bare.body, `"args":{}`)
	s.ok("DELETE", "/functions/"+s.fn, "")
	assert.Equal(t, `{"crons":[],"total_count":0}`, s.ok("GET", "/crons", "").body, "crons go with their application")
}

func namespaceBody(status, registry, endpoint, stage, description string) string {
	return `{"id":"` + sampleNS + `","name":"shop","environment_variables":{"STAGE":"` + stage + `"},"organization_id":"` + sampleOrg +
		`","status":"` + status + `","registry_namespace_id":"` + registry + `","error_message":"","registry_endpoint":"` + endpoint +
		`","description":` + description + `,"region":"fr-par"}`
}

func functionBody(status, level string, memory, cpu int) string {
	return `{"id":"` + sampleFn + `","name":"hello","namespace_id":"` + sampleNS + `","status":"` + status +
		`","environment_variables":{"LEVEL":"` + level + `"},"min_scale":0,"max_scale":20,"runtime":"node10","memory_limit":` + itoa(memory) +
		`,"cpu_limit":` + itoa(cpu) + `,"endpoint":"https://shop9x2k-hello.functions.fnc.fr-par.scw.cloud","timeout":20000,` +
		`"handler":"handler.myHandler","error_message":"","privacy":"private","description":null,"region":"fr-par"}`
}

func containerBody(status string, maxScale int) string {
	return `{"id":"` + sampleContain + `","name":"web","namespace_id":"` + sampleNS + `","status":"` + status +
		`","environment_variables":{},"min_scale":0,"max_scale":` + itoa(maxScale) + `,"memory_limit":128,"cpu_limit":70,` +
		`"endpoint":"https://shop9x2k-web.functions.fnc.fr-par.scw.cloud","timeout":300000,"error_message":"","privacy":"public",` +
		`"description":null,"registry_image":"rg.fr-par.scw.cloud/funcscwshop9x2k/web:latest","region":"fr-par"}`
}

func cronBody(schedule, status string) string {
	return `{"id":"` + sampleCron + `","application_id":"` + sampleFn + `","schedule":"` + schedule +
		`","args":{"key":"value","n":1},"status":"` + status + `"}`
}
