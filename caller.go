package gosc

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
)

// caller is what all calls of one client share.
type caller struct {
	cfg *Configuration

	basePath sync.RWMutex // guards cfg.BasePath against ChangeBasePath
	parsed   atomic.Pointer[parsedBase]

	once      sync.Once
	api       *http.Client // for the API and the storage
	functions *http.Client // for functions and containers
	calls     handler      // the chain for the API
	uploads   handler      // the chain for the storage
	gate      rateGate
}

// parsedBase remembers what a base path was parsed to.
type parsedBase struct {
	text string
	url  *url.URL
}

func (c *caller) changeBasePath(path string) {
	c.basePath.Lock()
	defer c.basePath.Unlock()
	c.cfg.BasePath = path
}

// base returns the URL that all paths are appended to. The caller must not
// change it.
func (c *caller) base() (*url.URL, error) {
	c.basePath.RLock()
	text := c.cfg.BasePath
	c.basePath.RUnlock()
	if c.cfg.Host != "" || c.cfg.Scheme != "" {
		return c.parseBase(text + "\x00" + c.cfg.Scheme + "\x00" + c.cfg.Host)
	}
	return c.parseBase(text)
}

func (c *caller) parseBase(key string) (*url.URL, error) {
	if known := c.parsed.Load(); known != nil && known.text == key {
		return known.url, nil
	}
	parts := strings.SplitN(key, "\x00", 3)
	base, err := parseBasePath(parts[0])
	if err != nil {
		return nil, err
	}
	if len(parts) == 3 {
		if parts[1] != "" {
			base.Scheme = parts[1]
		}
		if parts[2] != "" {
			base.Host = parts[2]
		}
	}
	c.parsed.Store(&parsedBase{key, base})
	return base, nil
}

func parseBasePath(text string) (*url.URL, error) {
	if text == "" {
		text = defaultBasePath
	}
	base, err := url.Parse(text)
	switch {
	case err != nil:
		// The error of url.Parse quotes the URL, which may hold a password.
		return nil, fmt.Errorf("Configuration.BasePath is not a URL")
	case base.Scheme != "http" && base.Scheme != "https":
		return nil, fmt.Errorf("Configuration.BasePath %q does not begin with http:// or https://", base.Redacted())
	case base.Host == "":
		return nil, fmt.Errorf("Configuration.BasePath %q has no host", base.Redacted())
	case base.RawQuery != "" || base.Fragment != "":
		return nil, fmt.Errorf("Configuration.BasePath %q must not have a query or a fragment", redactURL(base))
	}
	base.RawPath = strings.TrimRight(base.EscapedPath(), "/")
	base.Path, err = url.PathUnescape(base.RawPath)
	if err != nil {
		return nil, fmt.Errorf("Configuration.BasePath %q has a bad path", base.Redacted())
	}
	return base, nil
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
