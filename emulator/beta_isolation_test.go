package emulator_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/rumpl/gosc/emulator"
)

func TestRegionsAreApart(t *testing.T) {
	paris, _ := startBeta(t, emulator.Options{})
	amsterdam := &beta{paris.remote, "/functions/v1beta1/regions/nl-ams"}
	warsaw := &beta{paris.remote, "/functions/v1beta1/regions/pl-waw"}
	nsA, nsW := amsterdam.namespace("shop"), warsaw.namespace("shop")
	fn := amsterdam.function(nsA, "hello", "")
	cron := amsterdam.create("/crons", `{"function_id":%q,"schedule":"* * * * *"}`, fn)

	assert.Equal(t, "0", paris.ok("GET", "/namespaces", "").field(t, "total_count"))
	assert.Equal(t, "1", warsaw.ok("GET", "/namespaces", "").field(t, "total_count"))
	assert.Equal(t, "nl-ams", amsterdam.ok("GET", "/namespaces/"+nsA, "").field(t, "region"))
	assert.Equal(t, "nl-ams", amsterdam.ok("GET", "/functions/"+fn, "").field(t, "region"))
	assert.Contains(t, amsterdam.ok("GET", "/namespaces/"+nsA, "").field(t, "registry_endpoint"), "rg.nl-ams.scw.cloud/")
	for _, other := range []*beta{paris, warsaw} {
		assertMessage(t, 404, "Namespace was not found", other.call("GET", "/namespaces/"+nsA, ""))
		assertMessage(t, 404, "Function was not found", other.call("PATCH", "/functions/"+fn, "{}"))
		assertMessage(t, 404, "Cron was not found", other.call("DELETE", "/crons/"+cron, ""))
		assertMessage(t, 404, "Function was not found", other.call("POST", "/crons", `{"function_id":"`+fn+`","schedule":"* * * * *"}`))
		assertMessage(t, 404, "Namespace was not found",
			other.call("POST", "/functions", `{"name":"x","runtime":"node22","namespace_id":"`+nsA+`"}`))
		assert.Equal(t, "0", other.ok("GET", "/crons?function_id="+fn, "").field(t, "total_count"))
	}
	assertMessage(t, 404, "Namespace was not found", amsterdam.call("GET", "/namespaces/"+nsW, ""))
	unknown := &beta{paris.remote, "/functions/v1beta1/regions/it-mil"}
	assert.Equal(t, 404, unknown.call("GET", "/namespaces", "").status)
}

func TestProductsAreApart(t *testing.T) {
	functions, containers := startBeta(t, emulator.Options{})
	ns, web := functions.namespace("shop"), containers.namespace("shop")
	fn := functions.function(ns, "hello", "")
	app := containers.create("/containers", `{"namespace_id":%q,"name":"front"}`, web)
	cron := containers.create("/crons", `{"container_id":%q,"schedule":"* * * * *"}`, app)

	assertMessage(t, 404, "Namespace was not found", containers.call("GET", "/namespaces/"+ns, ""))
	assertMessage(t, 404, "Namespace was not found", functions.call("DELETE", "/namespaces/"+web, ""))
	assertMessage(t, 404, "Container was not found", containers.call("GET", "/containers/"+fn, ""))
	assertMessage(t, 404, "Function was not found", functions.call("GET", "/functions/"+app, ""))
	assertMessage(t, 404, "Cron was not found", functions.call("GET", "/crons/"+cron, ""))
	assertMessage(t, 404, "Function was not found", functions.call("POST", "/crons", `{"function_id":"`+app+`","schedule":"* * * * *"}`))
	assert.Equal(t, "1", functions.ok("GET", "/namespaces", "").field(t, "total_count"))
	// A filter of the other product is an unknown parameter, and ignored.
	own := functions.create("/crons", `{"function_id":%q,"schedule":"* * * * *"}`, fn)
	list := functions.ok("GET", "/crons?container_id="+fn, "")
	assert.Equal(t, "1", list.field(t, "total_count"))
	assert.Contains(t, list.body, own)
}

func TestNamesAreUniqueInsideAProject(t *testing.T) {
	functions, containers := startBeta(t, emulator.Options{})
	ns := functions.namespace("shop")
	body := func(project string) string { return `{"name":"shop","project_id":"` + project + `"}` }
	assertMessage(t, 409, "Namespace already exist", functions.call("POST", "/namespaces", body(project)))
	functions.ok("POST", "/namespaces", body("22222222-2222-4333-8444-555555555555"))
	containers.ok("POST", "/namespaces", body(project))
	(&beta{functions.remote, "/functions/v1beta1/regions/nl-ams"}).ok("POST", "/namespaces", body(project))
	assert.Equal(t, "1", functions.ok("GET", "/namespaces?name=shop&project_id="+project, "").field(t, "total_count"))
	assert.Equal(t, "2", functions.ok("GET", "/namespaces?name=shop", "").field(t, "total_count"))

	functions.function(ns, "hello", "")
	assertMessage(t, 409, "Function already exist",
		functions.call("POST", "/functions", `{"name":"hello","runtime":"node22","namespace_id":"`+ns+`"}`))
}

// TestVersionsShareOneState: a function that v1alpha2 made is a function of
// v1beta1, too, and the other way round.
func TestVersionsShareOneState(t *testing.T) {
	c, containers := startBeta(t, emulator.Options{})
	ns := c.remote.namespace("old")
	fn := c.remote.function(ns, "hello", "")
	got := c.ok("GET", "/functions/"+fn, "")
	assert.Equal(t, "node10", got.field(t, "runtime"))
	assert.Equal(t, "300s", got.field(t, "timeout"))
	assert.Equal(t, "enabled", got.field(t, "http_option"))
	assert.Equal(t, c.srv.OrganizationID(), c.ok("GET", "/namespaces/"+ns, "").field(t, "project_id"))
	containers.ok("GET", "/namespaces/"+ns, "") // it holds both kinds

	own := c.namespace("new")
	assert.Equal(t, "new", c.remote.ok("GET", "/namespaces/"+own, "").field(t, "name"))
}
