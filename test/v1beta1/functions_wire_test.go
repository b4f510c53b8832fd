//lint:file-ignore SA1019 the exchanges are of all members and operations, deprecated ones too

package v1beta1

import (
	"context"
	"testing"
	"time"

	"github.com/antihax/optional"

	"github.com/rumpl/gosc"
	"github.com/rumpl/gosc/functions/v1beta1"
)

const (
	organizationID   = "e8e9276f-04d1-4886-803a-e44290d496b4"
	projectID        = "3571179c-2073-4934-af66-18e34f468917"
	privateNetworkID = "6cbd93f5-0036-4671-ab8d-9fc58ccd5182"
	natsAccountID    = "ACDEMOACCOUNTOFTHEEXAMPLESOFTHISDESCRIPTIONXXXXXXXXXXXXX"

	functionNamespaceID = "138780d8-4377-46cb-a613-78d001cd73a3"
	functionID          = "d96c6cd5-326e-45f4-ae9c-d26ac579dee9"
	functionCronID      = "08b4b66d-26cd-4ef6-9fd6-39ea6b7ca07a"
	functionDomainID    = "21a9452b-96f8-4451-a8ac-de85c48596b5"
	functionTokenID     = "26a2ab63-1762-4623-8abd-64ab6740401c"
	functionTriggerID   = "c5a25295-f3af-4a92-8d9c-d3f61c68288b"
)

var cronArgs = map[string]any{
	"loaves": 40, "fresh": true, "note": nil, "box": map[string]any{"kind": "loaf", "sizes": []any{1, 2.5}},
}

func TestFunctionsExchanges(t *testing.T) {
	type operation = func(context.Context, *functions.APIClient) (model, error)
	calls := map[string]func(context.Context, *gosc.Caller) (model, error){}
	for name, call := range map[string]operation{
		"ListNamespaces": func(ctx context.Context, c *functions.APIClient) (model, error) {
			return result(c.NamespacesApi.ListNamespaces(ctx, "", &functions.ListNamespacesOpts{
				OrderBy: functions.ListNamespacesRequestOrderByCreatedAtAsc, Name: optional.NewString("bakery"), ProjectID: optional.NewString(projectID),
			}))
		},
		"CreateNamespace": func(ctx context.Context, c *functions.APIClient) (model, error) {
			return result(c.NamespacesApi.CreateNamespace(ctx, "", functions.CreateNamespaceRequest{
				Name: "bakery", ProjectID: projectID, EnvironmentVariables: map[string]string{"STAGE": "staging"},
				SecretEnvironmentVariables: []functions.Secret{{Key: "RECIPE", Value: new("flour-and-water")}},
				Description:                new("Everything that bakes"), Tags: []string{"team:bread"}, ActivateVPCIntegration: new(true),
			}))
		},
		"GetNamespace": func(ctx context.Context, c *functions.APIClient) (model, error) {
			return result(c.NamespacesApi.GetNamespace(ctx, "", functionNamespaceID))
		},
		"UpdateNamespace": func(ctx context.Context, c *functions.APIClient) (model, error) {
			return result(c.NamespacesApi.UpdateNamespace(ctx, "", functionNamespaceID, functions.UpdateNamespaceRequest{
				EnvironmentVariables:       map[string]string{"STAGE": "production"},
				SecretEnvironmentVariables: []functions.Secret{{Key: "RECIPE"}, {Key: "YEAST", Value: new("salt-and-yeast")}},
			}))
		},
		"DeleteNamespace": func(ctx context.Context, c *functions.APIClient) (model, error) {
			return result(c.NamespacesApi.DeleteNamespace(ctx, "", functionNamespaceID))
		},
		"ListFunctions": func(ctx context.Context, c *functions.APIClient) (model, error) {
			return result(c.FunctionsApi.ListFunctions(ctx, "", &functions.ListFunctionsOpts{
				Page: optional.NewUint32(1), OrderBy: functions.ListFunctionsRequestOrderByCreatedAtAsc, NamespaceID: optional.NewString(functionNamespaceID),
			}))
		},
		"CreateFunction": func(ctx context.Context, c *functions.APIClient) (model, error) {
			return result(c.FunctionsApi.CreateFunction(ctx, "", functions.CreateFunctionRequest{
				Name: "oven", NamespaceID: functionNamespaceID, EnvironmentVariables: map[string]string{"DEGREES": "230"},
				MinScale: new(uint32(0)), MaxScale: new(uint32(5)), Runtime: functions.FunctionRuntimeNode24, MemoryLimit: new(uint32(256)),
				Timeout: new(5 * time.Minute), Handler: new("handler.handle"), Privacy: functions.FunctionPrivacyPublic, Description: new("Bakes"),
				SecretEnvironmentVariables: []functions.Secret{{Key: "RECIPE", Value: new("flour-and-water")}},
				HTTPOption:                 functions.FunctionHTTPOptionEnabled, Sandbox: functions.FunctionSandboxV2,
				Tags: []string{"team:bread"}, PrivateNetworkID: new(privateNetworkID),
			}))
		},
		"GetFunction": func(ctx context.Context, c *functions.APIClient) (model, error) {
			return result(c.FunctionsApi.GetFunction(ctx, "", functionID))
		},
		"UpdateFunction": func(ctx context.Context, c *functions.APIClient) (model, error) {
			return result(c.FunctionsApi.UpdateFunction(ctx, "", functionID, functions.UpdateFunctionRequest{
				EnvironmentVariables: map[string]string{}, MinScale: new(uint32(1)), MaxScale: new(uint32(2)), Runtime: functions.FunctionRuntimeNode26,
				MemoryLimit: new(uint32(512)), Timeout: new(10*time.Second + 5), Redeploy: new(false), Handler: new("handler.bake"),
				Privacy: functions.FunctionPrivacyPrivate, Description: new(""), SecretEnvironmentVariables: []functions.Secret{{Key: "RECIPE"}},
				HTTPOption: functions.FunctionHTTPOptionRedirected, Sandbox: functions.FunctionSandboxV1, Tags: []string{}, PrivateNetworkID: new(""),
			}))
		},
		"DeleteFunction": func(ctx context.Context, c *functions.APIClient) (model, error) {
			return result(c.FunctionsApi.DeleteFunction(ctx, "", functionID))
		},
		"DeployFunction": func(ctx context.Context, c *functions.APIClient) (model, error) {
			return result(c.FunctionsApi.DeployFunction(ctx, "", functionID))
		},
		"ListFunctionRuntimes": func(ctx context.Context, c *functions.APIClient) (model, error) {
			return result(c.FunctionsApi.ListFunctionRuntimes(ctx, ""))
		},
		"GetFunctionUploadURL": func(ctx context.Context, c *functions.APIClient) (model, error) {
			return result(c.FunctionsApi.GetFunctionUploadURL(ctx, "", functionID, &functions.GetFunctionUploadURLOpts{ContentLength: optional.NewUint64(1204)}))
		},
		"GetFunctionDownloadURL": func(ctx context.Context, c *functions.APIClient) (model, error) {
			return result(c.FunctionsApi.GetFunctionDownloadURL(ctx, "", functionID))
		},
		"ListCrons": func(ctx context.Context, c *functions.APIClient) (model, error) {
			return result(c.CronsApi.ListCrons(ctx, "", &functions.ListCronsOpts{
				OrderBy: functions.ListCronsRequestOrderByCreatedAtAsc, FunctionID: optional.NewString(functionID),
			}))
		},
		"CreateCron": func(ctx context.Context, c *functions.APIClient) (model, error) {
			return result(c.CronsApi.CreateCron(ctx, "", functions.CreateCronRequest{
				FunctionID: functionID, Schedule: "30 4 * * 1-5", Args: cronArgs, Name: new("morning"),
			}))
		},
		"GetCron": func(ctx context.Context, c *functions.APIClient) (model, error) {
			return result(c.CronsApi.GetCron(ctx, "", functionCronID))
		},
		"UpdateCron": func(ctx context.Context, c *functions.APIClient) (model, error) {
			return result(c.CronsApi.UpdateCron(ctx, "", functionCronID, functions.UpdateCronRequest{
				FunctionID: new(functionID), Schedule: new("5 4 * * 1"), Args: map[string]any{}, Name: new("weekly"),
			}))
		},
		"DeleteCron": func(ctx context.Context, c *functions.APIClient) (model, error) {
			return result(c.CronsApi.DeleteCron(ctx, "", functionCronID))
		},
		"ListDomains": func(ctx context.Context, c *functions.APIClient) (model, error) {
			return result(c.DomainsApi.ListDomains(ctx, "", &functions.ListDomainsOpts{
				OrderBy: functions.ListDomainsRequestOrderByHostnameDesc, FunctionID: optional.NewString(functionID),
			}))
		},
		"CreateDomain": func(ctx context.Context, c *functions.APIClient) (model, error) {
			return result(c.DomainsApi.CreateDomain(ctx, "", functions.CreateDomainRequest{Hostname: "bread.example.com", FunctionID: functionID}))
		},
		"GetDomain": func(ctx context.Context, c *functions.APIClient) (model, error) {
			return result(c.DomainsApi.GetDomain(ctx, "", functionDomainID))
		},
		"DeleteDomain": func(ctx context.Context, c *functions.APIClient) (model, error) {
			return result(c.DomainsApi.DeleteDomain(ctx, "", functionDomainID))
		},
		"ListTokens": func(ctx context.Context, c *functions.APIClient) (model, error) {
			return result(c.TokensApi.ListTokens(ctx, "", &functions.ListTokensOpts{FunctionID: optional.NewString(functionID)}))
		},
		"CreateToken": func(ctx context.Context, c *functions.APIClient) (model, error) {
			return result(c.TokensApi.CreateToken(ctx, "", functions.CreateTokenRequest{
				FunctionID: new(functionID), Description: new("deployment pipeline"),
				ExpiresAt: new(time.Date(2026, 12, 31, 23, 0, 0, 0, time.FixedZone("", 3600))),
			}))
		},
		"GetToken": func(ctx context.Context, c *functions.APIClient) (model, error) {
			return result(c.TokensApi.GetToken(ctx, "", functionTokenID))
		},
		"DeleteToken": func(ctx context.Context, c *functions.APIClient) (model, error) {
			return result(c.TokensApi.DeleteToken(ctx, "", functionTokenID))
		},
		"ListTriggers": func(ctx context.Context, c *functions.APIClient) (model, error) {
			return result(c.TriggersApi.ListTriggers(ctx, "", &functions.ListTriggersOpts{
				OrderBy: functions.ListTriggersRequestOrderByCreatedAtDesc, FunctionID: optional.NewString(functionID),
			}))
		},
		"CreateTrigger": func(ctx context.Context, c *functions.APIClient) (model, error) {
			return result(c.TriggersApi.CreateTrigger(ctx, "", functions.CreateTriggerRequest{
				Name: "new-orders", FunctionID: functionID, Description: new("Orders"),
				ScwSQSConfig: &functions.CreateTriggerRequestSQSConfig{Queue: "orders", MNQProjectID: projectID, MNQRegion: "fr-par"},
			}))
		},
		"GetTrigger": func(ctx context.Context, c *functions.APIClient) (model, error) {
			return result(c.TriggersApi.GetTrigger(ctx, "", functionTriggerID))
		},
		"UpdateTrigger": func(ctx context.Context, c *functions.APIClient) (model, error) {
			return result(c.TriggersApi.UpdateTrigger(ctx, "", functionTriggerID, functions.UpdateTriggerRequest{Name: new("orders"), Description: new("")}))
		},
		"DeleteTrigger": func(ctx context.Context, c *functions.APIClient) (model, error) {
			return result(c.TriggersApi.DeleteTrigger(ctx, "", functionTriggerID))
		},
	} {
		calls[name] = func(ctx context.Context, caller *gosc.Caller) (model, error) {
			return call(ctx, functions.NewAPIClientWithCaller(caller))
		}
	}
	testExchanges(t, "functions.txt", calls)
}
