package v1beta1

import (
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"

	function "github.com/scaleway/scaleway-sdk-go/api/function/v1beta1"
	"github.com/scaleway/scaleway-sdk-go/scw"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc"
)

// runFunctionsWithSDK is the scenario of functions, with the official SDK. What the SDK
// has no helper for (the archive, the upload, the call, the end of a deletion) is
// written out.
func runFunctionsWithSDK(t *testing.T, url string) {
	client, err := scw.NewClient(scw.WithAPIURL(url), scw.WithAuth("SCWXXXXXXXXXXXXXXXXX", scenarioKey),
		scw.WithDefaultRegion(scw.RegionFrPar), scw.WithDefaultProjectID(projectID))
	require.NoError(t, err)
	api := function.NewAPI(client)
	interval := scw.TimeDurationPtr(time.Millisecond)

	ns, err := api.CreateNamespace(&function.CreateNamespaceRequest{
		Name: "bakery", EnvironmentVariables: &map[string]string{"STAGE": "staging"}, Tags: []string{"team:bread"},
	})
	require.NoError(t, err)
	ns, err = api.WaitForNamespace(&function.WaitForNamespaceRequest{NamespaceID: ns.ID, RetryInterval: interval})
	require.NoError(t, err)
	fn, err := api.CreateFunction(&function.CreateFunctionRequest{
		Name: "oven", NamespaceID: ns.ID, Runtime: function.FunctionRuntimeNode22, Timeout: &scw.Duration{Seconds: 30},
		SecretEnvironmentVariables: []*function.Secret{{Key: "RECIPE", Value: scw.StringPtr("flour-and-water")}},
	})
	require.NoError(t, err)

	archive, err := gosc.ZipFS(scenarioCode)
	require.NoError(t, err)
	where, err := api.GetFunctionUploadURL(&function.GetFunctionUploadURLRequest{FunctionID: fn.ID, ContentLength: uint64(archive.Len())})
	require.NoError(t, err)
	put, err := http.NewRequestWithContext(t.Context(), http.MethodPut, where.URL, archive)
	require.NoError(t, err)
	for name, values := range where.Headers {
		for _, value := range *values {
			put.Header.Set(name, value)
		}
	}
	drain(t, put)
	fn, err = api.DeployFunction(&function.DeployFunctionRequest{FunctionID: fn.ID})
	require.NoError(t, err)
	fn, err = api.WaitForFunction(&function.WaitForFunctionRequest{FunctionID: fn.ID, RetryInterval: interval})
	require.NoError(t, err)
	require.Equal(t, function.FunctionStatusReady, fn.Status) // a failed build is no error of WaitForFunction
	get, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+fn.DomainName+"/", nil)
	require.NoError(t, err)
	assert.Equal(t, "bread", drain(t, get))

	fn, err = api.UpdateFunction(&function.UpdateFunctionRequest{
		FunctionID: fn.ID, MemoryLimit: scw.Uint32Ptr(512),
		SecretEnvironmentVariables: []*function.Secret{{Key: "RECIPE"}, {Key: "YEAST", Value: scw.StringPtr("salt-and-yeast")}},
		Tags:                       &[]string{},
	})
	require.NoError(t, err)
	fn, err = api.WaitForFunction(&function.WaitForFunctionRequest{FunctionID: fn.ID, RetryInterval: interval})
	require.NoError(t, err)

	cron, err := api.CreateCron(&function.CreateCronRequest{FunctionID: fn.ID, Schedule: "30 4 * * 1", Args: &scw.JSONObject{"loaves": 40}})
	require.NoError(t, err)
	cron, err = api.WaitForCron(&function.WaitForCronRequest{CronID: cron.ID, RetryInterval: interval})
	require.NoError(t, err)
	token, err := api.CreateToken(&function.CreateTokenRequest{FunctionID: &fn.ID}) //lint:ignore SA1019 the scenario has one
	require.NoError(t, err)
	trigger, err := api.CreateTrigger(&function.CreateTriggerRequest{
		Name: "new-orders", FunctionID: fn.ID,
		ScwSqsConfig: &function.CreateTriggerRequestMnqSqsClientConfig{Queue: "orders", MnqProjectID: projectID, MnqRegion: "fr-par"},
	})
	require.NoError(t, err)
	trigger, err = api.WaitForTrigger(&function.WaitForTriggerRequest{TriggerID: trigger.ID, RetryInterval: interval})
	require.NoError(t, err)
	domain, err := api.CreateDomain(&function.CreateDomainRequest{Hostname: "bread.example.com", FunctionID: fn.ID})
	require.NoError(t, err)
	domain, err = api.WaitForDomain(&function.WaitForDomainRequest{DomainID: domain.ID, RetryInterval: interval})
	require.NoError(t, err)

	for i := range many - 1 {
		_, err := api.CreateFunction(&function.CreateFunctionRequest{
			Name: fmt.Sprintf("spare-%d", i), NamespaceID: ns.ID, Runtime: function.FunctionRuntimeGo125,
		})
		require.NoError(t, err)
	}
	list, err := api.ListFunctions(&function.ListFunctionsRequest{NamespaceID: ns.ID, PageSize: scw.Uint32Ptr(100)}, scw.WithAllPages())
	require.NoError(t, err)
	assert.Len(t, list.Functions, many)

	crons, err := api.ListCrons(&function.ListCronsRequest{})
	require.NoError(t, err)
	assert.Len(t, crons.Crons, 1)

	_, err = api.DeleteDomain(&function.DeleteDomainRequest{DomainID: domain.ID})
	require.NoError(t, err)
	_, err = api.DeleteTrigger(&function.DeleteTriggerRequest{TriggerID: trigger.ID})
	require.NoError(t, err)
	_, err = api.DeleteToken(&function.DeleteTokenRequest{TokenID: token.ID})
	require.NoError(t, err)
	_, err = api.DeleteCron(&function.DeleteCronRequest{CronID: cron.ID})
	require.NoError(t, err)
	_, err = api.DeleteNamespace(&function.DeleteNamespaceRequest{NamespaceID: ns.ID})
	require.NoError(t, err)
	gone(t, func() error {
		_, err := api.GetNamespace(&function.GetNamespaceRequest{NamespaceID: ns.ID})
		return err
	})
}

// drain sends a request, expects a 200 and returns the body.
func drain(t *testing.T, req *http.Request) string {
	t.Helper()
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, resp.StatusCode, string(text))
	return string(text)
}
