package emulator_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator"
)

type echo struct {
	Got, Method string
	Env         map[string]string
}

func TestFunctionRunsWithItsVariables(t *testing.T) {
	c := start(t, emulator.Options{})
	ns := c.create("/namespaces", `{"name":"shop","organization_id":"o","environment_variables":{"STAGE":"dev","LEVEL":"info","SCW_PUBLIC":"mine"}}`)
	fn := c.function(ns, "hello", `,"environment_variables":{"LEVEL":"debug"}`)
	c.upload(fn, "handler.js", echoJS)
	endpoint := c.deployed("/functions/" + fn)
	got := decode[echo](t, c.invoke(endpoint, "", "ping"))
	assert.Equal(t, "ping", got.Got)
	assert.Equal(t, "POST", got.Method)
	token := c.ok("GET", "/jwt/issue?namespace_id="+ns, "")
	for name, want := range map[string]string{
		"STAGE": "dev", "LEVEL": "debug", "SCW_PUBLIC": "true", "SCW_NAMESPACE_ID": ns, "SCW_APPLICATION_ID": fn,
		"SCW_PUBLIC_KEY": token.field(t, "public_key"),
	} {
		assert.Equal(t, want, got.Env[name], name)
	}
	assert.NotContains(t, got.Env, "HOSTNAME", "nothing of this machine's environment")
	assert.Contains(t, c.logs(fn), "called with ping")
}

func TestConfigurationChangesWithADeployOnly(t *testing.T) {
	c := start(t, emulator.Options{})
	ns := c.namespace("shop")
	fn := c.function(ns, "hello", `,"environment_variables":{"LEVEL":"one"}`)
	path := "/functions/" + fn
	c.upload(fn, "handler.js", echoJS)
	endpoint := c.deployed(path)
	level := func() string { return decode[echo](t, c.invoke(endpoint, "", "")).Env["LEVEL"] }

	c.ok("PATCH", path, `{"redeploy":false,"privacy":"private","environment_variables":{"LEVEL":"two"}}`)
	c.upload(fn, "handler.js", `exports.handle = () => "new code"`)
	assert.Equal(t, "one", level(), "stored, not deployed")
	assert.Equal(t, endpoint, c.deployed(path), "an endpoint stays")
	assert.Equal(t, http.StatusNotFound, c.invoke(endpoint, "", "").status, "private by now")

	c.upload(fn, "handler.js", echoJS)
	c.ok("PATCH", path, `{"privacy":"public"}`)
	require.Equal(t, "ready", c.settled(path).field(t, "status"))
	assert.Equal(t, "two", level())
}

func TestNamespaceVariablesRedeployItsApplications(t *testing.T) {
	c := start(t, emulator.Options{})
	ns := c.create("/namespaces", `{"name":"shop","organization_id":"o","environment_variables":{"STAGE":"dev"}}`)
	fn, idle := c.function(ns, "hello", ""), c.function(ns, "idle", "")
	c.upload(fn, "handler.js", echoJS)
	endpoint := c.deployed("/functions/" + fn)

	c.ok("PATCH", "/namespaces/"+ns, `{"environment_variables":{"STAGE":"dev"},"description":"no new variables"}`)
	assert.Equal(t, "ready", c.status("/functions/"+fn), "same variables, no deploy")
	c.ok("PATCH", "/namespaces/"+ns, `{"environment_variables":{"STAGE":"prod"}}`)
	assert.Equal(t, "created", c.status("/functions/"+idle), "what is not deployed stays so")
	require.Equal(t, "ready", c.settled("/functions/"+fn).field(t, "status"))
	assert.Equal(t, "prod", decode[echo](t, c.invoke(endpoint, "", "")).Env["STAGE"])
}

func TestFailedDeployLeavesTheOldVersionRunning(t *testing.T) {
	c := start(t, emulator.Options{})
	fn := c.function(c.namespace("shop"), "hello", "")
	path := "/functions/" + fn
	c.upload(fn, "handler.js", `exports.handle = () => "works"`)
	endpoint := c.deployed(path)
	require.Equal(t, http.StatusOK, c.put(fn, []byte("no zip archive")).status)
	c.ok("POST", path+"/deploy", "{}")
	failed := c.settled(path)
	assert.Equal(t, "error", failed.field(t, "status"))
	assert.NotEmpty(t, failed.field(t, "error_message"))
	assert.Equal(t, "works", c.invoke(endpoint, "", "").body)
}

func TestContainerRunsItsLocalCommand(t *testing.T) {
	command := []string{"python3", "-c", webServer}
	c := start(t, emulator.Options{Containers: map[string][]string{"web": command, "registry.test:5000/team/other": command}})
	ns := c.namespace("shop")
	for name, image := range map[string]string{
		"web": "", "two": "docker.io/library/web:1.2", "three": "registry.test:5000/team/other@sha256:00", "four": "web",
	} {
		id := c.create("/containers", `{"namespace_id":%q,"name":%q,"registry_image":%q,"privacy":"private"}`, ns, name, image)
		endpoint := c.deployed("/containers/" + id)
		assert.Equal(t, "web "+id, c.invoke(endpoint, "", "hi").body, "a private container checks tokens itself")
		assert.Contains(t, c.logs(id), "POST hi")
	}
	unmapped := "/containers/" + c.create("/containers", `{"namespace_id":%q,"name":"none"}`, ns)
	c.ok("POST", unmapped+"/deploy", "{}")
	failed := c.settled(unmapped)
	assert.Equal(t, "error", failed.field(t, "status"))
	assert.Contains(t, failed.field(t, "error_message"), "-container none=COMMAND")
}

func TestDeletedFunctionIsGoneForGood(t *testing.T) {
	c := start(t, emulator.Options{})
	fn := c.function(c.namespace("shop"), "hello", "")
	c.upload(fn, "handler.js", echoJS)
	endpoint := c.deployed("/functions/" + fn)
	c.invoke(endpoint, "", "x")
	c.ok("DELETE", "/functions/"+fn, "")
	assert.Equal(t, notFound("application", fn), c.call("GET", "/logs?application_id="+fn, "").body)
	require.Eventually(t, func() bool {
		response, err := http.Get(endpoint) // an address of this test
		if err == nil {
			_ = response.Body.Close()
		}
		return err != nil
	}, settleTime, poll, "its address is closed")
}
