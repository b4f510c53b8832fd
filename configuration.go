package gosc

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"github.com/rumpl/gosc/internal/redact"
	"github.com/rumpl/gosc/jsoncodec"
)

const (
	defaultBasePath         = "https://api.scaleway.com"
	defaultRegion           = "fr-par"
	defaultMaxResponseBytes = 16 << 20
	defaultMaxDecodedBytes  = 256 << 20
	defaultTimeout          = 60 * time.Second
)

// Configuration configures an APIClient. The zero value of every field is usable;
// NewConfiguration sets the defaults. A Configuration may be shared by several
// clients, but must not be changed once calls are under way, except by
// ChangeBasePath, which then affects all of them.
type Configuration struct {
	// BasePath is the URL of the API, without a trailing slash. It may have a
	// path. Default https://api.scaleway.com.
	BasePath string
	// Host and Scheme, when set, replace those of BasePath.
	Host   string
	Scheme string
	// UserAgent is sent with every request. Default gosc/<version> and the platform.
	UserAgent string
	// DefaultHeader is sent with every request to the API; see AddDefaultHeader.
	DefaultHeader map[string]string `json:"-"`
	// Debug adds those headers of requests and replies that hold no secrets to the log, and
	// logs to the standard error when there is no Logger. It never shows a
	// credential or a body.
	Debug bool
	// Servers are the servers that the API description names; see ServerUrl.
	Servers []ServerConfiguration
	// HTTPClient sends the requests. The default is a separate client with a
	// response-header timeout of 30 s. Redirects are never followed, whatever
	// CheckRedirect says: the API sends none, and credentials must not reach another
	// host.
	//
	// An *http.Transport is copied. The copy has its own connections, pings HTTP/2
	// connections unless the transport's HTTP2 field sets that, and never sends a call
	// for this machine to a proxy. [Caller.CloseIdleConnections] closes its connections.
	HTTPClient *http.Client

	// Region is the region of calls with an empty one. NewConfiguration sets it to
	// fr-par; if it is empty too, such a call is refused.
	Region string
	// Zone is the zone of calls with an empty one. NewConfiguration leaves it empty:
	// Scaleway Functions has regions only.
	Zone string
	// ProjectID and OrganizationID, both UUIDs, fill an empty member of that name in
	// requests; the documentation of an operation says where. NewConfiguration leaves
	// them empty.
	ProjectID      string
	OrganizationID string
	// APIKey is the secret key, sent as X-Auth-Token by every call without a credential
	// in its context, unless there is a TokenSource.
	APIKey string `json:"-"`
	// TokenSource provides a secret key that rotates. It is called before every attempt
	// and should cache (oauth2.ReuseTokenSource). A call waits for it no longer than its
	// context allows; the source itself is not interrupted.
	TokenSource oauth2.TokenSource `json:"-"`
	// AllowHTTP lets credentials travel over plain http to hosts other than
	// loopback. Without it such a call is refused.
	AllowHTTP bool

	// Retry is the policy for repeating failed calls. The zero value means the
	// defaults.
	Retry RetryPolicy
	// Wait is how waiters poll; the WaitOpts of a call override it field by field. The
	// zero value means the defaults of WaitOpts.
	Wait WaitOpts
	// Timeout limits one attempt, from connecting to the last byte of the reply.
	// Default 60 s; negative: no limit but the context's.
	Timeout time.Duration
	// MaxResponseBytes limits a reply, after decompression. Default 16 MiB.
	MaxResponseBytes int64
	// MaxDecodedBytes limits the memory, approximately, that the Go value of a reply
	// may take: a few bytes of JSON can become hundreds. A reply that takes more fails
	// with ErrResponseTooLarge. Default 256 MiB.
	MaxDecodedBytes int64
	// Logger gets a record per attempt, at level Debug, or Warn if it failed.
	Logger *slog.Logger
}

// NewConfiguration returns a Configuration with all defaults filled in.
func NewConfiguration() *Configuration {
	return &Configuration{
		BasePath:         defaultBasePath,
		UserAgent:        defaultUserAgent(),
		DefaultHeader:    map[string]string{},
		Servers:          []ServerConfiguration{{Url: defaultBasePath, Description: "Production"}},
		HTTPClient:       newHTTPClient(),
		Region:           defaultRegion,
		Retry:            defaultRetryPolicy,
		Timeout:          defaultTimeout,
		MaxResponseBytes: defaultMaxResponseBytes,
		MaxDecodedBytes:  defaultMaxDecodedBytes,
	}
}

// String returns the Configuration without its secrets, so that it can be printed.
func (c Configuration) String() string {
	key := ""
	if c.APIKey != "" {
		key = redact.Mark
	}
	base, err := url.Parse(c.BasePath)
	if err != nil {
		base = &url.URL{}
	}
	return fmt.Sprintf("gosc.Configuration{BasePath:%q Region:%q APIKey:%q}", redact.URL(base), c.Region, key)
}

// GoString returns the same as String.
func (c Configuration) GoString() string { return c.String() }

// Format formats as String does, for every verb of fmt.
func (c Configuration) Format(f fmt.State, verb rune) { jsoncodec.FormatPrintable(f, verb, c.String()) }

// LogValue returns the same as String, for slog.
func (c Configuration) LogValue() slog.Value { return slog.StringValue(c.String()) }

// AddDefaultHeader adds a header to every request to the API. It must not be called
// while calls are under way; use WithHeader for one call.
func (c *Configuration) AddDefaultHeader(key, value string) {
	if c.DefaultHeader == nil {
		c.DefaultHeader = map[string]string{}
	}
	c.DefaultHeader[key] = value
}

// ServerVariable is a variable in the URL of a server.
type ServerVariable struct {
	Description  string
	DefaultValue string
	EnumValues   []string // empty: any value
}

// ServerConfiguration is a server of the API.
type ServerConfiguration struct {
	Url         string
	Description string
	Variables   map[string]ServerVariable
}

// ServerUrl returns the URL of Servers[index], with its variables replaced by the
// values in variables or else by their defaults. It can be used as a BasePath.
func (c *Configuration) ServerUrl(index int, variables map[string]string) (string, error) {
	if index < 0 || index >= len(c.Servers) {
		return "", fmt.Errorf("gosc: ServerUrl: index %d is out of range, there are %d servers", index, len(c.Servers))
	}
	server := c.Servers[index]
	text := server.Url
	for name, variable := range server.Variables {
		value, given := variables[name]
		if !given {
			value = variable.DefaultValue
		} else if len(variable.EnumValues) > 0 && !slices.Contains(variable.EnumValues, value) {
			return "", fmt.Errorf("gosc: ServerUrl: %q is not a value of variable %q, use one of %s",
				value, name, strings.Join(variable.EnumValues, ", "))
		}
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	return text, nil
}

func (c *Configuration) maxDecodedBytes() int64 {
	if c.MaxDecodedBytes <= 0 {
		return defaultMaxDecodedBytes
	}
	return c.MaxDecodedBytes
}
