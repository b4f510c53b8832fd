package clients

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator"
)

func TestPluginDeploysFunctions(t *testing.T) {
	h := newHarness(t)
	s := newService(t, h, "bakery")
	s.ok(nil, "deploy")

	functions := h.list("functions", "functions")
	require.Len(t, functions, 5)
	hello := functions["hello"]
	assert.Equal(t, "ready", hello.Status)
	assert.Equal(t, 512, hello.MemoryLimit)
	assert.Equal(t, 3, hello.MaxScale)
	assert.Equal(t, "20s", hello.Timeout)
	assert.Equal(t, map[string]any{"GREETING": "hello"}, hello.Variables)
	require.Len(t, hello.Secrets, 2)
	assert.True(t, strings.HasPrefix(hello.Secrets[0].Hash, "$argon2id$"), hello.Secrets[0].Hash)
	expect := func(name, token string, status int, want string) {
		t.Helper()
		got, body := h.call(functions[name].DomainName, token)
		assert.Equal(t, status, got, body)
		assert.Contains(t, body, want)
	}
	expect("hello", "", http.StatusOK, `{"message":"hello hello","stage":"test","recipe":"flour","oven":"namespace-secret"}`)
	expect("old", "", http.StatusOK, "from node16")
	expect("snake", "", http.StatusOK, `"message": "from python"`)
	expect("ancient", "", http.StatusOK, `"stage": "test"`)
	expect("closed", "", http.StatusForbidden, "")
	expect("closed", secretKey, http.StatusOK, `"stage":"test"`)
	s.hasTriggers(hello.ID)
	assert.Empty(t, h.list("functions", "domains"), "the plugin makes domains in updates only")

	assert.Contains(t, s.ok(nil, "info"), "domain_name: "+hello.DomainName)
	assert.Contains(t, s.ok(nil, "invoke", "-f", "hello"), `"recipe":"flour"`)

	// A change of code, of a variable and of one of the secrets.
	s.edit("src/hello.js", "${process.env.GREETING}", "Again, ${process.env.GREETING}")
	s.ok([]string{"GREETING=good morning", "RECIPE=rye"}, "deploy")
	expect("hello", "", http.StatusOK, `{"message":"Again, good morning hello","stage":"test","recipe":"rye","oven":"namespace-secret"}`)
	again := h.list("functions", "functions")
	require.Len(t, again, 5)
	assert.Equal(t, hello.ID, again["hello"].ID)
	assert.Equal(t, hello.DomainName, again["hello"].DomainName)
	secrets := again["hello"].Secrets
	require.Len(t, secrets, 2)
	assert.Equal(t, hello.Secrets[1], secrets[1], "SALT has not changed: its hash was verified")
	assert.NotEqual(t, hello.Secrets[0].Hash, secrets[0].Hash)
	s.hasTriggers(hello.ID)
	s.settles("custom domain", func() bool { return h.list("functions", "domains")["hello.example.org"].Status == "ready" })
	status, body := h.call("hello.example.org", "")
	assert.Equal(t, http.StatusOK, status)
	assert.Contains(t, body, "Again, good morning hello")

	// Another runtime, another language; one function less, one domain less.
	s.edit("serverless.yml", "    runtime: node16\n    handler: old.handle\n", "    runtime: python310\n    handler: py/handler.handle\n")
	s.edit("serverless.yml", "    custom_domains:\n      - hello.example.org\n", "")
	s.edit("serverless.yml", "  ancient:\n    runtime: python3\n    handler: py/handler.handle\n", "")
	s.edit("serverless.yml", "service: bakery\n", "service: bakery\nsingleSource: true\n")
	s.ok(nil, "deploy")
	s.settles("function removed", func() bool { return len(h.list("functions", "functions")) == 4 })
	expect("old", "", http.StatusOK, `"message": "from python"`)
	s.settles("domain removed", func() bool { return len(h.list("functions", "domains")) == 0 })

	for _, gone := range [][]string{{"jwt"}, {"logs", "-f", "hello"}} {
		out, err := s.serverless(nil, gone...)
		require.Error(t, err, "the API has no such route any more: %s", out)
	}

	s.ok(nil, "remove")
	assert.Empty(t, h.list("functions", "namespaces"))
	assert.Empty(t, h.list("functions", "functions"))
	assert.Empty(t, h.list("functions", "crons"))
	assert.Empty(t, h.list("functions", "triggers"))
	status, _ = h.call(hello.DomainName, "")
	assert.Equal(t, http.StatusForbidden, status, "a host name that means nothing any more")
	t.Logf("%d exchanges kept the contract", h.proxy.Exchanges())
}

// hasTriggers expects each trigger of the service exactly once: the plugin deletes and
// creates them in no particular order, without waiting.
func (s *service) hasTriggers(function string) {
	s.t.Helper()
	s.settles("crons and triggers", func() bool {
		crons, triggers := s.list("functions", "crons?function_id="+function), s.list("functions", "triggers?function_id="+function)
		return len(crons) == 1 && len(triggers) == 2 && triggers["by-sqs"].Status == "ready" && triggers["by-nats"].Status == "ready"
	})
	for _, cron := range s.list("functions", "crons?function_id="+function) {
		assert.Equal(s.t, "1 * * * *", cron.Schedule)
		assert.Equal(s.t, map[string]any{"myInput": "myValue", "mySecondInput": 1.0}, cron.Args)
	}
	triggers := s.list("functions", "triggers?function_id="+function)
	assert.Equal(s.t, "scw_sqs", triggers["by-sqs"].InputType)
	assert.Equal(s.t, "scw_nats", triggers["by-nats"].InputType)
}

func TestPluginDeploysGo(t *testing.T) {
	for _, test := range []struct {
		service string
		want    map[string]string
	}{
		{"gomain", map[string]string{"first": "from package ., test", "mypackage": "from package mypackage, test"}},
		{"gohandle", map[string]string{"root": "from the root", "nested": "from the subfolder"}},
	} {
		t.Run(test.service, func(t *testing.T) {
			h := newHarness(t)
			s := newService(t, h, test.service)
			s.ok(nil, "deploy")
			s.answers(test.want)
			s.ok(nil, "deploy")
			s.answers(test.want)
			s.ok(nil, "remove")
		})
	}
}

// TestPluginInvokesOverTLS follows docs/emulator-v1beta1.md with an unmodified plugin.
func TestPluginInvokesOverTLS(t *testing.T) {
	h := newHarness(t, func(o *emulator.Options) { o.Domains, o.TLS = emulator.LoopbackDomains, true })
	s := newService(t, h, "gohandle")
	s.env = append(s.env, "NODE_OPTIONS=", "EMULATOR_URL=")
	trusting := []string{"NODE_EXTRA_CA_CERTS=" + h.srv.CertificateFile()}
	s.ok(trusting, "deploy")
	assert.Contains(t, s.ok(trusting, "invoke", "-f", "root"), `"from the root"`)
	assert.Contains(t, s.ok(trusting, "invoke", "-f", "nested"), `"from the subfolder"`)
	out := s.ok(nil, "invoke", "-f", "root")
	assert.NotContains(t, out, "from the root", "it checks certificates")
	assert.Contains(t, out, "certificate")
	s.ok(trusting, "remove")
	assert.Empty(t, h.list("functions", "functions"))
}

func (s *service) answers(want map[string]string) {
	s.t.Helper()
	functions := s.list("functions", "functions")
	require.Len(s.t, functions, len(want))
	for name, text := range want {
		status, body := s.call(functions[name].DomainName, "")
		assert.Equal(s.t, http.StatusOK, status, name)
		assert.Equal(s.t, text, body, name)
	}
}

func TestPluginDeploysContainers(t *testing.T) {
	h := newHarness(t)
	s := newService(t, h, "containers")
	s.ok(nil, "deploy")
	containers := h.list("containers", "containers")
	require.Len(t, containers, 3)
	known := containers["known"]
	assert.Equal(t, knownImage, known.RegistryImage)
	expect := func(name string, want ...string) {
		t.Helper()
		status, body := h.call(containers[name].DomainName, "")
		assert.Equal(t, http.StatusOK, status, body)
		for _, text := range want {
			assert.Contains(t, body, text)
		}
	}
	expect("known", "from a container, bread one")
	expect("unknown", "example.org/bread/unknown:latest", "-container")
	expect("built", containers["built"].RegistryImage)
	s.settles("cron", func() bool { return len(h.list("containers", "crons")) == 1 })

	s.ok([]string{"NAME=rye", "KEY=two"}, "deploy")
	expect("known", "from a container, rye two")
	s.settles("custom domain", func() bool { return h.list("containers", "domains")["site.example.org"].Status == "ready" })
	status, body := h.call("site.example.org", "")
	assert.Equal(t, http.StatusOK, status)
	assert.Equal(t, "from a container, rye two", body)
	assert.Contains(t, s.ok(nil, "invoke", "-f", "known"), "from a container, rye two")
	assert.Contains(t, s.ok(nil, "info"), known.ID)

	s.ok(nil, "remove")
	assert.Empty(t, h.list("containers", "containers"))
	assert.Empty(t, h.list("containers", "crons"))
}
