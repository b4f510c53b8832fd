package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/rumpl/gosc/emulator"
)

// secretKeyLength is the length of a UUID in its usual form; package uuid also
// accepts others.
const secretKeyLength = 36

// errUsage means that the command line is wrong, and that this has been printed.
var errUsage = errors.New("wrong usage")

const usage = `Usage: functions-emulator [options]

Runs Scaleway Functions and Containers on this machine: v1alpha2 and v1beta1 of
their API on one address, and a process behind every function and container that
is deployed to it. It prints the environment variables with which clients find
it, and runs until SIGINT or SIGTERM.

Options:
`

const examples = `
Examples:
  functions-emulator
  functions-emulator -data ~/.functions-emulator
  functions-emulator -addr 127.0.0.1:0 -container 'web=python3 -m http.server $PORT'
`

type config struct {
	options  emulator.Options
	faults   []emulator.Fault
	forced   []forced
	logLevel slog.Level
}

// forced is a status that a resource shows.
type forced struct{ id, status, message string }

func parseFlags(args []string, stdout, stderr io.Writer) (config, error) {
	c := config{options: emulator.Options{Containers: map[string][]string{}}}
	flags := flag.NewFlagSet("functions-emulator", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // help prints what is wrong, once
	flags.StringVar(&c.options.Address, "addr", "127.0.0.1:8080", "`address` to listen on; port 0 means any free port")
	flags.StringVar(&c.options.DataDir, "data", "", "`folder` that keeps everything across restarts (default: in memory)")
	flags.BoolVar(&c.options.SetDamagedAside, "set-damaged-aside", false, "rename a damaged state in the folder of -data, and begin anew")
	flags.Func("container", "`image=command`: what to run in place of an image, by its full name or its last part;\n"+
		"the command is given to /bin/sh and must serve HTTP on $PORT (repeatable)", c.addContainer)
	flags.Func("domains", "`kind` of the names that functions and containers of v1beta1 have: loopback or real", c.setDomains)
	flags.StringVar(&c.options.PublicHost, "public-host", "", "`name` of this machine or container in the URLs that are handed out")
	flags.BoolVar(&c.options.TLS, "tls", false, "take https:// beside http:// on every port, with a certificate authority that is kept in the folder of -data")
	flags.Func("delay", "`time` that every step of a life cycle takes, such as 500ms; or recorded: about as long as on the platform,\n"+
		"minutes for a deploy (default 0s)", c.setDelays)
	flags.BoolVar(&c.options.Strict, "strict", false, "refuse changes of resources that are pending or deleting (409 transient_state)")
	flags.Int64Var(&c.options.Limits.FunctionMemory, "memory-quota", 0, "`MB` of max_scale times memory_limit of all functions of v1beta1; what exceeds it is refused\nwith 403 (default none; the platform has 614400)")
	flags.BoolVar(&c.options.AllowDuplicateNames, "allow-duplicates", false, "let several resources have the same name")
	flags.BoolVar(&c.options.Lenient, "lenient", false, "accept names of v1beta1 that the platform would refuse, and numbers for durations")
	flags.Func("secret-key", "`key` to accept as X-Auth-Token (repeatable; default: any word)", func(key string) error {
		if uuid.Validate(key) != nil || len(key) != secretKeyLength {
			return errors.New("it must be a UUID, as the provider's tools insist, such as 5ec2e7b1-0000-4000-8000-000000000001")
		}
		c.options.SecretKeys = append(c.options.SecretKeys, key)
		return nil
	})
	flags.Func("host", "`name` under which clients reach the emulator, besides loopback and its own address (repeatable)", func(name string) error {
		c.options.Hosts = append(c.options.Hosts, name)
		return nil
	})
	flags.Func("fail", "`fault` on demand: OPERATION=STATUS[,times=N][,type=T][,retry-after=3s][,delay=1s][,id=ID][,cut][,drop],\n"+
		"such as CreateFunction=503,times=2 (repeatable)", func(text string) error {
		fault, err := emulator.ParseFault(text)
		c.faults = append(c.faults, fault)
		return err
	})
	flags.Func("force", "`ID=STATUS[,message]` that a resource shows from the start, such as locked, error or pending (repeatable)", c.addForced)
	flags.DurationVar(&c.options.IdleTimeout, "idle-timeout", 5*time.Minute, "`time` after which an unused instance is stopped")
	flags.DurationVar(&c.options.StartTimeout, "start-timeout", 30*time.Second, "`time` that an instance may take to start")
	flags.TextVar(&c.logLevel, "log-level", slog.LevelInfo, "`level` of the log: info logs requests, calls and deployments, debug also what functions print,\nwarn and error only what went wrong")
	version := flags.Bool("version", false, "print the version and end")
	if err := flags.Parse(args); err != nil {
		return config{}, c.help(err, flags, stdout, stderr)
	}
	if *version {
		fmt.Fprintln(stdout, versionLine())
		return config{}, flag.ErrHelp // done, as after -h
	}
	if flags.NArg() > 0 {
		return config{}, c.help(fmt.Errorf("unexpected argument %q", flags.Arg(0)), flags, stdout, stderr)
	}
	c.options.SpareKey = true
	return c, nil
}

func (c *config) setDelays(value string) error {
	if value == "recorded" {
		c.options.Delays = emulator.RecordedDelays()
		return nil
	}
	delay, err := time.ParseDuration(value)
	if err != nil {
		return errors.New("must be a time, such as 500ms, or recorded")
	}
	c.options.Delays = emulator.AllDelays(delay)
	return nil
}

func (c *config) setDomains(value string) error {
	switch value {
	case "loopback":
		c.options.Domains = emulator.LoopbackDomains
	case "real":
		c.options.Domains = emulator.RealDomains
	default:
		return errors.New("must be loopback or real")
	}
	return nil
}

func (c *config) addForced(value string) error {
	id, rest, found := strings.Cut(value, "=")
	status, message, _ := strings.Cut(rest, ",")
	if !found || id == "" || status == "" {
		return errors.New("must be ID=STATUS or ID=STATUS,message")
	}
	c.forced = append(c.forced, forced{id, status, message})
	return nil
}

// addContainer reads IMAGE=COMMAND. The command goes through the shell, so that
// it may use $PORT and quotes.
func (c *config) addContainer(value string) error {
	image, command, found := strings.Cut(value, "=")
	if !found || image == "" || strings.TrimSpace(command) == "" {
		return errors.New("must be IMAGE=COMMAND")
	}
	c.options.Containers[image] = []string{"/bin/sh", "-c", command}
	return nil
}

// help prints the options: to stdout if that was asked for.
func (c *config) help(cause error, flags *flag.FlagSet, stdout, stderr io.Writer) error {
	if !errors.Is(cause, flag.ErrHelp) {
		fmt.Fprintf(stderr, "functions-emulator: %v; -h shows the options\n", cause)
		return errUsage
	}
	fmt.Fprint(stdout, usage)
	flags.SetOutput(stdout)
	flags.PrintDefaults()
	fmt.Fprint(stdout, examples)
	return flag.ErrHelp
}
