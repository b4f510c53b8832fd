//lint:file-ignore SA1019 all of containers v1beta1, and CreateToken, are deprecated

package v1beta1

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc"
	"github.com/rumpl/gosc/containers/v1beta1"
	"github.com/rumpl/gosc/functions/v1beta1"
)

// replying is the configuration of a server that gives the same reply to everything.
func replying(t *testing.T, reply string) *gosc.Configuration {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, reply)
	}))
	t.Cleanup(srv.Close)
	cfg := gosc.NewConfiguration()
	cfg.BasePath = srv.URL
	return cfg
}

// TestRepliesThatBreakAGroup: a reply may have both alternatives, none, or null. All
// of it is kept, and nothing fails: a new alternative must not break a user.
func TestRepliesThatBreakAGroup(t *testing.T) {
	ctx := t.Context()
	both := `{"id":"x","scw_sqs_config":{"queue":"q"},"scw_nats_config":{"subject":"s"},"scw_new_config":{"a":[{}]}}`
	trigger, _, err := functions.NewAPIClient(replying(t, both)).TriggersApi.GetTrigger(ctx, "", "x")
	require.NoError(t, err)
	require.NotNil(t, trigger.ScwSQSConfig)
	require.NotNil(t, trigger.ScwNATSConfig)
	assert.Equal(t, "q", trigger.ScwSQSConfig.Queue)
	assert.Equal(t, "s", trigger.ScwNATSConfig.Subject)

	for _, reply := range []string{`{"id":"x"}`, `{"id":"x","scw_sqs_config":null,"scw_nats_config":null}`,
		`{"id":"x","scw_sqs_config":{"queue":"q"},"scw_sqs_config":null}`} {
		trigger, _, err = functions.NewAPIClient(replying(t, reply)).TriggersApi.GetTrigger(ctx, "", "x")
		require.NoError(t, err, reply)
		assert.Nil(t, trigger.ScwSQSConfig, reply)
		assert.Nil(t, trigger.ScwNATSConfig, reply)
	}

	scaling := `{"id":"x","status":"ready","scaling_option":{"concurrent_requests_threshold":0,"cpu_usage_threshold":4294967295},"health_check":{"tcp":{},"http":{"path":""},"interval":null}}`
	container, _, err := containers.NewAPIClient(replying(t, scaling)).ContainersApi.GetContainer(ctx, "", "x")
	require.NoError(t, err)
	assert.Equal(t, new(uint32(0)), container.ScalingOption.ConcurrentRequestsThreshold, "0 is not the same as absent")
	assert.Equal(t, new(uint32(1<<32-1)), container.ScalingOption.CPUUsageThreshold)
	assert.Nil(t, container.ScalingOption.MemoryUsageThreshold)
	assert.NotNil(t, container.HealthCheck.TCP)
	assert.NotNil(t, container.HealthCheck.HTTP)

	// What was read can be encoded, and read again, without a loss.
	data, err := json.Marshal(container)
	require.NoError(t, err)
	var again containers.Container
	require.NoError(t, json.Unmarshal(data, &again))
	assert.Equal(t, container.ScalingOption, again.ScalingOption)
	assert.Equal(t, container.HealthCheck, again.HealthCheck)
}

// TestRepliesWithMembersOfOtherTypes are errors that name the member, never its value.
func TestRepliesWithMembersOfOtherTypes(t *testing.T) {
	for reply, place := range map[string]string{
		`{"scaling_option":{"cpu_usage_threshold":"hunter2"}}`:       "scaling_option.cpu_usage_threshold",
		`{"scaling_option":{"cpu_usage_threshold":-1}}`:              "scaling_option.cpu_usage_threshold",
		`{"scaling_option":{"cpu_usage_threshold":4294967296}}`:      "scaling_option.cpu_usage_threshold",
		`{"scaling_option":{"cpu_usage_threshold":1.5}}`:             "scaling_option.cpu_usage_threshold",
		`{"scaling_option":{"cpu_usage_threshold":1e400}}`:           "scaling_option.cpu_usage_threshold",
		`{"scaling_option":["hunter2"]}`:                             "scaling_option",
		`{"scaling_option":"hunter2"}`:                               "scaling_option",
		`{"health_check":{"tcp":"hunter2"}}`:                         "health_check.tcp",
		`{"health_check":{"http":{"path":{"hunter2":1}}}}`:           "health_check.http.path",
		`{"health_check":{"interval":"hunter2"}}`:                    "health_check.interval",
		`{"health_check":{"interval":"999999999999999999999999s"}}`:  "health_check.interval",
		`{"secret_environment_variables":[{"key":7}]}`:               "secret_environment_variables[0].key",
		`{"secret_environment_variables":[{"key":"a"},"hunter2"]}`:   "secret_environment_variables[1]",
		`{"secret_environment_variables":{"a":"hunter2"}}`:           "secret_environment_variables",
		`{"tags":["a",null,{"hunter2":1}]}`:                          "tags[2]",
		`{"unknown":` + strings.Repeat("[", 2000) + `"hunter2"`:      "",
		`{"scaling_option":{"x":` + strings.Repeat(`{"a":`, 100_000): "",
	} {
		container, resp, err := containers.NewAPIClient(replying(t, reply)).ContainersApi.GetContainer(t.Context(), "", "x")
		name := reply[:min(len(reply), 80)]
		require.ErrorIs(t, err, gosc.ErrMalformedResponse, name)
		assert.ErrorContains(t, err, place+": ", name)
		assert.NotContains(t, err.Error(), "hunter2", name)
		assert.NotNil(t, resp, name)
		assert.Equal(t, containers.Container{}, container, "nothing half read: %s", name)
	}
}

// TestSecretsHaveThreeStates on the wire: no list, an empty one, and a null value.
func TestSecretsHaveThreeStates(t *testing.T) {
	r, cfg := newRecorder(t)
	client := functions.NewAPIClient(cfg)
	for want, secrets := range map[string][]functions.Secret{
		`{}`:                                  nil,
		`{"secret_environment_variables":[]}`: {},
		`{"secret_environment_variables":[{"key":"A","value":null}]}`:                            {{Key: "A"}},
		`{"secret_environment_variables":[{"key":"A","value":""}]}`:                              {{Key: "A", Value: new("")}},
		`{"secret_environment_variables":[{"key":"A","value":"null"},{"key":"A","value":null}]}`: {{Key: "A", Value: new("null")}, {Key: "A"}},
	} {
		_, _, err := client.FunctionsApi.UpdateFunction(t.Context(), "", functionID, functions.UpdateFunctionRequest{SecretEnvironmentVariables: secrets})
		require.NoError(t, err)
		assert.Equal(t, want, r.body)
	}
	r.calls = ""
	_, _, err := client.FunctionsApi.UpdateFunction(t.Context(), "", functionID, functions.UpdateFunctionRequest{SecretEnvironmentVariables: []functions.Secret{{Key: "A", Value: new("hunter2")}, {Value: new("hunter2")}}})
	var refused *gosc.ArgumentError
	require.ErrorAs(t, err, &refused)
	assert.Equal(t, "secret_environment_variables[1].key", refused.Argument)
	assert.NotContains(t, err.Error(), "hunter2")
	assert.Empty(t, r.calls, "nothing was sent")
}

// TestABodyIsTheSameInEveryAttempt, whatever the caller does with it meanwhile: it is
// encoded before the first one.
func TestABodyIsTheSameInEveryAttempt(t *testing.T) {
	sqs := &functions.CreateTriggerRequestSQSConfig{Queue: "orders", MNQProjectID: projectID, MNQRegion: "fr-par"}
	body := functions.CreateTriggerRequest{Name: "orders", FunctionID: functionID, Description: new("one"), ScwSQSConfig: sqs}
	var bodies []string
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		data, _ := io.ReadAll(r.Body)
		bodies = append(bodies, string(data))
		sqs.Queue, *body.Description, body.ScwSQSConfig = "changed", "changed", nil
		if len(bodies) < 3 {
			w.Header().Set("Retry-After", "0")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		_, _ = io.WriteString(w, `{"id":"x"}`)
	}))
	defer srv.Close()
	cfg := gosc.NewConfiguration()
	cfg.BasePath, cfg.Retry.MinBackoff = srv.URL, 1
	_, _, err := functions.NewAPIClient(cfg).TriggersApi.CreateTrigger(t.Context(), "", body)
	require.NoError(t, err)
	require.Len(t, bodies, 3)
	assert.Contains(t, bodies[0], `"queue":"orders"`)
	assert.Contains(t, bodies[0], `"description":"one"`)
	assert.Equal(t, bodies[0], bodies[1])
	assert.Equal(t, bodies[0], bodies[2])
}

// TestOneBodyInManyCalls: a body may be shared by calls that run at the same time.
func TestOneBodyInManyCalls(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(w, r.Body) }))
	defer srv.Close()
	cfg := gosc.NewConfiguration()
	cfg.BasePath = srv.URL
	client := containers.NewAPIClient(cfg)
	body := containers.UpdateContainerRequest{
		Tags:                       []string{"a", "b"},
		SecretEnvironmentVariables: []containers.Secret{{Key: "A", Value: new("hunter2")}, {Key: "B"}},
		HealthCheck:                &containers.ContainerHealthCheck{HTTP: &containers.ContainerHealthCheckHTTP{Path: "/health"}},
		ScalingOption:              &containers.ContainerScalingOption{CPUUsageThreshold: new(uint32(70))},
	}
	invalid := body
	invalid.HealthCheck = &containers.ContainerHealthCheck{HTTP: body.HealthCheck.HTTP, TCP: &containers.ContainerHealthCheckTCP{}}
	var group sync.WaitGroup
	for i := range 50 {
		group.Go(func() {
			if i%2 == 0 {
				_, _, err := client.ContainersApi.UpdateContainer(context.Background(), "", "x", invalid)
				assert.ErrorIs(t, err, gosc.ErrInvalidArguments)
				return
			}
			got, _, err := client.ContainersApi.UpdateContainer(context.Background(), "", "x", body)
			if assert.NoError(t, err) {
				assert.Equal(t, []string{"a", "b"}, got.Tags)
				assert.Equal(t, "/health", got.HealthCheck.HTTP.Path)
				assert.EqualValues(t, 70, *got.ScalingOption.CPUUsageThreshold)
			}
		})
	}
	group.Wait()
}
