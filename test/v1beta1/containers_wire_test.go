//lint:file-ignore SA1019 all of containers v1beta1, and CreateToken, are deprecated

package v1beta1

import (
	"context"
	"testing"
	"time"

	"github.com/antihax/optional"

	"github.com/rumpl/gosc"
	"github.com/rumpl/gosc/containers/v1beta1"
)

const (
	containerNamespaceID = "f8f3988b-5fad-406d-a5cb-4a71a7ced61d"
	containerID          = "5c45e1c8-7d45-4e4c-98b9-775c663ae355"
	containerCronID      = "6324ed79-e6d1-47d6-91c3-d7dfd64da425"
	containerDomainID    = "3cd8ac50-e216-4f29-ae31-07d7cab39e27"
	containerTokenID     = "0812b3f1-fbb8-4b1a-ae66-b8dece29b63f"
	containerTriggerID   = "9808d894-d26a-446c-acef-5d4fd5360bf9"
)

func TestContainersExchanges(t *testing.T) {
	type operation = func(context.Context, *containers.APIClient) (model, error)
	calls := map[string]func(context.Context, *gosc.Caller) (model, error){}
	for name, call := range map[string]operation{
		"ListNamespaces": func(ctx context.Context, c *containers.APIClient) (model, error) {
			return result(c.NamespacesApi.ListNamespaces(ctx, "", &containers.ListNamespacesOpts{
				OrderBy: containers.ListNamespacesRequestOrderByCreatedAtAsc, Name: optional.NewString("market"), ProjectID: optional.NewString(projectID),
			}))
		},
		"CreateNamespace": func(ctx context.Context, c *containers.APIClient) (model, error) {
			return result(c.NamespacesApi.CreateNamespace(ctx, "", containers.CreateNamespaceRequest{
				Name: "market", ProjectID: projectID, EnvironmentVariables: map[string]string{"STAGE": "staging"},
				SecretEnvironmentVariables: []containers.Secret{{Key: "RECIPE", Value: new("flour-and-water")}},
				Description:                new("Everything that bakes"), Tags: []string{"team:bread"}, ActivateVPCIntegration: new(true),
			}))
		},
		"GetNamespace": func(ctx context.Context, c *containers.APIClient) (model, error) {
			return result(c.NamespacesApi.GetNamespace(ctx, "", containerNamespaceID))
		},
		"DeleteNamespace": func(ctx context.Context, c *containers.APIClient) (model, error) {
			return result(c.NamespacesApi.DeleteNamespace(ctx, "", containerNamespaceID))
		},
		"GetContainer": func(ctx context.Context, c *containers.APIClient) (model, error) {
			return result(c.ContainersApi.GetContainer(ctx, "", containerID))
		},
		"DeleteContainer": func(ctx context.Context, c *containers.APIClient) (model, error) {
			return result(c.ContainersApi.DeleteContainer(ctx, "", containerID))
		},
		"UpdateNamespace": func(ctx context.Context, c *containers.APIClient) (model, error) {
			return result(c.NamespacesApi.UpdateNamespace(ctx, "", containerNamespaceID, containers.UpdateNamespaceRequest{
				Description: new("web shop"), Tags: []string{},
			}))
		},
		"ListContainers": func(ctx context.Context, c *containers.APIClient) (model, error) {
			return result(c.ContainersApi.ListContainers(ctx, "", &containers.ListContainersOpts{
				Page: optional.NewUint32(2), PageSize: optional.NewUint32(50), OrderBy: containers.ListContainersRequestOrderByNameDesc,
				NamespaceID: optional.NewString(containerNamespaceID), OrganizationID: optional.NewString(organizationID),
			}))
		},
		"CreateContainer": func(ctx context.Context, c *containers.APIClient) (model, error) {
			return result(c.ContainersApi.CreateContainer(ctx, "", containers.CreateContainerRequest{
				NamespaceID: containerNamespaceID, Name: "stall", EnvironmentVariables: map[string]string{"DEGREES": "230"},
				MinScale: new(uint32(0)), MaxScale: new(uint32(5)), MemoryLimit: new(uint32(2048)), CPULimit: new(uint32(1000)),
				Timeout: new(5 * time.Minute), Privacy: containers.ContainerPrivacyPublic, Description: new("Sells"),
				RegistryImage: new("rg.fr-par.scw.cloud/funcscwmarketf8f3988b/stall:latest"), MaxConcurrency: new(uint32(50)),
				Protocol: containers.ContainerProtocolH2C, Port: new(uint32(8080)),
				SecretEnvironmentVariables: []containers.Secret{{Key: "RECIPE", Value: new("flour-and-water")}},
				HTTPOption:                 containers.ContainerHTTPOptionEnabled, Sandbox: containers.ContainerSandboxV2, LocalStorageLimit: new(uint32(1000)),
				ScalingOption: &containers.ContainerScalingOption{ConcurrentRequestsThreshold: new(uint32(50))},
				HealthCheck: &containers.ContainerHealthCheck{
					FailureThreshold: new(uint32(30)), Interval: new(10 * time.Second), TCP: &containers.ContainerHealthCheckTCP{},
				},
				Tags: []string{"team:bread"}, PrivateNetworkID: new(privateNetworkID), Command: []string{"/bin/stall"}, Args: []string{"-verbose"},
			}))
		},
		"UpdateContainer": func(ctx context.Context, c *containers.APIClient) (model, error) {
			return result(c.ContainersApi.UpdateContainer(ctx, "", containerID, containers.UpdateContainerRequest{
				EnvironmentVariables: map[string]string{}, MinScale: new(uint32(1)), MaxScale: new(uint32(2)), MemoryLimit: new(uint32(512)),
				CPULimit: new(uint32(560)), Timeout: new(1500 * time.Millisecond), Redeploy: new(true), Privacy: containers.ContainerPrivacyPrivate,
				Description: new(""), RegistryImage: new("rg.fr-par.scw.cloud/funcscwmarketf8f3988b/stall:2"), MaxConcurrency: new(uint32(20)),
				Protocol: containers.ContainerProtocolHTTP1, Port: new(uint32(80)), SecretEnvironmentVariables: []containers.Secret{{Key: "RECIPE"}},
				HTTPOption: containers.ContainerHTTPOptionRedirected, Sandbox: containers.ContainerSandboxV1, LocalStorageLimit: new(uint32(2000)),
				ScalingOption: &containers.ContainerScalingOption{CPUUsageThreshold: new(uint32(70))},
				HealthCheck: &containers.ContainerHealthCheck{
					FailureThreshold: new(uint32(3)), Interval: new(5 * time.Second), HTTP: &containers.ContainerHealthCheckHTTP{Path: "/healthz"},
				},
				Tags: []string{}, PrivateNetworkID: new(""), Command: []string{}, Args: []string{},
			}))
		},
		"ListTokens": func(ctx context.Context, c *containers.APIClient) (model, error) {
			return result(c.TokensApi.ListTokens(ctx, "", &containers.ListTokensOpts{NamespaceID: optional.NewString(containerNamespaceID)}))
		},
		"CreateToken": func(ctx context.Context, c *containers.APIClient) (model, error) {
			return result(c.TokensApi.CreateToken(ctx, "", containers.CreateTokenRequest{
				NamespaceID: new(containerNamespaceID), Description: new("deployment pipeline"),
			}))
		},
		"ListTriggers": func(ctx context.Context, c *containers.APIClient) (model, error) {
			return result(c.TriggersApi.ListTriggers(ctx, "", &containers.ListTriggersOpts{ProjectID: optional.NewString(projectID)}))
		},
		"CreateTrigger": func(ctx context.Context, c *containers.APIClient) (model, error) {
			return result(c.TriggersApi.CreateTrigger(ctx, "", containers.CreateTriggerRequest{
				Name: "new-orders", ContainerID: containerID, Description: new("Orders"),
				ScwNATSConfig: &containers.CreateTriggerRequestNATSConfig{
					Subject: "orders.>", MNQNATSAccountID: natsAccountID, MNQProjectID: projectID, MNQRegion: "fr-par",
				},
			}))
		},
		"DeployContainer": func(ctx context.Context, c *containers.APIClient) (model, error) {
			return result(c.ContainersApi.DeployContainer(ctx, "", containerID))
		},
		"ListCrons": func(ctx context.Context, c *containers.APIClient) (model, error) {
			return result(c.CronsApi.ListCrons(ctx, "", &containers.ListCronsOpts{
				OrderBy: containers.ListCronsRequestOrderByCreatedAtAsc, ContainerID: optional.NewString(containerID),
			}))
		},
		"CreateCron": func(ctx context.Context, c *containers.APIClient) (model, error) {
			return result(c.CronsApi.CreateCron(ctx, "", containers.CreateCronRequest{
				ContainerID: containerID, Schedule: "30 4 * * 1-5", Args: cronArgs, Name: new("morning"),
			}))
		},
		"GetCron": func(ctx context.Context, c *containers.APIClient) (model, error) {
			return result(c.CronsApi.GetCron(ctx, "", containerCronID))
		},
		"UpdateCron": func(ctx context.Context, c *containers.APIClient) (model, error) {
			return result(c.CronsApi.UpdateCron(ctx, "", containerCronID, containers.UpdateCronRequest{
				ContainerID: new(containerID), Schedule: new("5 4 * * 1"), Args: map[string]any{}, Name: new("weekly"),
			}))
		},
		"DeleteCron": func(ctx context.Context, c *containers.APIClient) (model, error) {
			return result(c.CronsApi.DeleteCron(ctx, "", containerCronID))
		},
		"ListDomains": func(ctx context.Context, c *containers.APIClient) (model, error) {
			return result(c.DomainsApi.ListDomains(ctx, "", &containers.ListDomainsOpts{
				OrderBy: containers.ListDomainsRequestOrderByHostnameDesc, ContainerID: optional.NewString(containerID),
			}))
		},
		"CreateDomain": func(ctx context.Context, c *containers.APIClient) (model, error) {
			return result(c.DomainsApi.CreateDomain(ctx, "", containers.CreateDomainRequest{Hostname: "bread.example.com", ContainerID: containerID}))
		},
		"GetDomain": func(ctx context.Context, c *containers.APIClient) (model, error) {
			return result(c.DomainsApi.GetDomain(ctx, "", containerDomainID))
		},
		"DeleteDomain": func(ctx context.Context, c *containers.APIClient) (model, error) {
			return result(c.DomainsApi.DeleteDomain(ctx, "", containerDomainID))
		},
		"GetToken": func(ctx context.Context, c *containers.APIClient) (model, error) {
			return result(c.TokensApi.GetToken(ctx, "", containerTokenID))
		},
		"DeleteToken": func(ctx context.Context, c *containers.APIClient) (model, error) {
			return result(c.TokensApi.DeleteToken(ctx, "", containerTokenID))
		},
		"GetTrigger": func(ctx context.Context, c *containers.APIClient) (model, error) {
			return result(c.TriggersApi.GetTrigger(ctx, "", containerTriggerID))
		},
		"UpdateTrigger": func(ctx context.Context, c *containers.APIClient) (model, error) {
			return result(c.TriggersApi.UpdateTrigger(ctx, "", containerTriggerID, containers.UpdateTriggerRequest{Name: new("orders"), Description: new("")}))
		},
		"DeleteTrigger": func(ctx context.Context, c *containers.APIClient) (model, error) {
			return result(c.TriggersApi.DeleteTrigger(ctx, "", containerTriggerID))
		},
	} {
		calls[name] = func(ctx context.Context, caller *gosc.Caller) (model, error) {
			return call(ctx, containers.NewAPIClientWithCaller(caller))
		}
	}
	testExchanges(t, "containers.txt", calls)
}
