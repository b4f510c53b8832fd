//lint:file-ignore SA1019 all of containers v1beta1 is deprecated

package v1beta1

import (
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/antihax/optional"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc"
	"github.com/rumpl/gosc/containers/v1beta1"
)

// image is served by the emulator; see newAPILog.
const image = "example.org/bread/oven:latest"

// runContainersWithGosc is the scenario of containers, with this module.
func runContainersWithGosc(t *testing.T, url string) {
	ctx := t.Context()
	cfg := gosc.NewConfiguration()
	cfg.BasePath, cfg.APIKey, cfg.ProjectID = url, scenarioKey, projectID
	cfg.Wait = gosc.WaitOpts{Interval: time.Millisecond, MaxInterval: time.Millisecond}
	client := containers.NewAPIClient(cfg)

	ns, err := client.NamespacesApi.CreateNamespaceAndWait(ctx, "", containers.CreateNamespaceRequest{
		Name: "bakery", SecretEnvironmentVariables: []containers.Secret{{Key: "OVEN", Value: new("hot-stone-oven")}},
	}, nil)
	require.NoError(t, err)
	oven, err := client.ContainersApi.CreateContainerAndWait(ctx, "", containers.CreateContainerRequest{
		Name: "oven", NamespaceID: ns.ID, RegistryImage: new(image), Timeout: new(30 * time.Second),
		EnvironmentVariables:       map[string]string{"STAGE": "staging"},
		SecretEnvironmentVariables: []containers.Secret{{Key: "RECIPE", Value: new("flour-and-water")}},
		ScalingOption:              &containers.ContainerScalingOption{CPUUsageThreshold: new(uint32(70))},
		HealthCheck: &containers.ContainerHealthCheck{
			FailureThreshold: new(uint32(3)), Interval: new(5 * time.Second), HTTP: &containers.ContainerHealthCheckHTTP{Path: "/healthz"},
		},
		Command: []string{"serve"}, Args: []string{"fast", "hot"},
	}, nil)
	require.NoError(t, err)
	assert.Equal(t, containers.ContainerStatusReady, oven.Status)
	reply, err := client.ContainersApi.InvokeContainer(ctx, oven, nil)
	require.NoError(t, err)
	text, err := io.ReadAll(reply.Body)
	require.NoError(t, err)
	require.NoError(t, reply.Body.Close())
	assert.Equal(t, "bread", string(text))

	oven, err = client.ContainersApi.UpdateContainerAndWait(ctx, "", oven.ID, containers.UpdateContainerRequest{
		MemoryLimit: new(uint32(1024)), CPULimit: new(uint32(500)), Tags: []string{}, Command: []string{}, Args: []string{"slow"},
		SecretEnvironmentVariables: []containers.Secret{{Key: "RECIPE"}, {Key: "YEAST", Value: new("salt-and-yeast")}},
	}, nil)
	require.NoError(t, err)
	require.Len(t, oven.SecretEnvironmentVariables, 1)
	assert.Equal(t, "YEAST", oven.SecretEnvironmentVariables[0].Key)
	oven, err = client.ContainersApi.DeployContainerAndWait(ctx, "", oven.ID, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"slow"}, oven.Args)

	cron, err := client.CronsApi.CreateCronAndWait(ctx, "", containers.CreateCronRequest{
		ContainerID: oven.ID, Schedule: "30 4 * * 1", Args: map[string]any{"loaves": 40},
	}, nil)
	require.NoError(t, err)
	token, _, err := client.TokensApi.CreateToken(ctx, "", containers.CreateTokenRequest{NamespaceID: &ns.ID})
	require.NoError(t, err)
	trigger, err := client.TriggersApi.CreateTriggerAndWait(ctx, "", containers.CreateTriggerRequest{
		Name: "new-orders", ContainerID: oven.ID,
		ScwSQSConfig: &containers.CreateTriggerRequestSQSConfig{Queue: "orders", MNQProjectID: projectID, MNQRegion: "fr-par"},
	}, nil)
	require.NoError(t, err)
	domain, err := client.DomainsApi.CreateDomainAndWait(ctx, "", containers.CreateDomainRequest{Hostname: "bread.example.com", ContainerID: oven.ID}, nil)
	require.NoError(t, err)

	for i := range many - 1 {
		_, _, err := client.ContainersApi.CreateContainer(ctx, "", containers.CreateContainerRequest{
			Name: fmt.Sprintf("spare-%d", i), NamespaceID: ns.ID, RegistryImage: new(image),
		})
		require.NoError(t, err)
	}
	listed := 0
	for _, err := range client.ContainersApi.ListContainersAll(ctx, "", &containers.ListContainersOpts{
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
	_, _, err = client.ContainersApi.DeleteContainer(ctx, "", oven.ID)
	require.NoError(t, err)
	require.NoError(t, client.ContainersApi.WaitForContainerDeleted(ctx, "", oven.ID, nil))
	_, _, err = client.NamespacesApi.DeleteNamespace(ctx, "", ns.ID)
	require.NoError(t, err)
	require.NoError(t, client.NamespacesApi.WaitForNamespaceDeleted(ctx, "", ns.ID, nil))
}
