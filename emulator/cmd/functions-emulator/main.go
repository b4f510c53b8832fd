// Functions-emulator runs Scaleway Functions v1alpha2 on this machine, for tests
// and for work without an account. Run it with -h for its options.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/rumpl/gosc/emulator"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal kills the program
	os.Exit(exitStatus(run(ctx, os.Args[1:], os.Stdout, os.Stderr)))
}

func exitStatus(err error) int {
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return 0
	case errors.Is(err, errUsage):
		return 2
	default:
		fmt.Fprintln(os.Stderr, "functions-emulator:", err)
		return 1
	}
}

// run serves until ctx ends.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	config, err := parseFlags(args, stdout, stderr)
	if err != nil {
		return err
	}
	config.options.Logger = slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: config.logLevel}))
	server, err := emulator.New(config.options)
	if err != nil {
		return err
	}
	if warning := exposure(config.options.Address); warning != "" {
		fmt.Fprintln(stderr, warning)
	}
	for _, fault := range config.faults {
		if _, err := server.Inject(fault); err != nil {
			return errors.Join(err, server.Close())
		}
	}
	for _, f := range config.forced {
		if err := server.ForceStatus(f.id, f.status, f.message); err != nil {
			return errors.Join(err, server.Close())
		}
	}
	printWelcome(stdout, server)
	<-ctx.Done()
	fmt.Fprintln(stdout, "Stopping.")
	return server.Close()
}
