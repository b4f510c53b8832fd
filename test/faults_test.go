package test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc"
	"github.com/rumpl/gosc/emulator"
)

// Each sentinel error of the client can be provoked by a user's test.
func TestEverySentinelCanBeProvoked(t *testing.T) {
	srv := emulator.Start(t)
	cfg := srv.Configuration()
	cfg.Retry = gosc.RetryPolicy{MaxAttempts: 1}
	cfg.MaxResponseBytes = 1 << 20
	client := gosc.NewAPIClient(cfg)
	tests := []struct {
		want  error
		fault emulator.Fault
	}{
		{gosc.ErrInvalidArguments, emulator.Fault{Status: http.StatusBadRequest}},
		{gosc.ErrDeniedAuthentication, emulator.Fault{Status: http.StatusUnauthorized}},
		{gosc.ErrPermissionsDenied, emulator.Fault{Status: http.StatusForbidden}},
		{gosc.ErrQuotasExceeded, emulator.Fault{Status: http.StatusForbidden, Type: "quotas_exceeded"}},
		{gosc.ErrNotFound, emulator.Fault{Status: http.StatusNotFound}},
		{gosc.ErrConflict, emulator.Fault{Status: http.StatusConflict}},
		{gosc.ErrTransientState, emulator.Fault{Status: http.StatusConflict, Type: "transient_state"}},
		{gosc.ErrResourceExpired, emulator.Fault{Status: http.StatusGone}},
		{gosc.ErrPreconditionFailed, emulator.Fault{Status: http.StatusPreconditionFailed}},
		{gosc.ErrLocked, emulator.Fault{Status: http.StatusLocked}},
		{gosc.ErrRateLimited, emulator.Fault{Status: http.StatusTooManyRequests, RetryAfter: 7 * time.Second}},
		{gosc.ErrOutOfStock, emulator.Fault{Status: http.StatusServiceUnavailable, Type: "out_of_stock"}},
		{gosc.ErrMalformedResponse, emulator.Fault{Cut: true}},
	}
	for _, test := range tests {
		test.fault.Operation = "ListNamespaces"
		test.fault.Times = 1
		_, err := srv.Inject(test.fault)
		require.NoError(t, err)
		_, _, err = client.NamespacesApi.ListNamespaces(t.Context(), "", nil)
		require.ErrorIs(t, err, test.want)
		if answered, ok := errors.AsType[gosc.GenericOpenAPIError](err); ok && test.fault.Status != 0 {
			assert.Equal(t, test.fault.Status, answered.StatusCode)
			assert.NotEmpty(t, answered.RequestID)
			assert.Equal(t, test.fault.RetryAfter, answered.RetryAfter)
		}
		_, _, err = client.NamespacesApi.ListNamespaces(t.Context(), "", nil)
		require.NoError(t, err, "after %v", test.want)
	}
}

func TestRetriesAreSeenByTheEmulator(t *testing.T) {
	srv := emulator.Start(t)
	client := srv.Client()
	require.NoError(t, srv.Fail("ListNamespaces", http.StatusServiceUnavailable, 2))
	_, _, err := client.NamespacesApi.ListNamespaces(t.Context(), "", nil)
	require.NoError(t, err)
	var statuses []int
	for _, request := range srv.Requests() {
		assert.Equal(t, "ListNamespaces", request.Operation)
		statuses = append(statuses, request.Status)
	}
	assert.Equal(t, []int{503, 503, 200}, statuses)
	require.Error(t, srv.Fail("ListNamspaces", 500, 1), "a misspelled operation is an error")
}

func TestForcedStatusesReachTheWaiters(t *testing.T) {
	srv := emulator.Start(t)
	client := srv.Client()
	ns, _, err := client.NamespacesApi.CreateNamespace(t.Context(), "", gosc.CreateNamespaceRequest{
		Name: "shop", OrganizationID: srv.OrganizationID(),
	})
	require.NoError(t, err)

	require.NoError(t, srv.ForceStatus(ns.ID, "locked", ""))
	got, err := client.NamespacesApi.WaitForNamespace(t.Context(), "", ns.ID, nil)
	require.ErrorIs(t, err, gosc.ErrLocked)
	assert.Equal(t, gosc.NamespaceStatusLocked, got.Status)
	_, _, err = client.NamespacesApi.DeleteNamespace(t.Context(), "", ns.ID)
	require.ErrorIs(t, err, gosc.ErrLocked)

	require.NoError(t, srv.ForceStatus(ns.ID, "error", "no room left"))
	_, err = client.NamespacesApi.WaitForNamespace(t.Context(), "", ns.ID, nil)
	require.ErrorContains(t, err, "no room left")

	require.NoError(t, srv.ForceStatus(ns.ID, "pending", ""))
	_, err = client.NamespacesApi.WaitForNamespace(t.Context(), "", ns.ID, &gosc.WaitOpts{
		Interval: time.Millisecond, Timeout: 50 * time.Millisecond,
	})
	require.Error(t, err, "stuck in pending")

	srv.Heal()
	_, err = client.NamespacesApi.WaitForNamespace(t.Context(), "", ns.ID, nil)
	require.NoError(t, err)
}

func TestAGoHandlerStandsForAContainer(t *testing.T) {
	srv := emulator.Start(t, func(o *emulator.Options) {
		o.Handlers = map[string]http.Handler{"web": http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = w.Write([]byte("in process: " + r.URL.Path)) // the client is gone if this fails
		})}
	})
	client := srv.Client()
	ns, _, err := client.NamespacesApi.CreateNamespace(t.Context(), "", gosc.CreateNamespaceRequest{
		Name: "shop", OrganizationID: srv.OrganizationID(),
	})
	require.NoError(t, err)
	ct, _, err := client.ContainersApi.CreateContainer(t.Context(), "", gosc.CreateContainerRequest{
		NamespaceID: ns.ID, Name: "web", RegistryImage: new("rg.fr-par.scw.cloud/x/web:1"),
	})
	require.NoError(t, err)
	ct, err = client.ContainersApi.DeployContainerAndWait(t.Context(), "", ct.ID, nil)
	require.NoError(t, err)
	response, err := client.ContainersApi.InvokeContainer(t.Context(), ct, &gosc.InvokeOpts{Path: "/a"})
	require.NoError(t, err)
	defer response.Body.Close()
	body := make([]byte, 100)
	n, _ := response.Body.Read(body)
	assert.Equal(t, "in process: /a", string(body[:n]))
}
