package emulator

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/rumpl/gosc/emulator/internal/platform"
)

const (
	defaultAddress  = "127.0.0.1:0"
	defaultArchive  = 1_000_000_000
	defaultBody     = 1 << 20
	defaultLogLines = 10_000
	defaultLogBytes = 8 << 20
	maxSecretKey    = 256
)

// Options are the options of an emulator. The zero value means loopback, a free port,
// no delays, and everything in memory.
type Options struct {
	// Address to listen on; empty means "127.0.0.1:0", a free port of the
	// loopback interface. On any other interface, everyone who can reach it can
	// run programs on this machine.
	Address string
	// Hosts are further names under which clients reach the emulator, such as the
	// name of a container ("emulator"). Loopback names and the address of the
	// interface need no entry. A request for any other host is refused, because a web
	// page can make its own host name resolve to this machine.
	Hosts []string
	// Delays of life cycles; zero means that a resource is ready, or gone, when
	// the reply that announces it arrives.
	Delays Delays
	// Strict refuses changes of resources in a transient status (pending,
	// deleting) with 409 transient_state. The default lets them pass, as the
	// provider's own tools expect.
	Strict bool
	// AllowDuplicateNames turns off the 409 for a name that is taken.
	AllowDuplicateNames bool
	// SpareKey makes a key pair in the background as soon as there is a namespace
	// of v1beta1, so that a namespace's first token does not have to wait some
	// seconds for it. That cannot be interrupted: it may outlive Close by as long.
	SpareKey bool
	// Lenient accepts names of v1beta1 that the platform would refuse, and numbers of
	// seconds as durations.
	Lenient bool
	// DataDir keeps resources, code, keys and logs across restarts; empty means
	// that Close forgets everything. One emulator at a time uses a folder. It
	// must be empty, not exist, or have been made by the emulator; everything
	// else is a [ForeignFolderError].
	DataDir string
	// SetDamagedAside renames a damaged state in DataDir, and the code beside
	// it, and begins anew. Without it, a damaged state is a [DamagedStateError],
	// and nothing is changed.
	SetDamagedAside bool
	// Containers maps images to the local commands that run in their place,
	// program first. An image is named in full ("rg.fr-par.scw.cloud/x/web:1") or
	// by its last part ("web"), with or without tag.
	Containers map[string][]string
	// Domains says what names functions and containers of v1beta1 have; the zero
	// value is LoopbackDomains.
	Domains Domains
	// PublicHost is the name by which others call the machine, or the container,
	// that the emulator runs on. It stands in every URL and domain name that is
	// handed out; empty means the address itself.
	PublicHost string
	// TLS lets https://, too, reach the API and every function and container, on the
	// same ports as plain HTTP: with certificates of an authority of the emulator's
	// own, which clients have to trust (Server.CertificateFile, Server.Certificate).
	// It is kept in DataDir. The names in a certificate are those that the client
	// asks for.
	TLS bool
	// Handlers serve functions and containers in this process, in place of one of
	// their own: a function by its name, a container by its image, named as in
	// Containers. A function with a handler needs no code.
	Handlers map[string]http.Handler
	// Clock sets off delays and crons; nil means the machine's clock.
	Clock Clock
	// Logger gets the records of the emulator: at info level a line for each
	// request and each deployment, at debug level also each line that a function
	// or container prints. Nil discards it. It never gets secret keys, tokens or
	// signatures; what functions print is theirs.
	Logger *slog.Logger
	// SecretKeys are the values of X-Auth-Token that are accepted. Empty means any
	// word: no key is a secret on a loopback interface.
	SecretKeys []string
	// Limits of what clients and applications may use up.
	Limits Limits
	// IdleTimeout is how long an instance beyond min_scale may be unused before
	// it is stopped; zero means 5 minutes.
	IdleTimeout time.Duration
	// StartTimeout is how long an instance may take until it accepts
	// connections; zero means 30 seconds.
	StartTimeout time.Duration
}

// Domains are the two kinds of names that functions and containers of v1beta1 may
// have as their domain_name.
type Domains string

const (
	// LoopbackDomains are addresses with a port, such as "127.0.0.1:41234", where
	// plain HTTP reaches the application.
	LoopbackDomains Domains = ""
	// RealDomains have the form that the platform gives them, such as
	// "shopk3v9x2ab-hello.functions.fnc.fr-par.scw.cloud". The emulator's own
	// address answers requests with such a Host.
	RealDomains Domains = "real"
)

// Delays of life cycles. Those that say so are, if they are zero, the same as
// another one.
type Delays struct {
	Namespace       time.Duration // from pending to ready, when it is made
	NamespaceUpdate time.Duration // from pending to ready, after a change of variables or secrets; zero: Namespace
	Deploy          time.Duration // of a function: from pending to the start of the work on it
	Container       time.Duration // of a container: likewise; zero: Deploy
	Cron            time.Duration // from pending to ready
	Domain          time.Duration // from pending to ready; zero: Cron
	Token           time.Duration // from creating to ready; zero: Cron
	Trigger         time.Duration // from pending to ready; zero: Cron
	Delete          time.Duration // from deleting to gone
}

// AllDelays makes every step of every life cycle take the same time.
func AllDelays(d time.Duration) Delays {
	return Delays{
		Namespace: d, NamespaceUpdate: d, Deploy: d, Container: d, Cron: d, Domain: d, Token: d, Trigger: d, Delete: d,
	}
}

// RecordedDelays are about those of the platform in 2025 and 2026: seconds for most
// things, and minutes for the build of a function. With a ManualClock they cost no
// time.
func RecordedDelays() Delays {
	return Delays{
		Namespace: 5 * time.Second, NamespaceUpdate: 500 * time.Millisecond,
		Deploy: 2 * time.Minute, Container: 45 * time.Second,
		Cron: 2 * time.Second, Domain: 10 * time.Second, Token: 500 * time.Millisecond, Trigger: 15 * time.Second,
		Delete: 10 * time.Second,
	}
}

func (d Delays) withDefaults() Delays {
	d.NamespaceUpdate = cmp.Or(d.NamespaceUpdate, d.Namespace)
	d.Container = cmp.Or(d.Container, d.Deploy)
	d.Domain, d.Token, d.Trigger = cmp.Or(d.Domain, d.Cron), cmp.Or(d.Token, d.Cron), cmp.Or(d.Trigger, d.Cron)
	return d
}

func (d Delays) all() []time.Duration {
	return []time.Duration{d.Namespace, d.NamespaceUpdate, d.Deploy, d.Container, d.Cron, d.Domain, d.Token, d.Trigger, d.Delete}
}

// Limits of what clients and applications may use up; zero members mean their
// default.
type Limits struct {
	Archive  int64 // bytes of an uploaded archive; default 1,000,000,000
	Body     int64 // bytes of an API request's body; default 1 MiB
	LogLines int   // kept per application, the oldest go first; default 10,000
	LogBytes int64 // kept per application; default 8 MiB
	// FunctionMemory is the quota of memory, in MB, of all functions of v1beta1
	// together, each with as many instances as its max_scale allows. A create, or a
	// change that takes more, is refused with 403 beyond it. Zero means no quota;
	// the platform documents 600 GiB (614400) for an organization.
	FunctionMemory int64
}

func (o Options) withDefaults() Options {
	if o.Address == "" {
		o.Address = defaultAddress
	}
	if o.Clock == nil {
		o.Clock = systemClock{}
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	o.Limits.Archive = orDefault(o.Limits.Archive, defaultArchive)
	o.Limits.Body = orDefault(o.Limits.Body, defaultBody)
	o.Limits.LogLines = orDefault(o.Limits.LogLines, defaultLogLines)
	o.Limits.LogBytes = orDefault(o.Limits.LogBytes, defaultLogBytes)
	return o
}

func orDefault[T int | int64](value, fallback T) T {
	if value == 0 {
		return fallback
	}
	return value
}

func (o Options) validate() error {
	for _, d := range append(o.Delays.all(), o.IdleTimeout, o.StartTimeout) {
		if d < 0 {
			return fmt.Errorf("delays and timeouts must not be negative, and one is %s", d)
		}
	}
	if min(o.Limits.Archive, o.Limits.Body, o.Limits.LogBytes, o.Limits.FunctionMemory, int64(o.Limits.LogLines)) < 0 {
		return errors.New("limits must not be negative")
	}
	for i, key := range o.SecretKeys {
		if err := checkSecretKey(key); err != nil {
			return fmt.Errorf("secret key %d: %w", i+1, err)
		}
	}
	if o.Domains != LoopbackDomains && o.Domains != RealDomains {
		return fmt.Errorf("domains %q are neither LoopbackDomains nor RealDomains", o.Domains)
	}
	if strings.ContainsAny(o.PublicHost, "/:?#@ ") && net.ParseIP(o.PublicHost) == nil {
		return fmt.Errorf("public host %q is not a host name or an IP address, without a port", o.PublicHost)
	}
	for image, command := range o.Containers {
		if image == "" || len(command) == 0 || command[0] == "" {
			return fmt.Errorf("container image %q needs a name and a command", image)
		}
	}
	return nil
}

// checkSecretKey refuses what clients cannot send as a header, or refuse to
// send. The error does not show the key.
func checkSecretKey(key string) error {
	switch {
	case key == "":
		return errors.New("a secret key must not be empty")
	case len(key) > maxSecretKey:
		return fmt.Errorf("a secret key must not have more than %d characters", maxSecretKey)
	case strings.ContainsFunc(key, func(r rune) bool { return r < '!' || r > '~' }):
		return errors.New("a secret key must consist of visible ASCII characters, without spaces")
	}
	return nil
}

func (o Options) platform(keys []string) platform.Options {
	host, _, _ := net.SplitHostPort(o.Address) // a bad address fails in Listen
	return platform.Options{
		Clock: o.Clock, Delays: platform.Delays(o.Delays.withDefaults()),
		Strict: o.Strict, AllowDuplicateNames: o.AllowDuplicateNames, DataDir: o.DataDir,
		SetDamagedAside: o.SetDamagedAside, Containers: o.Containers, Handlers: o.Handlers, Host: o.endpointHost(host),
		IdleTimeout: o.IdleTimeout, StartTimeout: o.StartTimeout,
		MaxArchive: o.Limits.Archive, MemoryQuota: uint64(o.Limits.FunctionMemory), MaxLogLines: o.Limits.LogLines, MaxLogBytes: o.Limits.LogBytes,
		Logger: o.Logger, TLS: o.TLS, SpareKey: o.SpareKey, RealDomains: o.Domains == RealDomains, PublicHost: o.PublicHost, SecretKeys: keys,
	}
}

// endpointHost is where applications listen: on the emulator's own interface if
// its address names one, on loopback if not. If the emulator listens on all of
// them, so do applications, but only if there is a name by which others find them.
func (o Options) endpointHost(host string) string {
	if ip := net.ParseIP(host); ip != nil && (!ip.IsUnspecified() || o.PublicHost != "") {
		return host
	}
	return "127.0.0.1"
}
