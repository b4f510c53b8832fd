package gosc

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rumpl/gosc/internal/pathescape"
	"github.com/rumpl/gosc/internal/redact"
)

// request is a call with all arguments in place, as the handler chain sees it.
type request struct {
	caller  *Caller
	op      Operation
	url     *url.URL
	user    *url.Userinfo // of the base path
	header  http.Header   // without credentials
	body    requestBody
	options callOptions

	presigned bool // the URL is the credential: there must be no other

	attempts int            // begun so far
	signed   http.Header    // of the attempt, with its credentials
	unsigned bool           // the last attempt had no credential
	deadline time.Time      // no attempt begins later
	secrets  redact.Secrets // what must never be shown of this call
}

// request returns the call as a request, unless an argument is bad.
func (c *Call) request(options callOptions) (*request, error) {
	if c.err != nil {
		return nil, c.err
	}
	base, err := c.caller.basePath()
	if err == nil {
		err = base.checkOverlap(c.op.PathTemplate)
	}
	if err != nil {
		return nil, ofOperation(c.op.ID, err)
	}
	path, missing := pathescape.Append([]byte(base.url.RawPath), c.op.PathTemplate, c.path)
	if missing != "" {
		return nil, &ArgumentError{Operation: c.op.ID, Argument: missing, Reason: "is missing"}
	}
	target := *base.url
	target.RawPath = string(path)
	if target.Path, err = url.PathUnescape(target.RawPath); err != nil {
		return nil, &ArgumentError{Operation: c.op.ID, Argument: "path", Reason: "cannot be escaped"}
	}
	target.RawQuery = string(c.query)
	req := &request{caller: c.caller, op: c.op, url: &target, user: base.user, body: c.body, options: options}
	return req, req.addHeaders(c.header)
}

// addHeaders adds what the configuration, the operation and the options bring, the
// more specific one winning.
func (r *request) addHeaders(own http.Header) error {
	cfg := r.caller.cfg
	r.header = make(http.Header, len(own)+len(cfg.DefaultHeader)+4)
	r.header.Set("User-Agent", r.caller.userAgent())
	for key, value := range cfg.DefaultHeader {
		r.header.Set(key, value)
	}
	for key, values := range own {
		r.header[key] = values
	}
	for key, values := range r.options.header {
		r.header[key] = values
	}
	for key, values := range r.header {
		if !validHeader(key, values) {
			return &ArgumentError{Operation: r.op.ID, Argument: "header " + strconv.Quote(key), Reason: "cannot be sent in HTTP"}
		}
	}
	return nil
}

// validHeader reports whether net/http will take a header. It would say so only
// when the request is under way, and as if another attempt could help.
func validHeader(key string, values []string) bool {
	if key == "" || strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune(`()<>@,;:\"/[]?={}`, r) }) {
		return false
	}
	return !slices.ContainsFunc(values, func(value string) bool {
		return strings.ContainsFunc(value, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f })
	})
}
