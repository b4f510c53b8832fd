package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"strings"
	"time"

	"github.com/antihax/optional"
	"github.com/rumpl/gosc"
)

// guide goes through the Quick Start Guide. Every step checks its result.
type guide struct {
	client               *gosc.APIClient
	show                 *screen
	region, organization string
	live                 bool
	runtime              string
	handler              string
	code                 fs.FS
	image                string

	namespace gosc.Namespace
	function  gosc.Function
}

// greeting is the reply of the function and of the container.
type greeting struct {
	Message string `json:"message"`
	Where   string `json:"where"`
	Level   string `json:"level,omitempty"`
	Body    string `json:"body,omitempty"`
	Secret  string `json:"secret,omitempty"` // of v1beta1
}

// step is one step of a guide.
type step struct {
	name string
	run  func(context.Context) error
}

func runSteps(ctx context.Context, steps []step) error {
	for _, step := range steps {
		if err := step.run(ctx); err != nil {
			return fmt.Errorf("step %q: %w", step.name, err)
		}
	}
	return nil
}

func (g *guide) steps(ctx context.Context) error {
	return runSteps(ctx, []step{
		{"namespace", g.createNamespace},
		{"function", g.createFunction},
		{"upload", g.upload},
		{"deploy", g.deploy},
		{"call", g.call},
		{"logs", g.logs},
		{"cron", g.cron},
		{"private function", g.makePrivate},
		{"container", g.container},
	})
}

func (g *guide) createNamespace(ctx context.Context) error {
	created, _, err := g.client.NamespacesApi.CreateNamespace(ctx, g.region, gosc.CreateNamespaceRequest{
		Name:                 fmt.Sprintf("quickstart-%x", time.Now().UnixNano()),
		OrganizationID:       g.organization,
		EnvironmentVariables: map[string]string{"WHERE": "the namespace", "LEVEL": "namespace"},
	})
	if err != nil {
		return err
	}
	g.namespace = created // for the clean-up, even if what follows fails
	ready, err := g.client.NamespacesApi.WaitForNamespace(ctx, g.region, created.ID, g.waitOpts("namespace"))
	if err != nil {
		return err
	}
	g.namespace = ready
	g.show.done("Namespace", "%s is %s, id %s", ready.Name, ready.Status, ready.ID)
	return nil
}

func (g *guide) createFunction(ctx context.Context) error {
	fn, _, err := g.client.FunctionsApi.CreateFunction(ctx, g.region, gosc.CreateFunctionRequest{
		NamespaceID:          g.namespace.ID,
		Name:                 "hello",
		Runtime:              gosc.FunctionRuntime(g.runtime),
		Handler:              new(g.handler),
		MemoryLimit:          new(uint32(128)),
		MinScale:             new(uint32(0)),
		MaxScale:             new(uint32(20)),
		EnvironmentVariables: map[string]string{"LEVEL": "function"},
	})
	if err != nil {
		return err
	}
	g.function = fn
	g.show.done("Function", "%s is %s: %s, %d MB and %d mCPU", fn.Name, fn.Status, fn.Runtime, fn.MemoryLimit, fn.CPULimit)
	return nil
}

func (g *guide) upload(ctx context.Context) error {
	archive, err := gosc.ZipFS(g.code)
	if err != nil {
		return err
	}
	size := archive.Len()
	err = g.client.FunctionsApi.UploadFunctionCode(ctx, g.region, g.function.ID, archive, gosc.WithUploadProgress(g.show.upload))
	if err != nil {
		return err
	}
	g.show.done("Upload", "%d bytes of code", size)
	return nil
}

func (g *guide) deploy(ctx context.Context) error {
	begin := time.Now()
	fn, err := g.client.FunctionsApi.DeployFunctionAndWait(ctx, g.region, g.function.ID, g.waitOpts("build"))
	if err != nil {
		return err
	}
	g.function = fn
	g.show.done("Deploy", "%s after %s, at %s", fn.Status, time.Since(begin).Round(time.Millisecond), fn.Endpoint)
	return nil
}

func (g *guide) call(ctx context.Context) error {
	got, err := g.greet(ctx, "", "a message")
	if err != nil {
		return err
	}
	want := greeting{Message: "Hello, World", Where: "the namespace", Level: "function", Body: "a message"}
	if got != want {
		return fmt.Errorf("the function answered %+v, not %+v", got, want)
	}
	g.show.done("Call", "%q; it saw the variable WHERE=%q of its namespace and LEVEL=%q of its own", got.Message, got.Where, got.Level)
	return nil
}

func (g *guide) logs(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for line, err := range g.client.LogsApi.TailLogs(ctx, g.region, g.function.ID, &gosc.TailOpts{Interval: 200 * time.Millisecond}) {
		if err != nil {
			return err
		}
		if strings.Contains(line.Message, "quickstart: POST from the namespace") {
			g.show.done("Logs", "%s  %s", line.Timestamp.Format(time.RFC3339), line.Message)
			return nil
		}
	}
	return errors.New("the function's line did not appear in its logs")
}

func (g *guide) cron(ctx context.Context) error {
	args := map[string]any{"key": "value", "n": 1.0}
	created, _, err := g.client.CronsApi.CreateCron(ctx, g.region, gosc.CreateCronRequest{
		ApplicationID: g.function.ID, Schedule: "0 13 * * *", Args: args,
	})
	if err != nil {
		return err
	}
	cron, err := g.client.CronsApi.WaitForCron(ctx, g.region, created.ID, g.waitOpts("cron"))
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
func (g *guide) makePrivate(ctx context.Context) error {
	if _, _, err := g.client.FunctionsApi.UpdateFunction(ctx, g.region, g.function.ID, gosc.UpdateFunctionRequest{
		Privacy: gosc.FunctionPrivacyPrivate, Redeploy: new(false),
	}); err != nil {
		return err
	}
	fn, err := g.client.FunctionsApi.DeployFunctionAndWait(ctx, g.region, g.function.ID, g.waitOpts("redeployment"))
	if err != nil {
		return err
	}
	g.function = fn
	refused, err := g.client.FunctionsApi.InvokeFunction(ctx, fn, nil)
	if err != nil {
		return err
	}
	refused.Body.Close()
	if refused.StatusCode != http.StatusNotFound {
		return fmt.Errorf("without a token the function answered %s, not 404", refused.Status)
	}
	token, _, err := g.client.DefaultApi.IssueJWT(ctx, g.region, &gosc.IssueJWTOpts{
		FunctionID: optional.NewString(fn.ID), ExpirationDate: optional.NewTime(time.Now().Add(time.Hour)),
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

func (g *guide) container(ctx context.Context) error {
	body := gosc.CreateContainerRequest{
		NamespaceID: g.namespace.ID, Name: "web", MemoryLimit: new(uint32(128)), MinScale: new(uint32(0)), MaxScale: new(uint32(20)),
	}
	if g.image != "" {
		body.RegistryImage = new(g.image)
	}
	container, _, err := g.client.ContainersApi.CreateContainer(ctx, g.region, body)
	if err != nil {
		return err
	}
	if g.image == "" {
		g.show.done("Container", "%s is %s; push an image as %s to deploy it", container.Name, container.Status, container.RegistryImage)
		return nil
	}
	container, err = g.client.ContainersApi.DeployContainerAndWait(ctx, g.region, container.ID, g.waitOpts("container"))
	if err != nil {
		return err
	}
	resp, err := g.client.ContainersApi.InvokeContainer(ctx, container, nil)
	if err != nil {
		return err
	}
	return g.showContainer(container.Name, string(container.Status), resp)
}

// showContainer shows the reply of a container.
func (g *guide) showContainer(name, status string, resp *http.Response) error {
	if g.live {
		resp.Body.Close()
		g.show.done("Container", "%s is %s and answers %s", name, status, resp.Status)
		return nil
	}
	got, err := readGreeting(resp)
	if err != nil {
		return err
	}
	if got.Message != "Hello from a container" || got.Where != "the namespace" {
		return fmt.Errorf("the container answered %+v", got)
	}
	g.show.done("Container", "%s is %s: %q", name, status, got.Message)
	return nil
}

// cleanUp deletes the namespace and everything in it.
func (g *guide) cleanUp(ctx context.Context) error {
	if g.namespace.ID == "" {
		return nil
	}
	_, _, err := g.client.NamespacesApi.DeleteNamespace(ctx, g.region, g.namespace.ID)
	if err == nil {
		err = g.client.NamespacesApi.WaitForNamespaceDeleted(ctx, g.region, g.namespace.ID, g.waitOpts("deletion"))
	}
	if err != nil {
		return fmt.Errorf("clean-up failed, delete namespace %s yourself: %w", g.namespace.ID, err)
	}
	g.show.done("Clean-up", "namespace %s and everything in it is gone", g.namespace.Name)
	return nil
}

// greet calls the function and reads its reply. Just after a deployment the platform
// may not know the endpoint yet and reply 404 for some seconds.
func (g *guide) greet(ctx context.Context, token, body string) (greeting, error) {
	return greet(ctx, func() (*http.Response, error) {
		return g.client.FunctionsApi.InvokeFunction(ctx, g.function, &gosc.InvokeOpts{
			Token: token, Method: http.MethodPost, Body: strings.NewReader(body),
		})
	})
}

func greet(ctx context.Context, invoke func() (*http.Response, error)) (greeting, error) {
	for try := 0; ; try++ {
		resp, err := invoke()
		if err != nil {
			return greeting{}, err
		}
		if resp.StatusCode != http.StatusNotFound || try == 20 {
			return readGreeting(resp)
		}
		resp.Body.Close()
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
			return greeting{}, ctx.Err()
		}
	}
}

func readGreeting(resp *http.Response) (got greeting, err error) {
	defer resp.Body.Close()
	text, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		return got, err
	}
	if resp.StatusCode != http.StatusOK {
		return got, fmt.Errorf("the answer was %s: %s", resp.Status, text)
	}
	return got, json.Unmarshal(text, &got)
}

func (g *guide) waitOpts(what string) *gosc.WaitOpts {
	opts := &gosc.WaitOpts{OnPoll: func(status string) { g.show.status(what, status) }}
	if !g.live {
		opts.Interval, opts.MaxInterval = 50*time.Millisecond, 200*time.Millisecond
	}
	return opts
}
