package main

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"time"

	"github.com/rumpl/gosc"
	"github.com/rumpl/gosc/containers/v1beta1" //lint:ignore SA1019 this version of the API is what the guide is about
	"github.com/rumpl/gosc/functions/v1beta1"
)

// betaGuide is the guide on v1beta1, where functions and containers are two products,
// each with its own namespaces.
type betaGuide struct {
	*guide     // what both guides share
	functions  *functions.APIClient
	containers *containers.APIClient

	namespace    functions.Namespace
	function     functions.Function
	containersNS containers.Namespace
}

func newBetaGuide(g *guide) *betaGuide {
	caller := g.client.Caller()
	return &betaGuide{guide: g, functions: functions.NewAPIClientWithCaller(caller), containers: containers.NewAPIClientWithCaller(caller)}
}

func (g *betaGuide) steps(ctx context.Context) error {
	return runSteps(ctx, []step{
		{"namespace", g.createNamespace},
		{"function", g.createFunction},
		{"upload", g.upload},
		{"deploy", g.deploy},
		{"call", g.call},
		{"secret", g.secret},
		{"cron", g.cron},
		{"private function", g.makePrivate},
		{"container", g.container},
	})
}

func (g *betaGuide) createNamespace(ctx context.Context) error {
	// The project is that of the configuration.
	created, _, err := g.functions.NamespacesApi.CreateNamespace(ctx, g.region, functions.CreateNamespaceRequest{
		Name:                 fmt.Sprintf("quickstart-%x", time.Now().UnixNano()),
		EnvironmentVariables: map[string]string{"WHERE": "the namespace", "LEVEL": "namespace"},
	})
	if err != nil {
		return err
	}
	g.namespace = created // for the clean-up, even if what follows fails
	ready, err := g.functions.NamespacesApi.WaitForNamespace(ctx, g.region, created.ID, g.waitOpts("namespace"))
	if err != nil {
		return err
	}
	g.namespace = ready
	g.show.done("Namespace", "%s is %s, id %s", ready.Name, ready.Status, ready.ID)
	return nil
}

func (g *betaGuide) createFunction(ctx context.Context) error {
	fn, _, err := g.functions.FunctionsApi.CreateFunction(ctx, g.region, functions.CreateFunctionRequest{
		NamespaceID:                g.namespace.ID,
		Name:                       "hello",
		Runtime:                    functions.FunctionRuntime(g.runtime),
		Handler:                    new(g.handler),
		Timeout:                    new(20 * time.Second),
		EnvironmentVariables:       map[string]string{"LEVEL": "function"},
		SecretEnvironmentVariables: []functions.Secret{{Key: "SECRET", Value: new("the first")}},
	})
	if err != nil {
		return err
	}
	g.function = fn
	g.show.done("Function", "%s is %s: %s, %d MB and %d mCPU", fn.Name, fn.Status, fn.Runtime, fn.MemoryLimit, fn.CPULimit)
	return nil
}

func (g *betaGuide) upload(ctx context.Context) error {
	archive, err := gosc.ZipFS(g.code)
	if err != nil {
		return err
	}
	size := archive.Len()
	err = g.functions.FunctionsApi.UploadFunctionCode(ctx, g.region, g.function.ID, archive, gosc.WithUploadProgress(g.show.upload))
	if err != nil {
		return err
	}
	g.show.done("Upload", "%d bytes of code", size)
	return nil
}

func (g *betaGuide) deploy(ctx context.Context) error {
	begin := time.Now()
	fn, err := g.functions.FunctionsApi.DeployFunctionAndWait(ctx, g.region, g.function.ID, g.waitOpts("build"))
	if err != nil {
		return err
	}
	g.function = fn
	g.show.done("Deploy", "%s after %s, at %s", fn.Status, time.Since(begin).Round(time.Millisecond), fn.DomainName)
	return nil
}

func (g *betaGuide) call(ctx context.Context) error {
	got, err := g.greet(ctx, "", "a message")
	if err != nil {
		return err
	}
	want := greeting{Message: "Hello, World", Where: "the namespace", Level: "function", Body: "a message", Secret: "the first"}
	if got != want {
		return fmt.Errorf("the function answered %+v, not %+v", got, want)
	}
	g.show.done("Call", "%q; it saw the variable WHERE=%q of its namespace and LEVEL=%q of its own", got.Message, got.Where, got.Level)
	return nil
}

// secret changes the secret. Only its hash can be read.
func (g *betaGuide) secret(ctx context.Context) error {
	fn, err := g.functions.FunctionsApi.UpdateFunctionAndWait(ctx, g.region, g.function.ID, functions.UpdateFunctionRequest{
		SecretEnvironmentVariables: []functions.Secret{{Key: "SECRET", Value: new("the second")}},
	}, g.waitOpts("redeployment"))
	if err != nil {
		return err
	}
	g.function = fn
	got, err := g.greet(ctx, "", "")
	if err != nil {
		return err
	}
	if got.Secret != "the second" || len(fn.SecretEnvironmentVariables) != 1 {
		return fmt.Errorf("the function saw %+v, and has %d secrets", got, len(fn.SecretEnvironmentVariables))
	}
	hash, _, _ := strings.Cut(fn.SecretEnvironmentVariables[0].HashedValue, ",")
	g.show.done("Secret", "the function sees %q; the API shows a hash, %s…", got.Secret, hash)
	return nil
}

func (g *betaGuide) cron(ctx context.Context) error {
	args := map[string]any{"key": "value", "n": 1.0}
	cron, err := g.functions.CronsApi.CreateCronAndWait(ctx, g.region, functions.CreateCronRequest{
		FunctionID: g.function.ID, Schedule: "0 13 * * *", Args: args,
	}, g.waitOpts("cron"))
	if err != nil {
		return err
	}
	if !maps.Equal(cron.Args, args) {
		return fmt.Errorf("the cron's arguments came back as %v, not %v", cron.Args, args)
	}
	g.show.done("Cron", "%s is %s, with %v", cron.Schedule, cron.Status, cron.Args)
	return nil
}

// makePrivate makes the function private, and calls it without and with a token.
func (g *betaGuide) makePrivate(ctx context.Context) error {
	fn, err := g.functions.FunctionsApi.UpdateFunctionAndWait(ctx, g.region, g.function.ID, functions.UpdateFunctionRequest{
		Privacy: functions.FunctionPrivacyPrivate,
	}, g.waitOpts("redeployment"))
	if err != nil {
		return err
	}
	g.function = fn
	refused, err := g.functions.FunctionsApi.InvokeFunction(ctx, fn, nil)
	if err != nil {
		return err
	}
	refused.Body.Close()
	if refused.StatusCode != http.StatusForbidden {
		return fmt.Errorf("without a token the function answered %s, not 403", refused.Status)
	}
	// The secret key of an API key that may call private functions is what Scaleway
	// advises; this guide has none to give away.
	//lint:ignore SA1019 a token that needs nothing but this API
	token, _, err := g.functions.TokensApi.CreateToken(ctx, g.region, functions.CreateTokenRequest{
		FunctionID: &fn.ID, ExpiresAt: new(time.Now().Add(time.Hour)),
	})
	if err != nil {
		return err
	}
	got, err := g.greet(ctx, token.Token, "")
	if err != nil {
		return err
	}
	g.show.done("Private function", "%d without a token, %q with one", refused.StatusCode, got.Message)
	return nil
}

func (g *betaGuide) container(ctx context.Context) error {
	if g.image == "" {
		g.show.done("Container", "none: set -image to deploy one")
		return nil
	}
	//lint:ignore SA1019 this version of the API is what the guide is about
	ns, _, err := g.containers.NamespacesApi.CreateNamespace(ctx, g.region, containers.CreateNamespaceRequest{
		Name: g.namespace.Name, EnvironmentVariables: map[string]string{"WHERE": "the namespace"},
	})
	if err != nil {
		return err
	}
	g.containersNS = ns
	if _, err := g.containers.NamespacesApi.WaitForNamespace(ctx, g.region, ns.ID, g.waitOpts("namespace")); err != nil {
		return err
	}
	container, err := g.containers.ContainersApi.CreateContainerAndWait(ctx, g.region, containers.CreateContainerRequest{
		NamespaceID: ns.ID, Name: "web", RegistryImage: new(g.image),
	}, g.waitOpts("container"))
	if err != nil {
		return err
	}
	resp, err := g.containers.ContainersApi.InvokeContainer(ctx, container, nil)
	if err != nil {
		return err
	}
	return g.showContainer(container.Name, string(container.Status), resp)
}

// cleanUp deletes the namespaces and everything in them.
func (g *betaGuide) cleanUp(ctx context.Context) error {
	if g.containersNS.ID != "" {
		//lint:ignore SA1019 this version of the API is what the guide is about
		_, _, err := g.containers.NamespacesApi.DeleteNamespace(ctx, g.region, g.containersNS.ID)
		if err == nil {
			err = g.containers.NamespacesApi.WaitForNamespaceDeleted(ctx, g.region, g.containersNS.ID, g.waitOpts("deletion"))
		}
		if err != nil {
			return fmt.Errorf("clean-up failed, delete the containers' namespace %s yourself: %w", g.containersNS.ID, err)
		}
	}
	if g.namespace.ID == "" {
		return nil
	}
	_, _, err := g.functions.NamespacesApi.DeleteNamespace(ctx, g.region, g.namespace.ID)
	if err == nil {
		err = g.functions.NamespacesApi.WaitForNamespaceDeleted(ctx, g.region, g.namespace.ID, g.waitOpts("deletion"))
	}
	if err != nil {
		return fmt.Errorf("clean-up failed, delete namespace %s yourself: %w", g.namespace.ID, err)
	}
	g.show.done("Clean-up", "namespace %s and everything in it is gone", g.namespace.Name)
	return nil
}

func (g *betaGuide) greet(ctx context.Context, token, body string) (greeting, error) {
	return greet(ctx, func() (*http.Response, error) {
		return g.functions.FunctionsApi.InvokeFunction(ctx, g.function, &gosc.InvokeOpts{
			Token: token, Method: http.MethodPost, Body: strings.NewReader(body),
		})
	})
}
