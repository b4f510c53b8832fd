package emulator_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/rumpl/gosc/emulator"
)

const unknownID = "2c1d7a40-8f5b-4f6e-b9a3-51d0c2a9e7f4"

func notFound(resource, id string) string {
	return fmt.Sprintf(`{"message":"resource is not found","resource":%q,"resource_id":%q,"type":"not_found"}`, resource, id)
}

func TestUnknownResources(t *testing.T) {
	c := start(t, emulator.Options{})
	tests := []struct{ method, path, body, resource string }{
		{"GET", "/namespaces/" + unknownID, "", "namespace"},
		{"PATCH", "/namespaces/" + unknownID, "{}", "namespace"},
		{"DELETE", "/namespaces/" + unknownID, "", "namespace"},
		{"GET", "/namespaces/" + unknownID + "/functions", "", "namespace"},
		{"GET", "/namespaces/" + unknownID + "/containers", "", "namespace"},
		{"POST", "/functions", `{"name":"f","namespace_id":"` + unknownID + `"}`, "namespace"},
		{"GET", "/functions/" + unknownID, "", "function"},
		{"PATCH", "/functions/" + unknownID, "{}", "function"},
		{"PUT", "/functions/" + unknownID, "{}", "function"},
		{"DELETE", "/functions/" + unknownID, "", "function"},
		{"POST", "/functions/" + unknownID + "/deploy", "{}", "function"},
		{"GET", "/functions/" + unknownID + "/upload-url?content_length=1", "", "function"},
		{"GET", "/functions/" + unknownID + "/download-url", "", "function"},
		{"POST", "/containers", `{"name":"c","namespace_id":"` + unknownID + `"}`, "namespace"},
		{"GET", "/containers/" + unknownID, "", "container"},
		{"PATCH", "/containers/" + unknownID, "{}", "container"},
		{"DELETE", "/containers/" + unknownID, "", "container"},
		{"POST", "/containers/" + unknownID + "/deploy", "{}", "container"},
		{"POST", "/crons", `{"application_id":"` + unknownID + `","schedule":"* * * * *"}`, "application"},
		{"GET", "/crons/" + unknownID, "", "cron"},
		{"PATCH", "/crons/" + unknownID, "{}", "cron"},
		{"DELETE", "/crons/" + unknownID, "", "cron"},
		{"GET", "/logs?application_id=" + unknownID, "", "application"},
		{"GET", "/jwt/issue?function_id=" + unknownID, "", "function"},
		{"GET", "/jwt/issue?container_id=" + unknownID, "", "container"},
		{"GET", "/jwt/issue?namespace_id=" + unknownID, "", "namespace"},
	}
	for _, test := range tests {
		r := c.call(test.method, test.path, test.body)
		assert.Equal(t, http.StatusNotFound, r.status, "%s %s", test.method, test.path)
		assert.Equal(t, notFound(test.resource, unknownID), r.body, "%s %s", test.method, test.path)
		assert.Equal(t, "application/json", r.header.Get("Content-Type"))
	}
	registry := send(t, c.request("GET", "/registry/v1beta2/regions/fr-par/namespaces/"+unknownID, ""))
	assert.Equal(t, notFound("namespace", unknownID), registry.body)
}

func TestOddIDsAreOnlyIDs(t *testing.T) {
	c := start(t, emulator.Options{})
	for escaped, id := range map[string]string{
		".": ".", "..": "..", "%2E%2e": "..", "a%2Fb": "a/b", "a%3Fb%23": "a?b#", "%25": "%", "a%20b": "a b",
	} {
		r := c.call("GET", "/functions/"+escaped, "")
		assert.Equal(t, notFound("function", id), r.body, escaped)
	}
}

func TestUnknownRoutes(t *testing.T) {
	c := start(t, emulator.Options{})
	for _, path := range []string{
		base, base + "/", base + "/nothing", base + "/namespaces/", base + "/functions/a/b", base + "/functions//deploy",
		"/functions/v1beta2/regions/fr-par/namespaces", "/functions/v1alpha2/regions/nl-ams/namespaces",
		"/functions/v1alpha2/regions//namespaces", "/favicon.ico",
	} {
		r := send(t, c.request("GET", path, ""))
		assert.Equal(t, http.StatusNotFound, r.status, path)
		assert.NotEmpty(t, r.field(t, "message"), path)
		assert.Equal(t, "application/json", r.header.Get("Content-Type"), path)
	}
	assert.Equal(t, http.StatusNotFound, c.call("POST", "/runtimes", "{}").status)
	assert.Equal(t, http.StatusNotFound, c.call("PUT", "/containers/x", "{}").status)
}

func TestAuthentication(t *testing.T) {
	const first, second = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
	denied := func(reason string) string {
		return `{"message":"authentication is denied","method":"api_key","reason":"` + reason + `","type":"denied_authentication"}`
	}
	tests := []struct {
		name  string
		keys  []string
		token string
		want  string // empty: let in
	}{
		{"none", nil, "", denied("not_found")},
		{"any word", nil, "secret", ""},
		{"any UUID", nil, first, ""},
		{"bearer prefix", nil, "Bearer " + first, denied("invalid_argument")},
		{"none of a list", []string{first}, "", denied("not_found")},
		{"one of a list", []string{first, second}, second, ""},
		{"not in the list", []string{first}, second, denied("not_found")},
		{"no key at all", []string{first}, "x", denied("invalid_argument")},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := start(t, emulator.Options{SecretKeys: test.keys})
			r := c.request("GET", base+"/namespaces", "")
			r.Header.Del("X-Auth-Token")
			if test.token != "" {
				r.Header.Set("X-Auth-Token", test.token)
			}
			got := send(t, r)
			if test.want == "" {
				assert.Equal(t, http.StatusOK, got.status)
				return
			}
			assert.Equal(t, http.StatusUnauthorized, got.status)
			assert.Equal(t, test.want, got.body)
		})
	}
}

func TestInvalidArguments(t *testing.T) {
	c := start(t, emulator.Options{Limits: emulator.Limits{Archive: 1000}})
	ns := c.namespace("shop")
	fn := c.function(ns, "hello", "")
	cron := c.create("/crons", `{"application_id":%q,"schedule":"* * * * *"}`, fn)
	in := `{"namespace_id":"` + ns + `","name":"f",`
	tests := []struct{ method, path, body, want string }{
		{"POST", "/namespaces", `{}`, "name required, organization_id required"},
		{"POST", "/namespaces", ``, "name required, organization_id required"},
		{"POST", "/namespaces", `[]`, "body format"},
		{"POST", "/namespaces", `{"name":"n","organization_id":"o","environment_variables":{"A":1}}`, "environment_variables format"},
		{"PATCH", "/namespaces/" + ns, `{"description":7}`, "description format"},
		{"POST", "/functions", `{"name":""}`, "namespace_id required, name required"},
		{"POST", "/functions", in + `"runtime":"cobol"}`, "runtime constraint"},
		{"POST", "/functions", in + `"runtime":"node6"}`, "runtime constraint"},
		{"POST", "/functions", in + `"memory_limit":100}`, "memory_limit constraint"},
		{"POST", "/functions", in + `"memory_limit":-1}`, "memory_limit format"},
		{"POST", "/functions", in + `"timeout":1.5}`, "timeout format"},
		{"POST", "/functions", in + `"timeout":"20s"}`, "timeout format"},
		{"POST", "/functions", in + `"min_scale":3,"max_scale":2}`, "min_scale constraint"},
		{"POST", "/functions", in + `"max_scale":0}`, "max_scale constraint"},
		{"POST", "/functions", in + `"privacy":"secret"}`, "privacy constraint"},
		{"POST", "/functions", in + `"handler":[]}`, "handler format"},
		{"PATCH", "/functions/" + fn, `{"min_scale":21}`, "min_scale constraint"},
		{"PATCH", "/functions/" + fn, `{"redeploy":"no"}`, "redeploy format"},
		{"POST", "/functions/" + fn + "/deploy", `not json`, "body format"},
		{"POST", "/containers", in + `"registry_image":1,"memory_limit":1}`, "memory_limit constraint, registry_image format"},
		{"GET", "/functions/" + fn + "/upload-url", "", "content_length required"},
		{"GET", "/functions/" + fn + "/upload-url?content_length=0", "", "content_length required"},
		{"GET", "/functions/" + fn + "/upload-url?content_length=1e3", "", "content_length format"},
		{"GET", "/functions/" + fn + "/upload-url?content_length=1001", "", "content_length constraint"},
		{"POST", "/crons", `{}`, "application_id required, schedule required"},
		{"POST", "/crons", `{"application_id":"` + fn + `","schedule":"soon"}`, "schedule format"},
		{"POST", "/crons", `{"application_id":"` + fn + `","schedule":"TZ=Europe/Paris * * * * *"}`, "schedule format"},
		{"POST", "/crons", `{"application_id":"` + fn + `","schedule":"TZ=0"}`, "schedule format"},
		{"POST", "/crons", `{"application_id":"` + fn + `","schedule":"60 * * * *"}`, "schedule format"},
		{"POST", "/crons", `{"application_id":"` + fn + `","schedule":"* * * * *","args":[1]}`, "args format"},
		{"PATCH", "/crons/" + cron, `{"schedule":""}`, "schedule format"},
		{"PATCH", "/crons/" + cron, `{"application_id":""}`, "application_id required"},
		{"GET", "/logs", "", "application_id required"},
		{"GET", "/logs?application_id=" + fn + "&order_by=name_asc", "", "order_by constraint"},
		{"GET", "/crons?order_by=name_asc", "", "order_by constraint"},
		{"GET", "/jwt/issue", "", "scope required"},
		{"GET", "/jwt/issue?function_id=a&namespace_id=b", "", "scope constraint"},
		{"GET", "/jwt/issue?function_id=" + fn + "&expiration_date=tomorrow", "", "expiration_date format"},
	}
	for _, test := range tests {
		r := c.call(test.method, test.path, test.body)
		assert.Equal(t, http.StatusBadRequest, r.status, "%s %s %s", test.method, test.path, test.body)
		assert.Equal(t, "invalid_arguments", r.field(t, "type"))
		assert.Equal(t, test.want, rejected(t, r), "%s %s %s", test.method, test.path, test.body)
	}
	schedule := c.call("POST", "/crons", `{"application_id":"`+fn+`","schedule":"soon"}`)
	assert.Equal(t, `{"details":[{"argument_name":"schedule","help_message":"invalid cron schedule: expected exactly 5 fields, found 1: [soon]","reason":"format"}],`+
		`"message":"invalid argument(s)","type":"invalid_arguments"}`, schedule.body)
	assert.Equal(t, `{"functions":[],"total_count":0}`, c.ok("GET", "/functions?name=f", "").body, "nothing was created")
}

// rejected sums up the details of an error.
func rejected(t *testing.T, r reply) string {
	t.Helper()
	var parts []string
	for _, detail := range decode[struct {
		Details []struct {
			Name   string `json:"argument_name"`
			Reason string
		}
	}](t, r).Details {
		parts = append(parts, detail.Name+" "+detail.Reason)
	}
	return strings.Join(parts, ", ")
}

func TestLargeBodiesAreRefused(t *testing.T) {
	c := start(t, emulator.Options{Limits: emulator.Limits{Body: 100}})
	r := c.call("POST", "/namespaces", `{"name":"`+strings.Repeat("x", 100)+`"}`)
	assert.Equal(t, http.StatusRequestEntityTooLarge, r.status)
	assert.Equal(t, `{"message":"the request body is larger than 100 bytes"}`, r.body)
}

func TestDuplicateNames(t *testing.T) {
	c := start(t, emulator.Options{})
	ns := c.namespace("shop")
	conflict := c.call("POST", "/namespaces", `{"name":"shop","organization_id":"`+c.srv.OrganizationID()+`"}`)
	assert.Equal(t, http.StatusConflict, conflict.status)
	assert.Equal(t, `{"message":"a namespace named \"shop\" exists already","type":"conflict"}`, conflict.body)
	c.ok("POST", "/namespaces", `{"name":"shop","organization_id":"another"}`)

	other := c.namespace("other")
	for _, kind := range []string{"functions", "containers"} {
		body := `{"name":"f","namespace_id":"%s"}`
		c.create("/"+kind, body, ns)
		assert.Equal(t, http.StatusConflict, c.call("POST", "/"+kind, fmt.Sprintf(body, ns)).status, kind)
		c.create("/"+kind, body, other)
	}
	relaxed := start(t, emulator.Options{AllowDuplicateNames: true})
	assert.NotEqual(t, relaxed.namespace("shop"), relaxed.namespace("shop"))
}

func TestStrictModeRefusesChangesInTransientStates(t *testing.T) {
	clock := emulator.NewManualClock(time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC))
	c := start(t, emulator.Options{Strict: true, Clock: clock, Delays: emulator.AllDelays(time.Second)})
	transient := func(resource, id, state string) string {
		return fmt.Sprintf(`{"current_state":%q,"message":"resource is in a transient state","resource":%q,"resource_id":%q,"type":"transient_state"}`,
			state, resource, id)
	}
	ns := c.namespace("shop")
	r := c.call("POST", "/functions", `{"name":"f","namespace_id":"`+ns+`"}`)
	assert.Equal(t, http.StatusConflict, r.status)
	assert.Equal(t, transient("namespace", ns, "pending"), r.body)
	assert.Equal(t, transient("namespace", ns, "pending"), c.call("PATCH", "/namespaces/"+ns, "{}").body)
	assert.Equal(t, transient("namespace", ns, "pending"), c.call("DELETE", "/namespaces/"+ns, "").body)
	clock.Advance(time.Second)

	fn := c.function(ns, "f", "")
	c.ok("POST", "/functions/"+fn+"/deploy", "{}")
	for _, r := range []reply{
		c.call("POST", "/functions/"+fn+"/deploy", "{}"),
		c.call("PATCH", "/functions/"+fn, "{}"),
		c.call("DELETE", "/functions/"+fn, ""),
		c.call("POST", "/crons", `{"schedule":"* * * * *","application_id":"`+fn+`"}`),
	} {
		assert.Equal(t, transient("function", fn, "pending"), r.body)
	}
}
