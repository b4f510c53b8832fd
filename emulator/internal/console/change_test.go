package console

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/state"
	"github.com/rumpl/gosc/emulator/internal/traffic"
)

// everything has one of each kind of resource, of both versions of the API.
func everything() platform.Overview {
	old := &state.Namespace{ID: "old", Region: "fr-par"}
	functions := &state.Namespace{ID: "functions", Region: "nl-ams", Product: state.Functions}
	containers := &state.Namespace{ID: "containers", Region: "pl-waw", Product: state.Containers}
	return platform.Overview{
		Namespaces: []*state.Namespace{old, functions, containers},
		Applications: []platform.Application{
			{Application: &state.Application{ID: "f1", Kind: state.Function}, Namespace: old},
			{Application: &state.Application{ID: "k1", Kind: state.Container}, Namespace: old},
			{Application: &state.Application{ID: "f2", Kind: state.Function, API: state.V1Beta1}, Namespace: functions},
			{Application: &state.Application{ID: "k2", Kind: state.Container, API: state.V1Beta1}, Namespace: containers},
		},
		Crons:    []*state.Cron{{ID: "c1", ApplicationID: "k1"}, {ID: "c2", ApplicationID: "k2"}, {ID: "c3", ApplicationID: "gone"}},
		Domains:  []*state.Domain{{ID: "d1", ApplicationID: "f1"}, {ID: "d2", ApplicationID: "k2"}},
		Triggers: []*state.Trigger{{ID: "t2", ApplicationID: "f2"}},
	}
}

// recorder is an API that notes requests and answers with a status.
func recorder(t *testing.T, status int, reply string) (server *httptest.Server, got *[]string) {
	t.Helper()
	got = &[]string{}
	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		assert.Equal(t, "secret-key", r.Header.Get("X-Auth-Token"))
		*got = append(*got, r.Method+" "+r.URL.Path)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(reply))
	}))
	t.Cleanup(server.Close)
	return server, got
}

func consoleOf(p Platform, api string) *Console {
	return New(p, Options{
		Region: "fr-par", Organization: "org", API: api, Key: "secret-key",
		Now: func() time.Time { return newYear }, Logger: slog.New(slog.DiscardHandler),
	})
}

func TestDeleteAndDeployUseTheAPIThatAResourceIsOf(t *testing.T) {
	const old, beta = "/functions/v1alpha2/regions/fr-par", "/functions/v1beta1/regions/nl-ams"
	const betaContainers = "/containers/v1beta1/regions/pl-waw"
	server, got := recorder(t, http.StatusOK, "{}")
	c := consoleOf(&fixed{overview: everything()}, server.URL)
	for _, test := range []struct{ route, kind, id, want string }{
		{"delete", "namespace", "old", "DELETE " + old + "/namespaces/old"},
		{"delete", "namespace", "functions", "DELETE " + beta + "/namespaces/functions"},
		{"delete", "namespace", "containers", "DELETE " + betaContainers + "/namespaces/containers"},
		{"delete", "function", "f1", "DELETE " + old + "/functions/f1"},
		{"delete", "container", "k1", "DELETE " + old + "/containers/k1"},
		{"delete", "function", "f2", "DELETE " + beta + "/functions/f2"},
		{"delete", "container", "k2", "DELETE " + betaContainers + "/containers/k2"},
		{"delete", "cron", "c1", "DELETE " + old + "/crons/c1"},
		{"delete", "cron", "c2", "DELETE " + betaContainers + "/crons/c2"},
		{"delete", "domain", "d1", "DELETE /functions/v1beta1/regions/fr-par/domains/d1"},
		{"delete", "domain", "d2", "DELETE " + betaContainers + "/domains/d2"},
		{"delete", "trigger", "t2", "DELETE " + beta + "/triggers/t2"},
		{"deploy", "function", "f1", "POST " + old + "/functions/f1/deploy"},
		{"deploy", "container", "k2", "POST " + betaContainers + "/containers/k2/deploy"},
		{"delete", "function", "k1", ""},
		{"delete", "function", "../../x", ""},
		{"delete", "cron", "c3", ""},
		{"delete", "token", "old", ""},
		{"deploy", "namespace", "old", ""},
		{"deploy", "cron", "c1", ""},
	} {
		*got = nil
		body, err := json.Marshal(target{test.kind, test.id})
		require.NoError(t, err)
		w := serve(c, request("POST", "/console/"+test.route, string(body)))
		if test.want == "" {
			assert.Equal(t, http.StatusNotFound, w.Code, test)
			assert.Empty(t, *got, test)
			continue
		}
		assert.Equal(t, http.StatusOK, w.Code, w.Body.String())
		assert.Equal(t, []string{test.want}, *got)
	}
}

func TestARefusalOfTheAPIIsPassedOn(t *testing.T) {
	server, _ := recorder(t, http.StatusBadRequest,
		`{"message":"invalid argument(s)","details":[{"argument_name":"name","help_message":"too long","reason":"constraint"}]}`)
	c := consoleOf(&fixed{overview: everything()}, server.URL)
	w := serve(c, request("POST", "/console/delete", `{"type":"function","id":"f1"}`))
	assert.Equal(t, http.StatusBadRequest, w.Code)
	assert.Equal(t, "DELETE /functions/v1alpha2/regions/fr-par/functions/f1: 400 Bad Request: invalid argument(s); name: too long",
		decode[map[string]string](t, w)["message"])

	server.Close()
	w = serve(c, request("POST", "/console/delete", `{"type":"function","id":"f1"}`))
	assert.Equal(t, http.StatusBadGateway, w.Code)
	assert.NotContains(t, w.Body.String(), "secret-key")
}

func TestAFormIsCheckedBeforeAnythingIsMade(t *testing.T) {
	server, got := recorder(t, http.StatusOK, "{}")
	c := consoleOf(&fixed{}, server.URL)
	for body, want := range map[string]string{
		`{"api":"v2"}`:                 `API version "v2" is not one of v1beta1, v1alpha2`,
		`{"api":"v1beta1"}`:            "the function has no name",
		`{"api":"v1beta1","name":"a"}`: "the new namespace has no name",
		`{"api":"v1beta1","name":"a","namespace":"n","code":" \n"}`:                                     "there is no code",
		`{"api":"v1beta1","name":"a","namespace":"n","code":"x","runtime":"rust185"}`:                   "more than one file",
		`{"api":"v1beta1","name":"a","namespace":"n","code":"x","runtime":"node22","handler":"handle"}`: "is not of the form file.function",
		`{"api":`: "the request cannot be read",
	} {
		w := serve(c, request("POST", "/console/create", body))
		assert.Equal(t, http.StatusBadRequest, w.Code, body)
		assert.Contains(t, decode[map[string]string](t, w)["message"], want)
	}
	assert.Empty(t, *got)
	r := request("POST", "/console/create", "{}")
	r.Header.Set("Content-Type", "text/plain")
	assert.Equal(t, http.StatusUnsupportedMediaType, serve(c, r).Code)
}

func TestFilesOfHandlers(t *testing.T) {
	for _, test := range [][3]string{
		{"node22", "", "handler.js"}, {"node22", "src/orders.handle", "src/orders.js"}, {"python313", "a.b.handle", "a.b.py"},
		{"php84", "handler.handle", "handler.php"}, {"go126", "Handle", "handler.go"},
	} {
		file, err := handlerFile(test[0], test[1])
		require.NoError(t, err)
		assert.Equal(t, test[2], file)
	}
}

func TestRequestsAreShownWithoutWhatMayBeSecret(t *testing.T) {
	c := consoleOf(&fixed{}, "")
	c.options.Requests = func() []traffic.Request {
		all := make([]traffic.Request, maxRequests+1)
		all[maxRequests] = traffic.Request{
			Operation: "CreateFunction", Method: "POST", Path: "/f", Query: "hunter2", Status: 200, Body: []byte("hunter2"),
			Header: http.Header{"X-Other": {"hunter2"}, "User-Agent": {"sdk/1"}}, Duration: 1500 * time.Microsecond,
		}
		return all
	}
	w := serve(c, request("GET", "/console/requests", ""))
	assert.NotContains(t, w.Body.String(), "hunter2")
	list := decode[map[string][]requestView](t, w)["requests"]
	require.Len(t, list, maxRequests)
	assert.Equal(t, requestView{Operation: "CreateFunction", Method: "POST", Path: "/f", Status: 200, Client: "sdk/1", Duration: 1.5}, list[0])
}
