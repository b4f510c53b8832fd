package gosc

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
)

// caller is what all calls of one client share.
type caller struct {
	cfg *Configuration

	parsed atomic.Pointer[parsedBase]

	once      sync.Once
	api       *http.Client // for the API and the storage
	functions *http.Client // for functions and containers
	calls     handler      // the chain for the API
	uploads   handler      // the chain for the storage
	gate      rateGate
}

// basePathLock guards the BasePath of all configurations against ChangeBasePath.
// It is no field of the Configuration, so that those can be copied, nor of the
// caller, so that those can share one.
var basePathLock sync.RWMutex

// parsedBase remembers what a base path was parsed to.
type parsedBase struct {
	text string
	url  *url.URL
	user *url.Userinfo // taken off the URL, so that it is treated as the credential that it is
}

func (c *caller) changeBasePath(path string) {
	basePathLock.Lock()
	defer basePathLock.Unlock()
	c.cfg.BasePath = path
}

// base returns the URL that all paths are appended to. The caller must not
// change it.
func (c *caller) base() (*parsedBase, error) {
	basePathLock.RLock()
	key := c.cfg.BasePath
	basePathLock.RUnlock()
	text := key
	if c.cfg.Host != "" || c.cfg.Scheme != "" {
		key += "\x00" + c.cfg.Scheme + "\x00" + c.cfg.Host
	}
	if known := c.parsed.Load(); known != nil && known.text == key {
		return known, nil
	}
	base, err := parseBasePath(text, c.cfg.Scheme, c.cfg.Host)
	if err != nil {
		return nil, err
	}
	base.text = key
	c.parsed.Store(base)
	return base, nil
}

// parseBasePath reads a base path. Its errors do not quote the URL, which may hold
// a secret.
func parseBasePath(text, scheme, host string) (*parsedBase, error) {
	if text == "" {
		text = defaultBasePath
	}
	base, err := url.Parse(text)
	if err != nil {
		return nil, badBase("BasePath", "is not a URL that begins with http:// or https://")
	}
	if scheme != "" {
		base.Scheme = scheme
	}
	if host != "" {
		if strings.ContainsAny(host, "/@?#\\ ") {
			return nil, badBase("Host", "is no host")
		}
		base.Host = host
	}
	switch {
	case base.Scheme != "http" && base.Scheme != "https":
		return nil, badBase("BasePath", "is not a URL that begins with http:// or https://")
	case base.Host == "":
		return nil, badBase("BasePath", "has no host")
	case base.RawQuery != "" || base.Fragment != "":
		return nil, badBase("BasePath", "must not have a query or a fragment")
	}
	base.RawPath = strings.TrimRight(base.EscapedPath(), "/")
	if base.Path, err = url.PathUnescape(base.RawPath); err != nil {
		return nil, badBase("BasePath", "has a bad path")
	}
	user := base.User
	base.User = nil
	return &parsedBase{url: base, user: user}, nil
}

func badBase(field, reason string) error {
	return &ArgumentError{Argument: "Configuration." + field, Reason: reason}
}

// checkOverlap refuses a base path that brings the beginning of every path
// already: the call would get a 404, which looks like a resource that is gone.
func (b *parsedBase) checkOverlap(pathTemplate string) error {
	end := strings.Index(pathTemplate, "/regions/{")
	if end > 0 && strings.Contains(b.url.Path, pathTemplate[:end]) {
		return badBase("BasePath", "must end before "+pathTemplate[:end]+", which every call adds")
	}
	return nil
}

// start makes what is shared, at the first call: until then the configuration may
// change.
func (c *caller) start() {
	c.once.Do(func() {
		client := c.cfg.HTTPClient
		if client == nil {
			client = newHTTPClient()
		}
		c.api = withoutRedirects(client)
		c.functions = withoutRedirects(withoutHeaderTimeout(client))
		c.calls = c.chain()
		c.uploads = c.storageChain()
	})
}

func (c *caller) closeIdleConnections() {
	c.start()
	c.api.CloseIdleConnections()
	c.functions.CloseIdleConnections()
}

func (c *caller) userAgent() string {
	if c.cfg.UserAgent == "" {
		return defaultUserAgent()
	}
	return c.cfg.UserAgent
}
