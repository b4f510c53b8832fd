package v1beta1

import (
	"fmt"
	"io"
	"testing"
	"testing/fstest"
	"time"

	"github.com/antihax/optional"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc"
	"github.com/rumpl/gosc/functions/v1beta1"
)

const (
	scenarioKey = "5f3b8c1e-2d4a-4e6f-8a9b-0c1d2e3f4a5b"
	many        = 250 // functions or containers in the list
)

var scenarioCode = fstest.MapFS{"handler.js": {Data: []byte("export function handle() { return 'bread' }\n")}}

// runFunctionsWithGosc is the scenario of functions, with this module.
func runFunctionsWithGosc(t *testing.T, url string) {
	ctx := t.Context()
	cfg := gosc.NewConfiguration()
	cfg.BasePath, cfg.APIKey, cfg.ProjectID = url, scenarioKey, projectID
	cfg.Wait = gosc.WaitOpts{Interval: time.Millisecond, MaxInterval: time.Millisecond}
	client := functions.NewAPIClient(cfg)

	ns, err := client.NamespacesApi.CreateNamespaceAndWait(ctx, "", functions.CreateNamespaceRequest{
		Name: "bakery", EnvironmentVariables: map[string]string{"STAGE": "staging"}, Tags: []string{"team:bread"},
	}, nil)
	require.NoError(t, err)
	fn, _, err := client.FunctionsApi.CreateFunction(ctx, "", functions.CreateFunctionRequest{
		Name: "oven", NamespaceID: ns.ID, Runtime: functions.FunctionRuntimeNode22, Timeout: new(30 * time.Second),
		SecretEnvironmentVariables: []functions.Secret{{Key: "RECIPE", Value: new("flour-and-water")}},
	})
	require.NoError(t, err)

	archive, err := gosc.ZipFS(scenarioCode)
	require.NoError(t, err)
	require.NoError(t, client.FunctionsApi.UploadFunctionCode(ctx, "", fn.ID, archive))
	fn, err = client.FunctionsApi.DeployFunctionAndWait(ctx, "", fn.ID, nil)
	require.NoError(t, err)
	reply, err := client.FunctionsApi.InvokeFunction(ctx, fn, nil)
	require.NoError(t, err)
	text, err := io.ReadAll(reply.Body)
	require.NoError(t, err)
	require.NoError(t, reply.Body.Close())
	assert.Equal(t, "bread", string(text))

	fn, err = client.FunctionsApi.UpdateFunctionAndWait(ctx, "", fn.ID, functions.UpdateFunctionRequest{
		MemoryLimit:                new(uint32(512)),
		SecretEnvironmentVariables: []functions.Secret{{Key: "RECIPE"}, {Key: "YEAST", Value: new("salt-and-yeast")}},
		Tags:                       []string{},
	}, nil)
	require.NoError(t, err)
	require.Len(t, fn.SecretEnvironmentVariables, 1)
	assert.Equal(t, "YEAST", fn.SecretEnvironmentVariables[0].Key)

	cron, err := client.CronsApi.CreateCronAndWait(ctx, "", functions.CreateCronRequest{
		FunctionID: fn.ID, Schedule: "30 4 * * 1", Args: map[string]any{"loaves": 40},
	}, nil)
	require.NoError(t, err)
	token, _, err := client.TokensApi.CreateToken(ctx, "", functions.CreateTokenRequest{FunctionID: &fn.ID}) //lint:ignore SA1019 the scenario has one
	require.NoError(t, err)
	trigger, err := client.TriggersApi.CreateTriggerAndWait(ctx, "", functions.CreateTriggerRequest{
		Name: "new-orders", FunctionID: fn.ID,
		ScwSQSConfig: &functions.CreateTriggerRequestSQSConfig{Queue: "orders", MNQProjectID: projectID, MNQRegion: "fr-par"},
	}, nil)
	require.NoError(t, err)
	domain, err := client.DomainsApi.CreateDomainAndWait(ctx, "", functions.CreateDomainRequest{Hostname: "bread.example.com", FunctionID: fn.ID}, nil)
	require.NoError(t, err)

	for i := range many - 1 {
		_, _, err := client.FunctionsApi.CreateFunction(ctx, "", functions.CreateFunctionRequest{
			Name: fmt.Sprintf("spare-%d", i), NamespaceID: ns.ID, Runtime: functions.FunctionRuntimeGo125,
		})
		require.NoError(t, err)
	}
	listed := 0
	for _, err := range client.FunctionsApi.ListFunctionsAll(ctx, "", &functions.ListFunctionsOpts{
		NamespaceID: optional.NewString(ns.ID), PageSize: optional.NewUint32(100),
	}) {
		require.NoError(t, err)
		listed++
	}
	assert.Equal(t, many, listed)

	crons, _, err := client.CronsApi.ListCrons(ctx, "", nil)
	require.NoError(t, err)
	assert.Len(t, crons.Crons, 1)

	_, _, err = client.DomainsApi.DeleteDomain(ctx, "", domain.ID)
	require.NoError(t, err)
	_, _, err = client.TriggersApi.DeleteTrigger(ctx, "", trigger.ID)
	require.NoError(t, err)
	_, _, err = client.TokensApi.DeleteToken(ctx, "", token.ID)
	require.NoError(t, err)
	_, _, err = client.CronsApi.DeleteCron(ctx, "", cron.ID)
	require.NoError(t, err)
	_, _, err = client.NamespacesApi.DeleteNamespace(ctx, "", ns.ID)
	require.NoError(t, err)
	require.NoError(t, client.NamespacesApi.WaitForNamespaceDeleted(ctx, "", ns.ID, nil))
}
