//lint:file-ignore SA1019 all of containers v1beta1, and CreateToken, are deprecated

package v1beta1

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log"
	"net/http"
	"testing/fstest"
	"time"

	"github.com/antihax/optional"

	"github.com/rumpl/gosc"
	"github.com/rumpl/gosc/containers/v1beta1"
	"github.com/rumpl/gosc/emulator"
	"github.com/rumpl/gosc/functions/v1beta1"
)

// The ten things that users of v1beta1 do most. Each example runs against an
// emulator of its own, in which a handler of this process stands for the code.

// onEmulator calls the example with a configuration for an emulator.
func onEmulator(example func(ctx context.Context, cfg *gosc.Configuration) error) {
	bread := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "bread") })
	srv, err := emulator.New(emulator.Options{Handlers: map[string]http.Handler{"oven": bread, "stall": bread}})
	if err != nil {
		log.Fatal(err)
	}
	cfg := gosc.NewConfiguration()
	cfg.BasePath, cfg.APIKey, cfg.ProjectID = srv.URL(), scenarioKey, projectID
	cfg.Wait.Interval = time.Millisecond
	err = errors.Join(example(context.Background(), cfg), srv.Close())
	cfg.HTTPClient.CloseIdleConnections()
	if err != nil {
		fmt.Println(err)
	}
}

// bake creates and deploys the function that most examples need.
func bake(ctx context.Context, client *functions.APIClient) (functions.Function, error) {
	ns, err := client.NamespacesApi.CreateNamespaceAndWait(ctx, "", functions.CreateNamespaceRequest{Name: "bakery"}, nil)
	if err != nil {
		return functions.Function{}, err
	}
	fn, _, err := client.FunctionsApi.CreateFunction(ctx, "", functions.CreateFunctionRequest{
		Name: "oven", NamespaceID: ns.ID, Runtime: functions.FunctionRuntimeNode24,
		SecretEnvironmentVariables: []functions.Secret{{Key: "RECIPE", Value: new("flour-and-water")}},
	})
	if err != nil {
		return fn, err
	}
	return client.FunctionsApi.DeployFunctionAndWait(ctx, "", fn.ID, nil)
}

func Example_deployAndCall() {
	onEmulator(func(ctx context.Context, cfg *gosc.Configuration) error {
		client := functions.NewAPIClient(cfg)
		ns, err := client.NamespacesApi.CreateNamespaceAndWait(ctx, "", functions.CreateNamespaceRequest{Name: "bakery"}, nil)
		if err != nil {
			return err
		}
		fn, _, err := client.FunctionsApi.CreateFunction(ctx, "", functions.CreateFunctionRequest{
			Name: "oven", NamespaceID: ns.ID, Runtime: functions.FunctionRuntimeNode24, Timeout: new(30 * time.Second),
		})
		if err != nil {
			return err
		}
		archive, err := gosc.ZipFS(fstest.MapFS{"handler.js": {Data: []byte("export const handle = () => 'bread'")}}) // or os.DirFS("./src")
		if err != nil {
			return err
		}
		if err := client.FunctionsApi.UploadFunctionCode(ctx, "", fn.ID, archive); err != nil {
			return err
		}
		fn, err = client.FunctionsApi.DeployFunctionAndWait(ctx, "", fn.ID, nil)
		if err != nil {
			return err
		}
		resp, err := client.FunctionsApi.InvokeFunction(ctx, fn, nil)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		text, err := io.ReadAll(resp.Body)
		fmt.Println(fn.Status, fn.Timeout, resp.StatusCode, string(text))
		return err
	})
	// Output: ready 30s 200 bread
}

func Example_updateSettings() {
	onEmulator(func(ctx context.Context, cfg *gosc.Configuration) error {
		client := functions.NewAPIClient(cfg)
		fn, err := bake(ctx, client)
		if err != nil {
			return err
		}
		// What is nil stays as it is. The function is redeployed.
		fn, err = client.FunctionsApi.UpdateFunctionAndWait(ctx, "", fn.ID, functions.UpdateFunctionRequest{
			MemoryLimit: new(uint32(512)), MaxScale: new(uint32(2)),
		}, nil)
		fmt.Println(fn.Status, fn.MemoryLimit, fn.CPULimit, fn.MaxScale, fn.Runtime)
		return err
	})
	// Output: ready 512 280 2 node24
}

func Example_secrets() {
	onEmulator(func(ctx context.Context, cfg *gosc.Configuration) error {
		client := functions.NewAPIClient(cfg)
		fn, err := bake(ctx, client)
		if err != nil {
			return err
		}
		// A secret that is not listed stays; one without a value is removed.
		fn, err = client.FunctionsApi.UpdateFunctionAndWait(ctx, "", fn.ID, functions.UpdateFunctionRequest{
			SecretEnvironmentVariables: []functions.Secret{{Key: "RECIPE"}, {Key: "YEAST", Value: new("salt-and-yeast")}},
		}, nil)
		for _, secret := range fn.SecretEnvironmentVariables {
			fmt.Println(secret.Key, secret.HashedValue[:9]) // the value cannot be read back
		}
		return err
	})
	// Output: YEAST $argon2id
}

func Example_privateFunction() {
	onEmulator(func(ctx context.Context, cfg *gosc.Configuration) error {
		client := functions.NewAPIClient(cfg)
		fn, err := bake(ctx, client)
		if err != nil {
			return err
		}
		fn, err = client.FunctionsApi.UpdateFunctionAndWait(ctx, "", fn.ID, functions.UpdateFunctionRequest{
			Privacy: functions.FunctionPrivacyPrivate,
		}, nil)
		if err != nil {
			return err
		}
		// Better: the secret key of an API key that may only call functions.
		token, _, err := client.TokensApi.CreateToken(ctx, "", functions.CreateTokenRequest{FunctionID: &fn.ID})
		if err != nil {
			return err
		}
		for _, token := range []string{"", token.Token} {
			resp, err := client.FunctionsApi.InvokeFunction(ctx, fn, &gosc.InvokeOpts{Token: token})
			if err != nil {
				return err
			}
			resp.Body.Close()
			fmt.Println(token != "", resp.StatusCode)
		}
		return nil
	})
	// Output:
	// false 403
	// true 200
}

func Example_cron() {
	onEmulator(func(ctx context.Context, cfg *gosc.Configuration) error {
		client := functions.NewAPIClient(cfg)
		fn, err := bake(ctx, client)
		if err != nil {
			return err
		}
		cron, err := client.CronsApi.CreateCronAndWait(ctx, "", functions.CreateCronRequest{
			FunctionID: fn.ID, Schedule: "30 4 * * 1-5", Args: map[string]any{"loaves": 40}, Name: new("morning"),
		}, nil)
		fmt.Println(cron.Name, cron.Status, cron.Schedule, cron.Args)
		return err
	})
	// Output: morning ready 30 4 * * 1-5 map[loaves:40]
}

func Example_trigger() {
	onEmulator(func(ctx context.Context, cfg *gosc.Configuration) error {
		client := functions.NewAPIClient(cfg)
		fn, err := bake(ctx, client)
		if err != nil {
			return err
		}
		trigger, err := client.TriggersApi.CreateTriggerAndWait(ctx, "", functions.CreateTriggerRequest{
			Name: "new-orders", FunctionID: fn.ID,
			ScwSQSConfig: &functions.CreateTriggerRequestSQSConfig{Queue: "orders", MNQProjectID: cfg.ProjectID, MNQRegion: "fr-par"},
		}, nil)
		if err != nil {
			return err
		}
		fmt.Println(trigger.Status, trigger.InputType, trigger.ScwSQSConfig.Queue, trigger.ScwNATSConfig == nil)
		return nil
	})
	// Output: ready scw_sqs orders true
}

func Example_domain() {
	onEmulator(func(ctx context.Context, cfg *gosc.Configuration) error {
		client := functions.NewAPIClient(cfg)
		fn, err := bake(ctx, client)
		if err != nil {
			return err
		}
		// The host name has to be a CNAME of fn.DomainName already.
		domain, err := client.DomainsApi.CreateDomainAndWait(ctx, "", functions.CreateDomainRequest{
			Hostname: "bread.example.com", FunctionID: fn.ID,
		}, nil)
		fmt.Println(domain.Status, domain.URL)
		return err
	})
	// Output: ready https://bread.example.com
}

func Example_listEverywhere() {
	onEmulator(func(ctx context.Context, cfg *gosc.Configuration) error {
		client := functions.NewAPIClient(cfg)
		for _, region := range []string{"fr-par", "pl-waw"} {
			if _, err := client.NamespacesApi.CreateNamespaceAndWait(ctx, region, functions.CreateNamespaceRequest{Name: "bakery"}, nil); err != nil {
				return err
			}
		}
		params := &functions.ListNamespacesOpts{ProjectID: optional.NewString(cfg.ProjectID)}
		all := gosc.ListRegions([]string{"fr-par", "nl-ams", "pl-waw"}, func(region string) iter.Seq2[functions.Namespace, error] {
			return client.NamespacesApi.ListNamespacesAll(ctx, region, params)
		})
		for ns, err := range all {
			if err != nil {
				return err
			}
			fmt.Println(ns.Region, ns.Item.Name)
		}
		return nil
	})
	// Output:
	// fr-par bakery
	// pl-waw bakery
}

func Example_container() {
	onEmulator(func(ctx context.Context, cfg *gosc.Configuration) error {
		client := containers.NewAPIClient(cfg)
		ns, err := client.NamespacesApi.CreateNamespaceAndWait(ctx, "", containers.CreateNamespaceRequest{Name: "market"}, nil)
		if err != nil {
			return err
		}
		container, err := client.ContainersApi.CreateContainerAndWait(ctx, "", containers.CreateContainerRequest{
			NamespaceID: ns.ID, Name: "stall", RegistryImage: new("stall"),
			HealthCheck: &containers.ContainerHealthCheck{
				HTTP: &containers.ContainerHealthCheckHTTP{Path: "/healthz"}, Interval: new(5 * time.Second), FailureThreshold: new(uint32(3)),
			},
		}, nil)
		if err != nil {
			return err
		}
		resp, err := client.ContainersApi.InvokeContainer(ctx, container, nil)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		fmt.Println(container.Status, container.HealthCheck.HTTP.Path, *container.HealthCheck.Interval, resp.StatusCode)
		return nil
	})
	// Output: ready /healthz 5s 200
}

func Example_deleteAndErrors() {
	onEmulator(func(ctx context.Context, cfg *gosc.Configuration) error {
		client := functions.NewAPIClient(cfg)
		fn, err := bake(ctx, client)
		if err != nil {
			return err
		}
		_, _, err = client.NamespacesApi.CreateNamespace(ctx, "", functions.CreateNamespaceRequest{Name: "bakery"})
		fmt.Println("taken:", errors.Is(err, gosc.ErrConflict))

		if _, _, err := client.NamespacesApi.DeleteNamespace(ctx, "", fn.NamespaceID); err != nil {
			return err
		}
		if err := client.NamespacesApi.WaitForNamespaceDeleted(ctx, "", fn.NamespaceID, nil); err != nil {
			return err
		}
		_, _, err = client.FunctionsApi.GetFunction(ctx, "", fn.ID)
		var reply gosc.GenericOpenAPIError
		fmt.Println("gone:", errors.Is(err, gosc.ErrNotFound), errors.As(err, &reply), reply.Message)
		return nil
	})
	// Output:
	// taken: true
	// gone: true true Function was not found
}
