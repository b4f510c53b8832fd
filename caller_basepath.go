package gosc

import (
	"net/url"
	"strings"
	"sync"
)

// basePath is a parsed Configuration.BasePath.
type basePath struct {
	key  string
	url  *url.URL
	user *url.Userinfo // removed from the URL and treated as a credential
}

// basePathLock guards the BasePath of all configurations against ChangeBasePath.
// It is global because Configurations are copied and shared.
var basePathLock sync.RWMutex

// ChangeBasePath makes all later calls go to another server. It may be called while
// calls are under way: those finish on the server where they began.
func (c *Caller) ChangeBasePath(path string) {
	basePathLock.Lock()
	defer basePathLock.Unlock()
	c.cfg.BasePath = path
}

// basePath returns the URL that all paths are appended to. It must not be changed.
func (c *Caller) basePath() (*basePath, error) {
	basePathLock.RLock()
	text := c.cfg.BasePath
	basePathLock.RUnlock()
	key := text
	if c.cfg.Host != "" || c.cfg.Scheme != "" {
		key += "\x00" + c.cfg.Scheme + "\x00" + c.cfg.Host
	}
	if known := c.base.Load(); known != nil && known.key == key {
		return known, nil
	}
	base, err := parseBasePath(text, c.cfg.Scheme, c.cfg.Host)
	if err != nil {
		return nil, err
	}
	base.key = key
	c.base.Store(base)
	return base, nil
}

// parseBasePath reads a base path. Its errors do not quote the URL, which may hold
// a secret.
func parseBasePath(text, scheme, host string) (*basePath, error) {
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
			return nil, badBase("Host", "is not a host name or address")
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
	return &basePath{url: base, user: user}, nil
}

func badBase(field, reason string) *ArgumentError {
	return &ArgumentError{Argument: "Configuration." + field, Reason: reason}
}

// checkOverlap refuses a base path that already contains the beginning of every path:
// calls would get a 404, which looks like a missing resource.
func (b *basePath) checkOverlap(pathTemplate string) error {
	if b.url.Path == "" {
		return nil
	}
	end := strings.Index(pathTemplate, "/regions/{")
	if end > 0 && strings.Contains(b.url.Path, pathTemplate[:end]) {
		return badBase("BasePath", "must end before "+pathTemplate[:end]+", which every call adds")
	}
	return nil
}
