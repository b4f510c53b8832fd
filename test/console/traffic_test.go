package console

import (
	"io"
	"net/http"
	"testing"

	"github.com/rumpl/gosc"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFaultsAreMadeAndRequestsShown(t *testing.T) {
	srv := newEmulator(t)
	s := newShop(t, srv)
	b := open(t, srv.URL())
	b.click("#to-traffic")
	b.shows("#requests", "CreateNamespace")
	b.shows("#faults-none", "None")
	b.fill("fault-form", map[string]string{"operation": "ListCrons", "status": "429", "times": "1", "delay": "40"})
	b.click("#fault-send")
	b.shows("#fault-status", "The fault is active.")
	b.shows("#faults", "ListCrons: waits 40ms, status 429, 1 more time")

	_, _, err := s.client.CronsApi.ListCrons(t.Context(), "", nil, gosc.WithRetry(gosc.RetryPolicy{MaxAttempts: 1}))
	require.ErrorIs(t, err, gosc.ErrRateLimited)
	b.shows("#requests", "429")
	b.shows("#requests", "fault")
	b.shows("#faults-none", "None")

	b.fill("fault-form", map[string]string{"operation": "NoSuchThing", "times": "0"})
	b.click("#fault-send")
	b.shows("#fault-status", `"NoSuchThing" is not an operation`)
	b.fill("fault-form", map[string]string{"operation": "*", "kind": "drop"})
	b.click("#fault-send")
	b.shows("#faults", "*: waits 40ms, closes the connection, until it is cleared")
	b.click("#faults-clear")
	b.shows("#faults-none", "None")
	b.shows("#fault-status", "All faults are cleared.")
}

func TestRequestsHaveNoSecrets(t *testing.T) {
	srv := newEmulator(t)
	create(t, srv, "/namespaces", `{"name":"shop","project_id":"`+srv.OrganizationID()+`",
		"secret_environment_variables":[{"key":"PASSWORD","value":"hunter2"}],"environment_variables":{"A":"hunter2"}}`)
	response, err := http.Get(srv.URL() + "/console/requests")
	require.NoError(t, err)
	defer response.Body.Close()
	list, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	assert.Contains(t, string(list), "CreateNamespace")
	assert.NotContains(t, string(list), "hunter2")
	b := open(t, srv.URL()+"/#requests")
	b.shows("#requests", "CreateNamespace")
	assert.NotContains(t, value[string](b, `document.documentElement.outerHTML`), "hunter2")
	b.clean(srv.URL())
}
