package clients

import (
	"net/http"
	"time"

	container "github.com/scaleway/scaleway-sdk-go/api/container/v1beta1"
	"github.com/scaleway/scaleway-sdk-go/scw"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func (s *sdk) containers() {
	t, api := s.t, container.NewAPI(s.client)
	ns := s.containerNamespace(api)
	ct := s.deployContainer(api, ns)
	s.containerCron(api, ct.ID)
	s.containerDomain(api, ct.ID)
	s.containerTriggers(api, ct.ID)
	s.containerTokens(api, ct)

	deleted, err := api.DeleteContainer(&container.DeleteContainerRequest{ContainerID: ct.ID})
	require.NoError(t, err)
	assert.Equal(t, container.ContainerStatusDeleting, deleted.Status)
	get := func() error {
		_, err := api.GetContainer(&container.GetContainerRequest{ContainerID: ct.ID})
		return err
	}
	s.gone(get)
	s.fails(get(), http.StatusNotFound, "Container was not found")
	_, err = api.DeleteNamespace(&container.DeleteNamespaceRequest{NamespaceID: ns.ID})
	require.NoError(t, err)
	s.gone(func() error {
		_, err := api.GetNamespace(&container.GetNamespaceRequest{NamespaceID: ns.ID})
		return err
	})
}

func (s *sdk) containerNamespace(api *container.API) *container.Namespace {
	t := s.t
	created, err := api.CreateNamespace(&container.CreateNamespaceRequest{Name: "bakery"})
	require.NoError(t, err)
	assert.Equal(t, container.NamespaceStatusPending, created.Status)
	ns, err := api.WaitForNamespace(&container.WaitForNamespaceRequest{NamespaceID: created.ID, RetryInterval: s.often})
	require.NoError(t, err)
	list, err := api.ListNamespaces(&container.ListNamespacesRequest{Name: scw.StringPtr("bakery")})
	require.NoError(t, err)
	require.Len(t, list.Namespaces, 1)
	assert.Equal(t, ns.ID, list.Namespaces[0].ID)
	updated, err := api.UpdateNamespace(&container.UpdateNamespaceRequest{
		NamespaceID: ns.ID, EnvironmentVariables: &map[string]string{"NAME": "bread"},
		SecretEnvironmentVariables: []*container.Secret{{Key: "KEY", Value: scw.StringPtr("of the namespace")}},
	})
	require.NoError(t, err)
	assert.Equal(t, container.NamespaceStatusPending, updated.Status)
	return ns
}

func (s *sdk) deployContainer(api *container.API, ns *container.Namespace) *container.Container {
	t := s.t
	ct, err := api.CreateContainer(&container.CreateContainerRequest{
		Name: "site", NamespaceID: ns.ID, RegistryImage: scw.StringPtr(knownImage),
		SecretEnvironmentVariables: []*container.Secret{{Key: "KEY", Value: scw.StringPtr("one")}},
		HealthCheck: &container.ContainerHealthCheckSpec{
			HTTP: &container.ContainerHealthCheckSpecHTTPProbe{Path: "/healthz"}, FailureThreshold: 3, Interval: &scw.Duration{Seconds: 5},
		},
		ScalingOption: &container.ContainerScalingOption{CPUUsageThreshold: scw.Uint32Ptr(70)},
	})
	require.NoError(t, err)
	assert.Equal(t, container.ContainerStatusPending, ct.Status)
	assert.Equal(t, uint32(2048), ct.MemoryLimit)
	assert.Equal(t, uint32(8080), ct.Port)
	assert.Equal(t, &scw.Duration{Seconds: 5}, ct.HealthCheck.Interval)
	assert.Equal(t, &container.ContainerScalingOption{CPUUsageThreshold: scw.Uint32Ptr(70)}, ct.ScalingOption)
	s.readyContainer(api, ct.ID, "from a container, bread one")

	updated, err := api.UpdateContainer(&container.UpdateContainerRequest{
		ContainerID: ct.ID, Redeploy: scw.BoolPtr(false), Tags: &[]string{"x"}, Command: &[]string{"serve"}, Args: &[]string{},
		SecretEnvironmentVariables: []*container.Secret{{Key: "KEY", Value: scw.StringPtr("two")}},
	})
	require.NoError(t, err)
	assert.Equal(t, container.ContainerStatusPending, updated.Status, "containers always deploy")
	assert.Equal(t, []string{"serve"}, updated.Command)
	s.readyContainer(api, ct.ID, "from a container, bread two")
	deployed, err := api.DeployContainer(&container.DeployContainerRequest{ContainerID: ct.ID})
	require.NoError(t, err)
	assert.Equal(t, container.ContainerStatusPending, deployed.Status)
	s.readyContainer(api, ct.ID, "from a container, bread two")

	other, err := api.CreateContainer(&container.CreateContainerRequest{Name: "other", NamespaceID: ns.ID})
	require.NoError(t, err)
	assert.Equal(t, ns.RegistryEndpoint+"/other:latest", other.RegistryImage)
	list, err := api.ListContainers(&container.ListContainersRequest{NamespaceID: ns.ID, OrderBy: container.ListContainersRequestOrderByNameDesc})
	require.NoError(t, err)
	require.Len(t, list.Containers, 2)
	assert.Equal(t, "site", list.Containers[0].Name)
	return ct
}

func (s *sdk) readyContainer(api *container.API, id, answer string) {
	s.t.Helper()
	ct, err := api.WaitForContainer(&container.WaitForContainerRequest{ContainerID: id, RetryInterval: s.often})
	require.NoError(s.t, err)
	require.Equal(s.t, container.ContainerStatusReady, ct.Status)
	status, body := s.call(ct.DomainName, "")
	assert.Equal(s.t, http.StatusOK, status)
	assert.Equal(s.t, answer, body)
}

func (s *sdk) containerCron(api *container.API, id string) {
	t := s.t
	cron, err := api.CreateCron(&container.CreateCronRequest{ContainerID: id, Schedule: "1 * * * *", Args: &scw.JSONObject{"n": 1.5, "list": []any{"a", nil}}})
	require.NoError(t, err)
	assert.Equal(t, container.CronStatusPending, cron.Status)
	cron, err = api.WaitForCron(&container.WaitForCronRequest{CronID: cron.ID, RetryInterval: s.often})
	require.NoError(t, err)
	assert.Equal(t, container.CronStatusReady, cron.Status)
	assert.Equal(t, scw.JSONObject{"n": 1.5, "list": []any{"a", nil}}, *cron.Args)
	cron, err = api.UpdateCron(&container.UpdateCronRequest{CronID: cron.ID, Schedule: scw.StringPtr("5 4 * * 1")})
	require.NoError(t, err)
	assert.Equal(t, "5 4 * * 1", cron.Schedule)
	list, err := api.ListCrons(&container.ListCronsRequest{ContainerID: id})
	require.NoError(t, err)
	require.Len(t, list.Crons, 1)
	_, err = api.DeleteCron(&container.DeleteCronRequest{CronID: cron.ID})
	require.NoError(t, err)
	s.gone(func() error { _, err := api.GetCron(&container.GetCronRequest{CronID: cron.ID}); return err })
}

func (s *sdk) containerDomain(api *container.API, id string) {
	t := s.t
	domain, err := api.CreateDomain(&container.CreateDomainRequest{ContainerID: id, Hostname: "container.example.org"})
	require.NoError(t, err)
	assert.Equal(t, container.DomainStatusPending, domain.Status)
	assert.Empty(t, domain.URL)
	domain, err = api.WaitForDomain(&container.WaitForDomainRequest{DomainID: domain.ID, RetryInterval: s.often})
	require.NoError(t, err)
	assert.Equal(t, "https://container.example.org", domain.URL)
	_, body := s.call("container.example.org", "")
	assert.Equal(t, "from a container, bread two", body)
	list, err := api.ListDomains(&container.ListDomainsRequest{ContainerID: id, OrderBy: container.ListDomainsRequestOrderByHostnameDesc})
	require.NoError(t, err)
	require.Len(t, list.Domains, 1)
	_, err = api.DeleteDomain(&container.DeleteDomainRequest{DomainID: domain.ID})
	require.NoError(t, err)
	s.gone(func() error {
		_, err := api.GetDomain(&container.GetDomainRequest{DomainID: domain.ID})
		return err
	})
}

func (s *sdk) containerTriggers(api *container.API, id string) {
	t := s.t
	trigger, err := api.CreateTrigger(&container.CreateTriggerRequest{
		Name: "orders", ContainerID: id,
		ScwSqsConfig: &container.CreateTriggerRequestMnqSqsClientConfig{Queue: "orders", MnqProjectID: projectID, MnqRegion: "fr-par"},
	})
	require.NoError(t, err)
	assert.Equal(t, container.TriggerInputTypeScwSqs, trigger.InputType)
	assert.Nil(t, trigger.ScwSqsConfig.MnqCredentialID)
	trigger, err = api.WaitForTrigger(&container.WaitForTriggerRequest{TriggerID: trigger.ID, RetryInterval: s.often})
	require.NoError(t, err)
	assert.Equal(t, container.TriggerStatusReady, trigger.Status)
	assert.NotNil(t, trigger.ScwSqsConfig.MnqCredentialID)
	assert.JSONEq(t, `{"delivered":true,"status":200,"attempts":1}`, s.fire(trigger.ID, `{"order":1}`))
	trigger, err = api.UpdateTrigger(&container.UpdateTriggerRequest{TriggerID: trigger.ID, Description: scw.StringPtr("new orders")})
	require.NoError(t, err)
	assert.Equal(t, "new orders", trigger.Description)
	list, err := api.ListTriggers(&container.ListTriggersRequest{})
	require.NoError(t, err)
	require.Len(t, list.Triggers, 1, "of the default project")
	_, err = api.DeleteTrigger(&container.DeleteTriggerRequest{TriggerID: trigger.ID})
	require.NoError(t, err)
	get := func() error {
		_, err := api.GetTrigger(&container.GetTriggerRequest{TriggerID: trigger.ID})
		return err
	}
	s.gone(get)
	s.fails(get(), http.StatusNotFound, "trigger does not exist")
}

//lint:file-ignore SA1019 tokens are deprecated, and in the scenario
func (s *sdk) containerTokens(api *container.API, ct *container.Container) {
	t := s.t
	expiry := time.Date(2126, 12, 31, 23, 0, 0, 0, time.FixedZone("", 3600))
	token, err := api.CreateToken(&container.CreateTokenRequest{ContainerID: &ct.ID, Description: scw.StringPtr("ci"), ExpiresAt: &expiry})
	require.NoError(t, err)
	assert.Equal(t, container.TokenStatusCreating, token.Status)
	assert.True(t, expiry.Equal(*token.ExpiresAt))
	assert.Nil(t, token.NamespaceID)
	read, err := api.WaitForToken(&container.WaitForTokenRequest{TokenID: token.ID, RetryInterval: s.often})
	require.NoError(t, err)
	assert.Equal(t, "<hidden>", read.Token)
	list, err := api.ListTokens(&container.ListTokensRequest{ContainerID: &ct.ID})
	require.NoError(t, err)
	require.Len(t, list.Tokens, 1)

	_, err = api.UpdateContainer(&container.UpdateContainerRequest{ContainerID: ct.ID, Privacy: container.ContainerPrivacyPrivate})
	require.NoError(t, err)
	_, err = api.WaitForContainer(&container.WaitForContainerRequest{ContainerID: ct.ID, RetryInterval: s.often})
	require.NoError(t, err)
	s.closed(t, ct.DomainName, token.Token)
	deleted, err := api.DeleteToken(&container.DeleteTokenRequest{TokenID: token.ID})
	require.NoError(t, err)
	assert.Empty(t, deleted.Token)
	s.gone(func() error { _, err := api.GetToken(&container.GetTokenRequest{TokenID: token.ID}); return err })
}
