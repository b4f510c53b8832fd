package registry

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator/internal/front"
	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/state"
)

type clock struct{}

func (clock) Now() time.Time { return time.Date(2026, 7, 3, 13, 3, 38, 0, time.UTC) }

func (clock) AfterFunc(time.Duration, func()) func() bool { panic("there are no delays") }

// newFront is the front of a platform with a namespace in a region, whose registry
// it returns.
func newFront(t *testing.T, region string) (*front.Front, *state.Namespace) {
	t.Helper()
	p, err := platform.Open(platform.Options{
		Clock: clock{}, Logger: slog.New(slog.DiscardHandler), MaxLogLines: 1, MaxLogBytes: 1,
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, p.Close()) })
	scope := platform.Scope{Product: state.Functions, Region: region}
	ns, err := p.CreateNamespace(scope, platform.NewNamespace{Name: "shop", OrganizationID: "me", ProjectID: "project"})
	require.NoError(t, err)
	ns, err = p.GetNamespace(scope, ns.ID)
	require.NoError(t, err)
	require.NotEmpty(t, ns.RegistryNamespaceID)
	return New(p), ns
}

// call returns status and body, as the API sends them.
func call(t *testing.T, f *front.Front, method, path string) (status int, body string) {
	t.Helper()
	r := httptest.NewRequest(method, path, http.NoBody)
	handle, params := f.Router.Find(r)
	require.NotNil(t, handle, path)
	assert.Contains(t, f.Regions, params["region"])
	status = http.StatusOK
	value, err := handle(&front.Request{Context: r.Context(), Params: params})
	if err != nil {
		var known bool
		status, value, known = f.Render(err)
		require.True(t, known, err)
	}
	encoded, err := f.Encode(value)
	require.NoError(t, err)
	return status, string(encoded)
}

func TestNamespaces(t *testing.T) {
	for _, version := range []string{"v1", "v1beta2"} {
		f, ns := newFront(t, "nl-ams")
		id := ns.RegistryNamespaceID
		path := "/registry/" + version + "/regions/nl-ams/namespaces/" + id
		status, body := call(t, f, "GET", path)
		assert.Equal(t, 200, status)
		want := func(status string) string {
			return `{"id":"` + id + `","name":"funcscw` + ns.Label + `","description":"","organization_id":"me","status":"` + status + `",` +
				`"status_message":"","endpoint":"` + ns.RegistryEndpoint + `","is_public":false,"size":0,` +
				`"created_at":"2026-07-03T13:03:38Z","updated_at":"2026-07-03T13:03:38Z","image_count":0,"region":"nl-ams"}`
		}
		assert.Equal(t, want("ready"), body)

		missing := `{"message":"resource is not found","resource":"namespace","resource_id":"` + id + `","type":"not_found"}`
		for _, method := range []string{"GET", "DELETE"} {
			status, body = call(t, f, method, "/registry/"+version+"/regions/fr-par/namespaces/"+id)
			assert.Equal(t, 404, status, "it is in another region")
			assert.JSONEq(t, missing, body)
		}

		status, body = call(t, f, "DELETE", path)
		assert.Equal(t, 200, status)
		assert.Equal(t, want("deleting"), body)
		for _, method := range []string{"GET", "DELETE"} {
			status, body = call(t, f, method, path)
			assert.Equal(t, 404, status, "it is gone at once")
			assert.JSONEq(t, missing, body)
		}
	}
}

func TestOtherRoutesAreNone(t *testing.T) {
	f, ns := newFront(t, "fr-par")
	for _, route := range []string{
		"POST /registry/v1/regions/fr-par/namespaces/" + ns.RegistryNamespaceID,
		"GET /registry/v1/regions/fr-par/namespaces",
		"GET /registry/v2/regions/fr-par/namespaces/" + ns.RegistryNamespaceID,
	} {
		method, path, _ := strings.Cut(route, " ")
		r := httptest.NewRequest(method, path, http.NoBody)
		handle, _ := f.Router.Find(r)
		assert.Nil(t, handle, route)
	}
}
