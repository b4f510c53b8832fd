package gosc

import (
	"cmp"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rumpl/gosc/internal/noredirect"
	"github.com/rumpl/gosc/jsoncodec"
)

// Caller sends the calls of generated services, and calls of your own: see [Call].
// All services of one client share one Caller, and clients of several generated
// packages may share it too: they then have one configuration, one set of
// credentials and one connection pool. It is safe for concurrent use.
type Caller struct {
	cfg  *Configuration
	base atomic.Pointer[basePath] // parsed last

	once      sync.Once
	api       *http.Client      // for the API and the storage, without its Timeout
	timeout   time.Duration     // of Configuration.HTTPClient, 0: none
	direct    http.RoundTripper // of api if the client consists of nothing else, else nil
	functions *http.Client      // for functions and containers
	calls     handler           // the chain for the API
	uploads   handler           // the chain for the storage
	gate      rateGate
}

// NewCaller returns a Caller. A nil configuration means [NewConfiguration].
func NewCaller(cfg *Configuration) *Caller {
	if cfg == nil {
		cfg = NewConfiguration()
	}
	return &Caller{cfg: cfg}
}

// Config returns the configuration that the Caller uses. Change its fields before
// the first call, not while calls are under way.
func (c *Caller) Config() *Configuration { return c.cfg }

// noConfiguration is for a Caller that NewCaller has not made. It is not changed.
var noConfiguration Configuration

// config returns the configuration, an empty one for a Caller that NewCaller has not
// made: no call of such a Caller gets past check.
func (c *Caller) config() *Configuration {
	if c == nil || c.cfg == nil {
		return &noConfiguration
	}
	return c.cfg
}

// check returns the error of an operation or helper if NewCaller has not made the
// Caller.
func (c *Caller) check(operation string) error {
	if c == nil || c.cfg == nil {
		return &ArgumentError{Operation: operation, Argument: "client", Reason: "is nil or empty: make one with NewAPIClient, or a Caller with NewCaller"}
	}
	return nil
}

// String returns the Caller without its secrets, so that it can be printed.
func (c *Caller) String() string { return "gosc.Caller{" + c.config().String() + "}" }

// GoString returns the same as String.
func (c *Caller) GoString() string { return c.String() }

// Format formats as String does, for every verb of fmt.
func (c *Caller) Format(f fmt.State, verb rune) { jsoncodec.FormatPrintable(f, verb, c.String()) }

// LogValue returns the same as String, for slog.
func (c *Caller) LogValue() slog.Value { return slog.StringValue(c.String()) }

// CloseIdleConnections closes the connections that no call uses at the moment.
func (c *Caller) CloseIdleConnections() {
	if c.check("") != nil {
		return // there are none
	}
	c.start()
	c.api.CloseIdleConnections()
	c.functions.CloseIdleConnections()
}

// start builds what all calls share. It runs at the first call, because the
// configuration may change until then.
func (c *Caller) start() {
	c.once.Do(func() {
		client := c.cfg.HTTPClient
		if client == nil {
			client = newHTTPClient()
		}
		client = guardTransport(client)
		c.api = noredirect.Client(client)
		c.api.Timeout, c.timeout = 0, client.Timeout // limitExchange is in charge of it
		if client.Jar == nil {
			c.direct = cmp.Or(client.Transport, http.DefaultTransport)
		}
		c.functions = noredirect.Client(withoutHeaderTimeout(client))
		c.calls = c.apiChain()
		c.uploads = c.storageChain()
	})
}

func (c *Caller) userAgent() string {
	if c.cfg.UserAgent == "" {
		return defaultUserAgent()
	}
	return c.cfg.UserAgent
}
