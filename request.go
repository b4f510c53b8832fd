package gosc

import (
	"io"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/rumpl/gosc/internal/pathescape"
	"github.com/rumpl/gosc/internal/redact"
)

// request is a call with all arguments, as the handler chain receives it.
type request struct {
	caller  *Caller
	op      Operation
	url     *url.URL
	user    *url.Userinfo // of the base path
	own     []headerField // headers set by the call
	header  http.Header   // of the attempt
	body    requestBody
	options callOptions

	presigned bool // the URL is the credential, and no other one may be sent

	attempts int            // started so far
	unsigned bool           // the last attempt had no credential
	deadline time.Time      // no attempt starts later
	secrets  redact.Secrets // what must never be shown of this call
	giveUp   func()         // ends the attempt and nothing else; nil until something can

	// What an attempt needs only until it ends.
	target  url.URL // room for url
	reply   reply
	limited io.LimitedReader
}

// fill sets req from the call, unless an argument is bad. Its options are set
// already.
func (c *Call) fill(req *request, state *callState) error {
	if state.err != nil {
		return state.err
	}
	base, err := c.caller.basePath()
	if err == nil {
		err = base.checkOverlap(c.op.PathTemplate)
	}
	if err != nil {
		return ofOperation(c.op.ID, err)
	}
	req.caller, req.op, req.user = c.caller, c.op, base.user
	req.own, req.body = state.header, state.body
	if req.body.lent != nil {
		req.body.lent.Progress = req.options.progress
	}
	req.secrets = state.rooms.secrets[:0]
	if req.url, err = req.newTarget(base, state); err != nil {
		return err
	}
	for _, field := range req.own {
		if !validHeader(field.name, field.value) {
			return req.refuseHeader(field.name)
		}
	}
	if !validHeaderValue(c.caller.userAgent()) {
		return req.refuseHeader("User-Agent")
	}
	return req.guardOwnHeaders()
}

func (r *request) refuseHeader(name string) error {
	return &ArgumentError{Operation: r.op.ID, Argument: "header " + strconv.Quote(name), Reason: "cannot be sent in HTTP"}
}

// newTarget returns the URL of the call. Path and query are parts of one string.
func (r *request) newTarget(base *basePath, state *callState) (*url.URL, error) {
	text, missing := pathescape.Append(make([]byte, 0, 256), base.url.RawPath, r.op.PathTemplate, state.path)
	if missing != "" {
		return nil, &ArgumentError{Operation: r.op.ID, Argument: missing, Reason: "is missing"}
	}
	end := len(text)
	all := string(append(text, state.query...))
	target := &r.target
	*target = *base.url
	target.RawPath, target.RawQuery = all[:end], all[end:]
	if strings.IndexByte(target.RawPath, '%') < 0 {
		target.Path = target.RawPath // which is what PathUnescape would find out, more slowly
		return target, nil
	}
	var err error
	if target.Path, err = url.PathUnescape(target.RawPath); err != nil {
		return nil, &ArgumentError{Operation: r.op.ID, Argument: "path", Reason: "cannot be escaped"}
	}
	return target, nil
}

// headerField is a header with one value. Its name is canonical.
type headerField struct{ name, value string }

// newHeader returns the headers of the configuration, the operation and the options;
// the more specific one wins. The credentials are for what none of them sets. All
// values share one array.
func (r *request) newHeader(authorization, token string) http.Header {
	cfg := r.caller.cfg
	header := make(http.Header, 4+len(cfg.DefaultHeader)+len(r.own)+len(r.options.header))
	values := make([]string, 0, 2+len(cfg.DefaultHeader)+len(r.own))
	set := func(name, value string) {
		n := len(values)
		values = append(values, value)
		header[name] = values[n : n+1 : n+1]
	}
	set("User-Agent", r.caller.userAgent())
	for name, value := range cfg.DefaultHeader {
		set(http.CanonicalHeaderKey(name), value)
	}
	for _, field := range r.own {
		set(field.name, field.value)
	}
	maps.Copy(header, r.options.header)
	if authorization != "" && headerValue(header, headerAuthorization) == "" {
		set(headerAuthorization, authorization)
	}
	if token != "" && headerValue(header, headerAuthToken) == "" {
		set(headerAuthToken, token)
	}
	return header
}

// headerValue is header.Get for a name that is known to be canonical.
func headerValue(header http.Header, name string) string {
	if values := header[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// validHeader reports whether net/http accepts a header. It is checked here because
// net/http reports it late, with an error that looks worth a retry.
func validHeader(name string, values ...string) bool {
	for i := range len(name) {
		c := name[i]
		if lower := c | 0x20; 'a' <= lower && lower <= 'z' || c == '-' {
			continue // most are: no need to search
		}
		if c <= ' ' || c >= 0x7f || strings.IndexByte(`()<>@,;:\"/[]?={}`, c) >= 0 {
			return false
		}
	}
	for _, value := range values {
		if !validHeaderValue(value) {
			return false
		}
	}
	return name != ""
}

func validHeaderValue(value string) bool {
	for i := range len(value) {
		if c := value[i]; c < ' ' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return true
}
