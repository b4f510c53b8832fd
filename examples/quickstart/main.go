// Quickstart is the Quick Start Guide of Scaleway Functions as one program: a
// namespace, a function, its code, a deployment, a call, its logs, a cron, a
// private function with a token, a container, and the clean-up.
//
//	go run ./examples/quickstart
//
// runs it on an emulator in this process: it needs no account and costs nothing.
// With -api v1beta1 it does the same on the live API, with a secret instead of the
// logs. With -live it runs on the real API, with the credentials of the environment
// (SCW_SECRET_KEY and SCW_DEFAULT_ORGANIZATION_ID, or SCW_DEFAULT_PROJECT_ID for
// v1beta1) or of the scw configuration file.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/rumpl/gosc"
	"github.com/rumpl/gosc/emulator"
	"github.com/rumpl/gosc/scwconfig"
)

const containerFlag = "serve-as-container"

// The values of -api.
const (
	apiV1alpha2 = "v1alpha2"
	apiV1beta1  = "v1beta1"
)

func main() {
	live := flag.Bool("live", false, "run on the real API instead of the emulator; what it creates is billed until it is deleted")
	api := flag.String("api", apiV1alpha2, "which API to use: v1alpha2, or v1beta1, the live one")
	runtime := flag.String("runtime", "", "node10, python3 or golang; with v1beta1 node24, python313 or go125 (default: the first that is installed)")
	image := flag.String("image", "", "with -live: an image that the container can run; without it the container is created, but not deployed")
	asContainer := flag.Bool(containerFlag, false, "used by the emulator: be the container")
	flag.Parse()
	if flag.NArg() > 0 {
		fail(fmt.Errorf("unexpected argument %q", flag.Arg(0)))
	}
	if *asContainer {
		fail(serveAsContainer())
	}
	// The first Ctrl-C ends the guide, which then cleans up; a second one ends that.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	if err := run(ctx, *api, *live, *runtime, *image); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "quickstart:", err)
	os.Exit(1)
}

func run(ctx context.Context, api string, live bool, runtime, image string) (err error) {
	g := &guide{show: newScreen(os.Stdout), image: image, live: live}
	if g.runtime, g.handler, g.code, err = pickRuntime(api, runtime); err != nil {
		return err
	}
	if live {
		err = g.connectLive(api)
	} else {
		var srv *emulator.Server
		if srv, err = g.connectEmulator(); err == nil {
			defer func() { err = errors.Join(err, srv.Close()) }()
		}
	}
	if err != nil {
		return err
	}
	var way interface {
		steps(context.Context) error
		cleanUp(context.Context) error
	} = g
	if api == apiV1beta1 {
		way = newBetaGuide(g)
	}
	begin := time.Now()
	err = way.steps(ctx)
	// Clean up whatever happened, even when ctx has ended.
	cleanCtx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Minute)
	defer cancel()
	if err = errors.Join(err, way.cleanUp(cleanCtx)); err != nil {
		return err
	}
	g.show.say("All steps verified in %s.", time.Since(begin).Round(time.Millisecond))
	return nil
}

func (g *guide) connectLive(api string) error {
	cfg, err := scwconfig.Load()
	if err != nil {
		return err
	}
	owner := "organization " + cfg.OrganizationID
	switch {
	case api == apiV1beta1 && cfg.Configuration.ProjectID == "":
		return errors.New("-live -api v1beta1 needs SCW_DEFAULT_PROJECT_ID")
	case api == apiV1beta1:
		owner = "project " + cfg.Configuration.ProjectID
	case cfg.OrganizationID == "":
		return errors.New("-live needs SCW_DEFAULT_ORGANIZATION_ID")
	}
	g.client = gosc.NewAPIClient(cfg.Configuration)
	g.organization = cfg.OrganizationID
	g.region = cfg.Configuration.Region
	g.show.say("LIVE: this creates resources at %s, region %s, in %s, and deletes them at the end.",
		cfg.Configuration.BasePath, g.region, owner)
	return nil
}

func (g *guide) connectEmulator() (*emulator.Server, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	g.image = "quickstart/container:latest"
	srv, err := emulator.New(emulator.Options{
		Containers: map[string][]string{g.image: {self, "-" + containerFlag}},
	})
	if err != nil {
		return nil, err
	}
	cfg := gosc.NewConfiguration()
	cfg.BasePath = srv.URL()
	cfg.APIKey = "11111111-1111-4111-8111-111111111111" // the emulator takes any
	g.client = gosc.NewAPIClient(cfg)
	g.organization = "11111111-2222-4333-8444-555555555555"
	cfg.ProjectID = g.organization
	g.region = cfg.Region
	g.show.say("Running on the emulator at %s with runtime %s; nothing leaves this machine.", srv.URL(), g.runtime)
	return srv, nil
}
