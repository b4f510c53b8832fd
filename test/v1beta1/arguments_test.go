//lint:file-ignore SA1019 all of containers v1beta1, and CreateToken, are deprecated

package v1beta1

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/antihax/optional"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc"
	"github.com/rumpl/gosc/containers/v1beta1"
	"github.com/rumpl/gosc/functions/v1beta1"
)

// recorder is a server that answers every call with an empty object, and keeps
// what was asked last.
type recorder struct{ calls, uri, body string }

func newRecorder(t *testing.T) (*recorder, *gosc.Configuration) {
	t.Helper()
	r := &recorder{}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		data, _ := io.ReadAll(req.Body)
		r.calls, r.uri, r.body = r.calls+"x", req.RequestURI, string(data)
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, "{}")
	}))
	t.Cleanup(srv.Close)
	cfg := gosc.NewConfiguration()
	cfg.BasePath = srv.URL
	return r, cfg
}

// TestTheConfigurationFillsTheProject: in the body of CreateNamespace, and in
// ListTriggers when no other scope is given. The caller's values are not changed.
func TestTheConfigurationFillsTheProject(t *testing.T) {
	r, cfg := newRecorder(t)
	cfg.ProjectID, cfg.Region = projectID, "nl-ams"
	client := functions.NewAPIClient(cfg)
	ctx := t.Context()

	body := functions.CreateNamespaceRequest{Name: "bakery"}
	_, _, err := client.NamespacesApi.CreateNamespace(ctx, "", body)
	require.NoError(t, err)
	assert.Equal(t, `{"name":"bakery","project_id":"`+projectID+`"}`, r.body)
	assert.Equal(t, "/functions/v1beta1/regions/nl-ams/namespaces", r.uri)
	assert.Empty(t, body.ProjectID)

	body.ProjectID = organizationID
	_, _, err = client.NamespacesApi.CreateNamespace(ctx, "pl-waw", body)
	require.NoError(t, err)
	assert.Equal(t, `{"name":"bakery","project_id":"`+organizationID+`"}`, r.body)

	const triggers = "/functions/v1beta1/regions/nl-ams/triggers"
	_, _, err = client.TriggersApi.ListTriggers(ctx, "", nil)
	require.NoError(t, err)
	assert.Equal(t, triggers+"?project_id="+projectID, r.uri)
	params := &functions.ListTriggersOpts{FunctionID: optional.NewString(functionID)}
	_, _, err = client.TriggersApi.ListTriggers(ctx, "", params)
	require.NoError(t, err)
	assert.Equal(t, triggers+"?function_id="+functionID, r.uri)
	assert.False(t, params.ProjectID.IsSet())

	// A filter of a list is a filter: without it, the list is of all projects.
	_, _, err = client.NamespacesApi.ListNamespaces(ctx, "", nil)
	require.NoError(t, err)
	assert.Equal(t, "/functions/v1beta1/regions/nl-ams/namespaces", r.uri)
}

// TestBadArgumentsAreNotSent checks that arguments that the API would refuse are refused
// before anything is sent, with the name of the operation and the argument.
func TestBadArgumentsAreNotSent(t *testing.T) {
	r, cfg := newRecorder(t)
	fns, cts := functions.NewAPIClient(cfg), containers.NewAPIClient(cfg)
	ctx := t.Context()
	sqs := &functions.CreateTriggerRequestSQSConfig{Queue: "orders", MNQProjectID: projectID, MNQRegion: "fr-par"}
	nats := &functions.CreateTriggerRequestNATSConfig{Subject: "a", MNQNATSAccountID: natsAccountID, MNQProjectID: projectID, MNQRegion: "fr-par"}
	trigger := func(body functions.CreateTriggerRequest) error {
		body.Name, body.FunctionID = "orders", functionID
		_, _, err := fns.TriggersApi.CreateTrigger(ctx, "", body)
		return err
	}
	token := func(body functions.CreateTokenRequest) error {
		_, _, err := fns.TokensApi.CreateToken(ctx, "", body)
		return err
	}
	container := func(body containers.UpdateContainerRequest) error {
		_, _, err := cts.ContainersApi.UpdateContainer(ctx, "", containerID, body)
		return err
	}
	for name, tt := range map[string]struct {
		operation, argument string
		call                func() error
	}{
		"no project": {"CreateNamespace", "project_id", func() error {
			_, _, err := fns.NamespacesApi.CreateNamespace(ctx, "", functions.CreateNamespaceRequest{Name: "bakery"})
			return err
		}},
		"no name": {"CreateFunction", "name", func() error {
			_, _, err := fns.FunctionsApi.CreateFunction(ctx, "", functions.CreateFunctionRequest{NamespaceID: functionNamespaceID})
			return err
		}},
		"no runtime": {"CreateFunction", "runtime", func() error {
			_, _, err := fns.FunctionsApi.CreateFunction(ctx, "", functions.CreateFunctionRequest{Name: "oven", NamespaceID: functionNamespaceID})
			return err
		}},
		"no length": {"GetFunctionUploadURL", "content_length", func() error {
			_, _, err := fns.FunctionsApi.GetFunctionUploadURL(ctx, "", functionID, nil)
			return err
		}},
		"no scope": {"CreateToken", "function_id or namespace_id", func() error { return token(functions.CreateTokenRequest{}) }},
		"two scopes": {"CreateToken", "namespace_id", func() error {
			return token(functions.CreateTokenRequest{FunctionID: new(functionID), NamespaceID: new(functionNamespaceID)})
		}},
		"no source": {"CreateTrigger", "scw_sqs_config or scw_nats_config", func() error { return trigger(functions.CreateTriggerRequest{}) }},
		"two sources": {"CreateTrigger", "scw_nats_config", func() error {
			return trigger(functions.CreateTriggerRequest{ScwSQSConfig: sqs, ScwNATSConfig: nats})
		}},
		"no queue": {"CreateTrigger", "scw_sqs_config.queue", func() error {
			return trigger(functions.CreateTriggerRequest{ScwSQSConfig: &functions.CreateTriggerRequestSQSConfig{MNQProjectID: projectID, MNQRegion: "fr-par"}})
		}},
		"two probes": {"UpdateContainer", "health_check.http", func() error {
			return container(containers.UpdateContainerRequest{HealthCheck: &containers.ContainerHealthCheck{
				TCP: &containers.ContainerHealthCheckTCP{}, HTTP: &containers.ContainerHealthCheckHTTP{Path: "/"},
			}})
		}},
		"two thresholds": {"UpdateContainer", "scaling_option.cpu_usage_threshold", func() error {
			return container(containers.UpdateContainerRequest{ScalingOption: &containers.ContainerScalingOption{
				ConcurrentRequestsThreshold: new(uint32(1)), CPUUsageThreshold: new(uint32(1)),
			}})
		}},
		"no threshold": {"UpdateContainer", "scaling_option.concurrent_requests_threshold or scaling_option.cpu_usage_threshold or " +
			"scaling_option.memory_usage_threshold", func() error {
			return container(containers.UpdateContainerRequest{ScalingOption: &containers.ContainerScalingOption{}})
		}},
		"two scopes of a list": {"ListTriggers", "namespace_id", func() error {
			_, _, err := fns.TriggersApi.ListTriggers(ctx, "", &functions.ListTriggersOpts{
				FunctionID: optional.NewString(functionID), NamespaceID: optional.NewString(functionNamespaceID),
			})
			return err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			var refused *gosc.ArgumentError
			require.ErrorAs(t, tt.call(), &refused)
			assert.Equal(t, tt.operation, refused.Operation)
			assert.Equal(t, tt.argument, refused.Argument)
		})
	}
	assert.Empty(t, r.calls)
}
