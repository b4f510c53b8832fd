package console

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/state"
)

func TestStateOfNothing(t *testing.T) {
	w := serve(newConsole(&fixed{}), request("GET", "/console/state", ""))
	require.Equal(t, http.StatusOK, w.Code)
	got := decode[map[string]any](t, w)
	assert.Equal(t, []any{}, got["namespaces"])
	assert.Equal(t, "export SCW_API_URL=http://127.0.0.1:8080\nexport SCW_ACCESS_KEY=SCWXXXXXXXXXXXXXXXXX\nexport SCW_SECRET_KEY=example-key\n"+
		"export SCW_DEFAULT_ORGANIZATION_ID=example-organization\nexport SCW_DEFAULT_PROJECT_ID=example-organization\nexport SCW_DEFAULT_REGION=fr-par\n\n"+
		"export SCW_URL=http://127.0.0.1:8080/functions/v1alpha2/regions/fr-par\nexport SCW_TOKEN=example-key\n"+
		"export SCW_ORGANIZATION=example-organization", got["setup"])
}

func TestSetupKeepsRealKeysSecret(t *testing.T) {
	c := newConsole(&fixed{})
	c.options.SecretKey = ""
	assert.Contains(t, c.setup("http://localhost:1"), "export SCW_SECRET_KEY='one of the keys")
}

func TestStatePutsEverythingWhereItBelongs(t *testing.T) {
	p := &fixed{overview: platform.Overview{
		Namespaces: []*state.Namespace{
			{ID: "n1", Name: "shop", Status: "ready"}, {ID: "n2", Name: "empty", Status: "error", ErrorMessage: "why"},
		},
		Applications: apps(state.Application{
			Kind: state.Container, ID: "k1", NamespaceID: "n1", Name: "web", Status: "error", ErrorMessage: "no image",
			Settings: state.Settings{Privacy: "public", RegistryImage: "registry/web:1"},
		}, state.Application{
			Kind: state.Function, ID: "f1", NamespaceID: "n1", Name: "hello", Status: "ready", Endpoint: "http://127.0.0.1:1",
			Settings: state.Settings{
				Privacy: "private", Runtime: "node10", Handler: "a.b",
				MemoryLimit: 128, Timeout: state.Duration(300 * time.Millisecond), MinScale: 1, MaxScale: 5,
			},
		}),
		Crons: []*state.Cron{{ID: "c1", ApplicationID: "k1", Schedule: "* * * * *", Args: map[string]any{"a": 1.0}, Status: "ready"}},
	}}
	got := decode[view](t, serve(newConsole(p), request("GET", "/console/state", "")))
	require.Len(t, got.Namespaces, 2)
	assert.Equal(t, namespaceView{ID: "n2", Name: "empty", API: "v1alpha2", Status: "error", Error: "why", Applications: []applicationView{}}, got.Namespaces[1])
	assert.Equal(t, []applicationView{
		{
			ID: "f1", Kind: "function", Name: "hello", Status: "ready", Private: true, Runtime: "node10", Handler: "a.b",
			Endpoint: "http://127.0.0.1:1", Memory: 128, Timeout: 300, MinScale: 1, MaxScale: 5, Variables: []string{}, Crons: []cronView{},
		},
		{
			ID: "k1", Kind: "container", Name: "web", Status: "error", Error: "no image", Image: "registry/web:1", Variables: []string{},
			Crons: []cronView{{ID: "c1", Schedule: "* * * * *", Args: map[string]any{"a": 1.0}, Status: "ready"}},
		},
	}, got.Namespaces[0].Applications)
}

func TestStateHasNoValuesOfVariables(t *testing.T) {
	secret := map[string]string{"DB_PASSWORD": "hunter2", "A": "hunter2"}
	p := &fixed{overview: platform.Overview{
		Namespaces: []*state.Namespace{{ID: "n", NamespaceSettings: state.NamespaceSettings{EnvironmentVariables: secret}}},
		Applications: apps(
			state.Application{Kind: state.Function, ID: "f", NamespaceID: "n", Settings: state.Settings{EnvironmentVariables: secret}},
			state.Application{Kind: state.Container, ID: "k", NamespaceID: "n", Settings: state.Settings{EnvironmentVariables: secret}},
		),
	}}
	w := serve(newConsole(p), request("GET", "/console/state", ""))
	assert.NotContains(t, w.Body.String(), "hunter2")
	for _, app := range decode[view](t, w).Namespaces[0].Applications {
		assert.Equal(t, []string{"A", "DB_PASSWORD"}, app.Variables)
	}
}

func TestStateOfTheLiveAPI(t *testing.T) {
	p := &fixed{overview: platform.Overview{
		Namespaces: []*state.Namespace{{ID: "n1", Name: "shop", Status: "ready"}},
		Applications: []platform.Application{{
			Application: &state.Application{Kind: state.Function, ID: "f1", NamespaceID: "n1", API: state.V1Beta1,
				Settings: state.Settings{Secrets: []state.Secret{{Key: "K", Value: "hunter2", Hash: "$argon2id$x"}}}},
			Namespace: &state.Namespace{ID: "n1", Region: "nl-ams", ProjectID: "p1"},
		}},
		Domains:  []*state.Domain{{ApplicationID: "f1", Hostname: "shop.example"}, {ApplicationID: "f2", Hostname: "other.example"}},
		Triggers: []*state.Trigger{{ID: "t1", ApplicationID: "f1", Name: "orders", Status: "ready", Source: state.Source{Type: "scw_sqs", Queue: "q"}}},
	}}
	w := serve(newConsole(p), request("GET", "/console/state", ""))
	assert.NotContains(t, w.Body.String(), "hunter2")
	app := decode[view](t, w).Namespaces[0].Applications[0]
	assert.Equal(t, state.V1Beta1, app.API)
	assert.Equal(t, "nl-ams", app.Region)
	assert.Equal(t, "p1", app.Project)
	assert.Equal(t, []secretView{{"K", "$argon2id$x"}}, app.Secrets)
	assert.Equal(t, []domainView{{Hostname: "shop.example"}}, app.Domains)
	assert.Equal(t, []triggerView{{"t1", "orders", "scw_sqs q", "ready"}}, app.Triggers)
}

func TestFire(t *testing.T) {
	p := &fixed{}
	c := newConsole(p)
	got := decode[fireReply](t, serve(c, request("POST", "/console/fire", `{"trigger":"t1","message":"hello"}`)))
	assert.Equal(t, fireReply{Status: 500, Attempts: 4}, got)
	assert.Equal(t, []string{"t1 hello"}, p.issued)
	assert.Equal(t, http.StatusBadRequest, serve(c, request("POST", "/console/fire", "x")).Code)
	form := request("POST", "/console/fire", "{}")
	form.Header.Set("Content-Type", "text/plain")
	assert.Equal(t, http.StatusUnsupportedMediaType, serve(c, form).Code)
}
