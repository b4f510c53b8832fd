//lint:file-ignore SA1019 all of containers v1beta1 is deprecated

package v1beta1

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc"
	"github.com/rumpl/gosc/containers/v1beta1"
	"github.com/rumpl/gosc/functions/v1beta1"
)

// script is a server that gives its resource one status after the other, and the
// last one from then on.
type script struct {
	mu       sync.Mutex
	statuses []string
	methods  []string
}

func newScript(t *testing.T, statuses ...string) (*script, *gosc.Configuration) {
	t.Helper()
	s := &script{statuses: statuses}
	srv := httptest.NewServer(s)
	t.Cleanup(srv.Close)
	cfg := gosc.NewConfiguration()
	cfg.BasePath = srv.URL
	cfg.Wait = gosc.WaitOpts{Interval: time.Millisecond, MaxInterval: time.Millisecond, Timeout: 10 * time.Second}
	return s, cfg
}

func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.methods = append(s.methods, r.Method)
	status := s.statuses[0]
	if len(s.statuses) > 1 {
		s.statuses = s.statuses[1:]
	}
	message := "null"
	if status == "error" {
		message = `"an error occurred during function source code build step"`
	}
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprintf(w, `{"id":%q,"name":"oven","status":%q,"error_message":%s}`, functionID, status, message)
}

// TestUpdateAndWait: the wait begins with the reply to the update, whose status may
// be the one from before.
func TestUpdateAndWait(t *testing.T) {
	s, cfg := newScript(t, "ready", "pending", "pending", "ready")
	fn, err := functions.NewAPIClient(cfg).FunctionsApi.UpdateFunctionAndWait(t.Context(), "", functionID, functions.UpdateFunctionRequest{}, nil)
	require.NoError(t, err)
	assert.Equal(t, functions.FunctionStatusReady, fn.Status)
	assert.Equal(t, []string{"PATCH", "GET", "GET", "GET"}, s.methods)

	s, cfg = newScript(t, "pending", "ready")
	container, err := containers.NewAPIClient(cfg).ContainersApi.UpdateContainerAndWait(t.Context(), "", containerID, containers.UpdateContainerRequest{}, nil)
	require.NoError(t, err)
	assert.Equal(t, containers.ContainerStatusReady, container.Status)
	assert.Equal(t, []string{"PATCH", "GET"}, s.methods)
}

// TestUpdateWithoutRedeployment has nothing to wait for.
func TestUpdateWithoutRedeployment(t *testing.T) {
	s, cfg := newScript(t, "created")
	fn, err := functions.NewAPIClient(cfg).FunctionsApi.UpdateFunctionAndWait(t.Context(), "", functionID, functions.UpdateFunctionRequest{Redeploy: new(false)}, nil)
	require.NoError(t, err)
	assert.Equal(t, functions.FunctionStatusCreated, fn.Status)
	assert.Equal(t, []string{"PATCH"}, s.methods)
}

// TestAFailedDeploymentIsAnError checks that the error has the resource's name and the
// platform's message, and that the resource is returned with it.
func TestAFailedDeploymentIsAnError(t *testing.T) {
	for name, deploy := range map[string]func(*gosc.Configuration) (string, error){
		"deploy": func(cfg *gosc.Configuration) (string, error) {
			fn, err := functions.NewAPIClient(cfg).FunctionsApi.DeployFunctionAndWait(t.Context(), "", functionID, nil)
			return fn.ID, err
		},
		"update": func(cfg *gosc.Configuration) (string, error) {
			fn, err := functions.NewAPIClient(cfg).FunctionsApi.UpdateFunctionAndWait(t.Context(), "", functionID, functions.UpdateFunctionRequest{}, nil)
			return fn.ID, err
		},
		"create container": func(cfg *gosc.Configuration) (string, error) {
			container, err := containers.NewAPIClient(cfg).ContainersApi.CreateContainerAndWait(t.Context(), "",
				containers.CreateContainerRequest{Name: "oven", NamespaceID: containerNamespaceID}, nil)
			return container.ID, err
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, cfg := newScript(t, "pending", "pending", "error")
			id, err := deploy(cfg)
			var failed *gosc.DeployError
			require.ErrorAs(t, err, &failed)
			assert.Equal(t, functionID, id)
			assert.Equal(t, "error", failed.Status)
			assert.Contains(t, failed.ErrorMessage, "source code build step")
			assert.Equal(t, "oven", failed.Name)
		})
	}
}
