package clients

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	function "github.com/scaleway/scaleway-sdk-go/api/function/v1beta1"
	"github.com/scaleway/scaleway-sdk-go/scw"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func (s *sdk) functions() {
	t, api := s.t, function.NewAPI(s.client)
	ns := s.functionNamespace(api)
	fn := s.deployFunction(api, ns.ID)
	s.changeFunction(api, fn)
	s.listFunctions(api, ns.ID)
	s.functionCron(api, fn.ID)
	s.functionDomain(api, fn.ID)
	s.functionTriggers(api, fn.ID)
	s.functionTokens(api, fn)

	deleted, err := api.DeleteFunction(&function.DeleteFunctionRequest{FunctionID: fn.ID})
	require.NoError(t, err)
	assert.Equal(t, function.FunctionStatusDeleting, deleted.Status)
	get := func() error {
		_, err := api.GetFunction(&function.GetFunctionRequest{FunctionID: fn.ID})
		return err
	}
	s.gone(get)
	s.fails(get(), http.StatusNotFound, "Function was not found")
	_, err = api.DeleteNamespace(&function.DeleteNamespaceRequest{NamespaceID: ns.ID})
	require.NoError(t, err)
	s.gone(func() error {
		_, err := api.GetNamespace(&function.GetNamespaceRequest{NamespaceID: ns.ID})
		return err
	})
	list, err := api.ListFunctions(&function.ListFunctionsRequest{})
	require.NoError(t, err)
	assert.Zero(t, list.TotalCount, "deleted with their namespace")
}

func (s *sdk) functionNamespace(api *function.API) *function.Namespace {
	t := s.t
	created, err := api.CreateNamespace(&function.CreateNamespaceRequest{
		Name: "bakery", EnvironmentVariables: &map[string]string{"STAGE": "test"}, Tags: []string{"a"},
		SecretEnvironmentVariables: []*function.Secret{{Key: "OVEN", Value: scw.StringPtr("hot")}},
	})
	require.NoError(t, err)
	assert.Equal(t, function.NamespaceStatusPending, created.Status)
	assert.Equal(t, projectID, created.ProjectID)
	ns, err := api.WaitForNamespace(&function.WaitForNamespaceRequest{NamespaceID: created.ID, RetryInterval: s.often})
	require.NoError(t, err)
	assert.Equal(t, function.NamespaceStatusReady, ns.Status)
	assert.Regexp(t, `^rg\.fr-par\.scw\.cloud/funcscwbakery[a-z0-9]{8}$`, ns.RegistryEndpoint)
	require.Len(t, ns.SecretEnvironmentVariables, 1)
	assert.Regexp(t, `^\$argon2id\$v=19\$m=65536,t=1,p=2\$`, ns.SecretEnvironmentVariables[0].HashedValue)
	_, err = api.CreateNamespace(&function.CreateNamespaceRequest{Name: "bakery"})
	s.fails(err, http.StatusConflict, "Namespace already exist")

	other, err := api.CreateNamespace(&function.CreateNamespaceRequest{Region: scw.RegionNlAms, Name: "bakery"})
	require.NoError(t, err)
	assert.Equal(t, scw.RegionNlAms, other.Region)
	all, err := api.ListNamespaces(&function.ListNamespacesRequest{}, scw.WithRegions(api.Regions()...))
	require.NoError(t, err)
	assert.Equal(t, uint32(2), all.TotalCount)
	updated, err := api.UpdateNamespace(&function.UpdateNamespaceRequest{NamespaceID: ns.ID, Description: scw.StringPtr("cake"), Tags: &[]string{}})
	require.NoError(t, err)
	assert.Equal(t, "cake", *updated.Description)
	assert.Empty(t, updated.Tags)
	assert.Equal(t, map[string]string{"STAGE": "test"}, updated.EnvironmentVariables)
	return ns
}

func (s *sdk) deployFunction(api *function.API, namespace string) *function.Function {
	t := s.t
	runtimes, err := api.ListFunctionRuntimes(&function.ListFunctionRuntimesRequest{})
	require.NoError(t, err)
	assert.Len(t, runtimes.Runtimes, int(runtimes.TotalCount))
	fn, err := api.CreateFunction(&function.CreateFunctionRequest{
		Name: "hello", NamespaceID: namespace, Runtime: function.FunctionRuntimeNode22, Timeout: &scw.Duration{Seconds: 20, Nanos: 5e8},
		SecretEnvironmentVariables: []*function.Secret{{Key: "RECIPE", Value: scw.StringPtr("flour")}},
	})
	require.NoError(t, err)
	assert.Equal(t, function.FunctionStatusCreated, fn.Status)
	assert.Equal(t, scw.Duration{Seconds: 20, Nanos: 5e8}, *fn.Timeout)
	assert.Equal(t, "handler.handle", fn.Handler)
	assert.Equal(t, function.FunctionPrivacyPublic, fn.Privacy)
	assert.Nil(t, fn.ReadyAt)

	code := answerCode(t)
	upload, err := api.GetFunctionUploadURL(&function.GetFunctionUploadURLRequest{FunctionID: fn.ID, ContentLength: uint64(len(code))})
	require.NoError(t, err)
	s.upload(upload.URL, upload.Headers, code)
	download, err := api.GetFunctionDownloadURL(&function.GetFunctionDownloadURLRequest{FunctionID: fn.ID})
	require.NoError(t, err)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, download.URL, nil)
	require.NoError(t, err)
	status, got := s.do(req)
	assert.Equal(t, http.StatusOK, status)
	assert.Equal(t, code, got)

	fn, err = api.DeployFunction(&function.DeployFunctionRequest{FunctionID: fn.ID})
	require.NoError(t, err)
	assert.Equal(t, function.FunctionStatusPending, fn.Status)
	fn, err = api.WaitForFunction(&function.WaitForFunctionRequest{FunctionID: fn.ID, RetryInterval: s.often})
	require.NoError(t, err)
	require.Equal(t, function.FunctionStatusReady, fn.Status)
	assert.NotNil(t, fn.ReadyAt)
	assert.Equal(t, map[string]any{"stage": "test", "oven": "hot", "recipe": "flour", "method": "GET", "path": "/", "body": ""}, s.answer(fn.DomainName))
	return fn
}

// answer is what the function of answerJS says.
func (s *sdk) answer(host string) map[string]any {
	s.t.Helper()
	status, text := s.call(host, "")
	require.Equal(s.t, http.StatusOK, status, text)
	var answer map[string]any
	require.NoError(s.t, json.Unmarshal([]byte(text), &answer))
	return answer
}

func (s *sdk) changeFunction(api *function.API, fn *function.Function) {
	t := s.t
	stored, err := api.UpdateFunction(&function.UpdateFunctionRequest{FunctionID: fn.ID, MaxScale: scw.Uint32Ptr(2), Redeploy: scw.BoolPtr(false)})
	require.NoError(t, err)
	assert.Equal(t, function.FunctionStatusReady, stored.Status)
	assert.Equal(t, uint32(2), stored.MaxScale)
	assert.Equal(t, fn.Runtime, stored.Runtime, "unknown_runtime leaves it as it is")
	updated, err := api.UpdateFunction(&function.UpdateFunctionRequest{
		FunctionID: fn.ID, EnvironmentVariables: &map[string]string{"STAGE": "own"},
		SecretEnvironmentVariables: []*function.Secret{{Key: "RECIPE"}, {Key: "SALT", Value: scw.StringPtr("sea")}},
	})
	require.NoError(t, err)
	assert.Equal(t, function.FunctionStatusPending, updated.Status)
	again, err := api.WaitForFunction(&function.WaitForFunctionRequest{FunctionID: fn.ID, RetryInterval: s.often})
	require.NoError(t, err)
	require.Len(t, again.SecretEnvironmentVariables, 1)
	assert.Equal(t, "SALT", again.SecretEnvironmentVariables[0].Key)
	assert.Equal(t, fn.ReadyAt, again.ReadyAt, "the first time")
	answer := s.answer(fn.DomainName)
	assert.Equal(t, "own", answer["stage"])
	assert.NotContains(t, answer, "recipe")
}

func (s *sdk) listFunctions(api *function.API, namespace string) {
	t := s.t
	const many = 260
	for i := range many - 1 {
		_, err := api.CreateFunction(&function.CreateFunctionRequest{
			Name: fmt.Sprintf("f-%d", i), NamespaceID: namespace, Runtime: function.FunctionRuntimeGo125,
		})
		require.NoError(t, err)
	}
	list, err := api.ListFunctions(&function.ListFunctionsRequest{NamespaceID: namespace}, scw.WithAllPages())
	require.NoError(t, err)
	seen := map[string]bool{}
	for _, fn := range list.Functions {
		seen[fn.Name] = true
	}
	assert.Len(t, seen, many, "each once")
	assert.Equal(t, "hello", list.Functions[0].Name, "the oldest first")
	named, err := api.ListFunctions(&function.ListFunctionsRequest{NamespaceID: namespace, Name: scw.StringPtr("f-1")})
	require.NoError(t, err)
	assert.Equal(t, uint32(1), named.TotalCount)
}

func (s *sdk) functionCron(api *function.API, id string) {
	t := s.t
	cron, err := api.CreateCron(&function.CreateCronRequest{FunctionID: id, Schedule: "1 * * * *", Args: &scw.JSONObject{"n": 1.5, "list": []any{"a", nil}}})
	require.NoError(t, err)
	assert.Equal(t, function.CronStatusPending, cron.Status)
	cron, err = api.WaitForCron(&function.WaitForCronRequest{CronID: cron.ID, RetryInterval: s.often})
	require.NoError(t, err)
	assert.Equal(t, function.CronStatusReady, cron.Status)
	assert.Equal(t, scw.JSONObject{"n": 1.5, "list": []any{"a", nil}}, *cron.Args)
	cron, err = api.UpdateCron(&function.UpdateCronRequest{CronID: cron.ID, Schedule: scw.StringPtr("5 4 * * 1")})
	require.NoError(t, err)
	assert.Equal(t, "5 4 * * 1", cron.Schedule)
	list, err := api.ListCrons(&function.ListCronsRequest{FunctionID: id})
	require.NoError(t, err)
	require.Len(t, list.Crons, 1)
	_, err = api.DeleteCron(&function.DeleteCronRequest{CronID: cron.ID})
	require.NoError(t, err)
	s.gone(func() error { _, err := api.GetCron(&function.GetCronRequest{CronID: cron.ID}); return err })
}

func (s *sdk) functionDomain(api *function.API, id string) {
	t := s.t
	domain, err := api.CreateDomain(&function.CreateDomainRequest{FunctionID: id, Hostname: "function.example.org"})
	require.NoError(t, err)
	assert.Equal(t, function.DomainStatusPending, domain.Status)
	assert.Empty(t, domain.URL)
	domain, err = api.WaitForDomain(&function.WaitForDomainRequest{DomainID: domain.ID, RetryInterval: s.often})
	require.NoError(t, err)
	assert.Equal(t, "https://function.example.org", domain.URL)
	assert.Equal(t, "own", s.answer("function.example.org")["stage"])
	list, err := api.ListDomains(&function.ListDomainsRequest{FunctionID: id, OrderBy: function.ListDomainsRequestOrderByHostnameDesc})
	require.NoError(t, err)
	require.Len(t, list.Domains, 1)
	_, err = api.DeleteDomain(&function.DeleteDomainRequest{DomainID: domain.ID})
	require.NoError(t, err)
	s.gone(func() error {
		_, err := api.GetDomain(&function.GetDomainRequest{DomainID: domain.ID})
		return err
	})
}

func (s *sdk) functionTriggers(api *function.API, id string) {
	t := s.t
	trigger, err := api.CreateTrigger(&function.CreateTriggerRequest{
		Name: "orders", FunctionID: id,
		ScwSqsConfig: &function.CreateTriggerRequestMnqSqsClientConfig{Queue: "orders", MnqProjectID: projectID, MnqRegion: "fr-par"},
	})
	require.NoError(t, err)
	assert.Equal(t, function.TriggerInputTypeScwSqs, trigger.InputType)
	assert.Nil(t, trigger.ScwSqsConfig.MnqCredentialID)
	trigger, err = api.WaitForTrigger(&function.WaitForTriggerRequest{TriggerID: trigger.ID, RetryInterval: s.often})
	require.NoError(t, err)
	assert.Equal(t, function.TriggerStatusReady, trigger.Status)
	assert.NotNil(t, trigger.ScwSqsConfig.MnqCredentialID)
	assert.JSONEq(t, `{"delivered":true,"status":200,"attempts":1}`, s.fire(trigger.ID, `{"order":1}`))
	trigger, err = api.UpdateTrigger(&function.UpdateTriggerRequest{TriggerID: trigger.ID, Description: scw.StringPtr("new orders")})
	require.NoError(t, err)
	assert.Equal(t, "new orders", trigger.Description)
	list, err := api.ListTriggers(&function.ListTriggersRequest{})
	require.NoError(t, err)
	require.Len(t, list.Triggers, 1, "of the default project")
	_, err = api.DeleteTrigger(&function.DeleteTriggerRequest{TriggerID: trigger.ID})
	require.NoError(t, err)
	get := func() error {
		_, err := api.GetTrigger(&function.GetTriggerRequest{TriggerID: trigger.ID})
		return err
	}
	s.gone(get)
	s.fails(get(), http.StatusNotFound, "trigger does not exist")
}

//lint:file-ignore SA1019 tokens are deprecated, and in the scenario
func (s *sdk) functionTokens(api *function.API, fn *function.Function) {
	t := s.t
	expiry := time.Date(2126, 12, 31, 23, 0, 0, 0, time.FixedZone("", 3600))
	token, err := api.CreateToken(&function.CreateTokenRequest{FunctionID: &fn.ID, Description: scw.StringPtr("ci"), ExpiresAt: &expiry})
	require.NoError(t, err)
	assert.Equal(t, function.TokenStatusCreating, token.Status)
	assert.True(t, expiry.Equal(*token.ExpiresAt))
	assert.Nil(t, token.NamespaceID)
	read, err := api.WaitForToken(&function.WaitForTokenRequest{TokenID: token.ID, RetryInterval: s.often})
	require.NoError(t, err)
	assert.Equal(t, "<hidden>", read.Token)
	list, err := api.ListTokens(&function.ListTokensRequest{FunctionID: &fn.ID})
	require.NoError(t, err)
	require.Len(t, list.Tokens, 1)

	_, err = api.UpdateFunction(&function.UpdateFunctionRequest{FunctionID: fn.ID, Privacy: function.FunctionPrivacyPrivate})
	require.NoError(t, err)
	_, err = api.WaitForFunction(&function.WaitForFunctionRequest{FunctionID: fn.ID, RetryInterval: s.often})
	require.NoError(t, err)
	s.closed(t, fn.DomainName, token.Token)
	deleted, err := api.DeleteToken(&function.DeleteTokenRequest{TokenID: token.ID})
	require.NoError(t, err)
	assert.Empty(t, deleted.Token)
	s.gone(func() error { _, err := api.GetToken(&function.GetTokenRequest{TokenID: token.ID}); return err })
}

// closed expects an application that lets in this token and keys of IAM only.
func (s *sdk) closed(t *testing.T, host, token string) {
	t.Helper()
	for given, want := range map[string]int{"": 403, "nonsense": 403, token: 200, secretKey: 200} {
		status, body := s.call(host, given)
		assert.Equal(t, want, status, body)
	}
}
