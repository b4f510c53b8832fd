//lint:file-ignore SA1019 all of containers v1beta1 is deprecated

package v1beta1

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	container "github.com/scaleway/scaleway-sdk-go/api/container/v1beta1"
	"github.com/scaleway/scaleway-sdk-go/scw"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// runContainersWithSDK is the scenario of containers, with the official SDK.
func runContainersWithSDK(t *testing.T, url string) {
	client, err := scw.NewClient(scw.WithAPIURL(url), scw.WithAuth("SCWXXXXXXXXXXXXXXXXX", scenarioKey),
		scw.WithDefaultRegion(scw.RegionFrPar), scw.WithDefaultProjectID(projectID))
	require.NoError(t, err)
	api := container.NewAPI(client)
	interval := scw.TimeDurationPtr(time.Millisecond)
	ready := func(id string) *container.Container {
		t.Helper()
		got, err := api.WaitForContainer(&container.WaitForContainerRequest{ContainerID: id, RetryInterval: interval})
		require.NoError(t, err)
		require.Equal(t, container.ContainerStatusReady, got.Status) // a failed start is no error of WaitForContainer
		return got
	}

	ns, err := api.CreateNamespace(&container.CreateNamespaceRequest{
		Name: "bakery", SecretEnvironmentVariables: []*container.Secret{{Key: "OVEN", Value: scw.StringPtr("hot-stone-oven")}},
	})
	require.NoError(t, err)
	ns, err = api.WaitForNamespace(&container.WaitForNamespaceRequest{NamespaceID: ns.ID, RetryInterval: interval})
	require.NoError(t, err)
	oven, err := api.CreateContainer(&container.CreateContainerRequest{
		Name: "oven", NamespaceID: ns.ID, RegistryImage: scw.StringPtr(image), Timeout: &scw.Duration{Seconds: 30},
		EnvironmentVariables:       &map[string]string{"STAGE": "staging"},
		SecretEnvironmentVariables: []*container.Secret{{Key: "RECIPE", Value: scw.StringPtr("flour-and-water")}},
		ScalingOption:              &container.ContainerScalingOption{CPUUsageThreshold: scw.Uint32Ptr(70)},
		HealthCheck: &container.ContainerHealthCheckSpec{
			FailureThreshold: 3, Interval: &scw.Duration{Seconds: 5}, HTTP: &container.ContainerHealthCheckSpecHTTPProbe{Path: "/healthz"},
		},
		Command: []string{"serve"}, Args: []string{"fast", "hot"},
	})
	require.NoError(t, err)
	oven = ready(oven.ID)
	get, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+oven.DomainName+"/", nil)
	require.NoError(t, err)
	assert.Equal(t, "bread", drain(t, get))

	oven, err = api.UpdateContainer(&container.UpdateContainerRequest{
		ContainerID: oven.ID, MemoryLimit: scw.Uint32Ptr(1024), CPULimit: scw.Uint32Ptr(500),
		Tags: &[]string{}, Command: &[]string{}, Args: &[]string{"slow"},
		SecretEnvironmentVariables: []*container.Secret{{Key: "RECIPE"}, {Key: "YEAST", Value: scw.StringPtr("salt-and-yeast")}},
	})
	require.NoError(t, err)
	ready(oven.ID)
	oven, err = api.DeployContainer(&container.DeployContainerRequest{ContainerID: oven.ID})
	require.NoError(t, err)
	oven = ready(oven.ID)

	cron, err := api.CreateCron(&container.CreateCronRequest{ContainerID: oven.ID, Schedule: "30 4 * * 1", Args: &scw.JSONObject{"loaves": 40}})
	require.NoError(t, err)
	cron, err = api.WaitForCron(&container.WaitForCronRequest{CronID: cron.ID, RetryInterval: interval})
	require.NoError(t, err)
	token, err := api.CreateToken(&container.CreateTokenRequest{NamespaceID: &ns.ID})
	require.NoError(t, err)
	trigger, err := api.CreateTrigger(&container.CreateTriggerRequest{
		Name: "new-orders", ContainerID: oven.ID,
		ScwSqsConfig: &container.CreateTriggerRequestMnqSqsClientConfig{Queue: "orders", MnqProjectID: projectID, MnqRegion: "fr-par"},
	})
	require.NoError(t, err)
	trigger, err = api.WaitForTrigger(&container.WaitForTriggerRequest{TriggerID: trigger.ID, RetryInterval: interval})
	require.NoError(t, err)
	domain, err := api.CreateDomain(&container.CreateDomainRequest{Hostname: "bread.example.com", ContainerID: oven.ID})
	require.NoError(t, err)
	domain, err = api.WaitForDomain(&container.WaitForDomainRequest{DomainID: domain.ID, RetryInterval: interval})
	require.NoError(t, err)

	for i := range many - 1 {
		_, err := api.CreateContainer(&container.CreateContainerRequest{
			Name: fmt.Sprintf("spare-%d", i), NamespaceID: ns.ID, RegistryImage: scw.StringPtr(image),
		})
		require.NoError(t, err)
	}
	list, err := api.ListContainers(&container.ListContainersRequest{NamespaceID: ns.ID, PageSize: scw.Uint32Ptr(100)}, scw.WithAllPages())
	require.NoError(t, err)
	assert.Len(t, list.Containers, many)

	crons, err := api.ListCrons(&container.ListCronsRequest{})
	require.NoError(t, err)
	assert.Len(t, crons.Crons, 1)

	_, err = api.DeleteDomain(&container.DeleteDomainRequest{DomainID: domain.ID})
	require.NoError(t, err)
	_, err = api.DeleteTrigger(&container.DeleteTriggerRequest{TriggerID: trigger.ID})
	require.NoError(t, err)
	_, err = api.DeleteToken(&container.DeleteTokenRequest{TokenID: token.ID})
	require.NoError(t, err)
	_, err = api.DeleteCron(&container.DeleteCronRequest{CronID: cron.ID})
	require.NoError(t, err)
	_, err = api.DeleteContainer(&container.DeleteContainerRequest{ContainerID: oven.ID})
	require.NoError(t, err)
	gone(t, func() error {
		_, err := api.GetContainer(&container.GetContainerRequest{ContainerID: oven.ID})
		return err
	})
	_, err = api.DeleteNamespace(&container.DeleteNamespaceRequest{NamespaceID: ns.ID})
	require.NoError(t, err)
	gone(t, func() error {
		_, err := api.GetNamespace(&container.GetNamespaceRequest{NamespaceID: ns.ID})
		return err
	})
}

// gone waits until get returns a 404.
func gone(t *testing.T, get func() error) {
	t.Helper()
	require.Eventually(t, func() bool {
		reply, ok := errors.AsType[*scw.ResponseError](get())
		return ok && reply.StatusCode == http.StatusNotFound
	}, 20*time.Second, time.Millisecond)
}
