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

func TestFaultsOfATypeAndWithRetryAfter(t *testing.T) {
	srv := newEmulator(t)
	s := newShop(t, srv)
	b := open(t, srv.URL()+"/#requests")
	b.fill("fault-form", map[string]string{"operation": "ListCrons", "status": "403", "type": "quotas_exceeded", "retry": "7", "times": "1"})
	b.click("#fault-send")
	b.shows("#faults", "ListCrons: status 403 (quotas_exceeded), Retry-After 7s, 1 more time")
	_, reply, err := s.client.CronsApi.ListCrons(t.Context(), "", nil)
	require.ErrorIs(t, err, gosc.ErrQuotasExceeded)
	assert.Equal(t, "7", reply.Header.Get("Retry-After"))
	b.fill("fault-form", map[string]string{"operation": "ListCrons", "kind": "cut", "times": "0"})
	b.click("#fault-send")
	b.shows("#faults", "ListCrons: cuts the reply, until it is cleared")
	b.clean(srv.URL())
}

func TestStatusesAreForced(t *testing.T) {
	srv := newEmulator(t)
	s := newShop(t, srv)
	b := open(t, srv.URL()+"/#requests")
	b.shows("#requests", "CreateNamespace")
	force := func(status, message, says string) gosc.Namespace {
		t.Helper()
		b.fill("force-form", map[string]string{"id": s.namespace, "force": status, "message": message})
		b.click("#force-send")
		b.shows("#force-status", says)
		ns, _, err := s.client.NamespacesApi.GetNamespace(t.Context(), "", s.namespace)
		require.NoError(t, err)
		return ns
	}
	assert.Equal(t, gosc.NamespaceStatusLocked, force("locked", "", "Replies show the status locked.").Status)
	b.shows("#faults", "namespace shop shows locked")
	_, _, err := s.client.NamespacesApi.DeleteNamespace(t.Context(), "", s.namespace)
	require.ErrorIs(t, err, gosc.ErrLocked)
	broken := force("error", "out of flour", "Replies show the status error.")
	assert.Equal(t, gosc.NamespaceStatusError, broken.Status)
	assert.Equal(t, "out of flour", broken.ErrorMessage)
	b.shows("#faults", "namespace shop shows error: out of flour")
	assert.Equal(t, gosc.NamespaceStatusPending, force("pending", "", "Replies show the status pending.").Status)
	assert.Equal(t, gosc.NamespaceStatusReady, force("", "", "Replies show the status as it is.").Status)
	b.shows("#faults-none", "None")
	b.clean(srv.URL())
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
