package gosc

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// call is one call while its arguments are collected.
type call struct {
	caller *caller
	op     Operation
	path   []pathArg
	query  query
	header http.Header
	body   requestBody
	err    error // the first bad argument
}

func (c *call) refuse(argument, reason string) {
	if c.err == nil {
		c.err = &ArgumentError{Operation: c.op.ID, Argument: argument, Reason: reason}
	}
}

func (c *call) setRegion(region string) {
	if region == "" {
		region = c.caller.cfg.Region
	}
	if region == "" {
		c.refuse("region", "is empty, and so is Configuration.Region")
	}
	c.path = append(c.path, pathArg{"region", region})
}

func (c *call) setPath(name, value string) {
	if value == "" {
		c.refuse(name, "is empty")
	}
	c.path = append(c.path, pathArg{name, value})
}

func (c *call) setHeader(name, value string) {
	if c.header == nil {
		c.header = http.Header{}
	}
	c.header.Set(name, value)
}

func (c *call) require(name string, set bool) {
	if !set {
		c.refuse(name, "is required")
	}
}

func (c *call) atMostOne(group string, args []Arg) {
	first := ""
	for _, arg := range args {
		switch {
		case !arg.Set:
		case first == "":
			first = arg.Name
		default:
			c.refuse(arg.Name, fmt.Sprintf("excludes %s: set at most one of the group %q", first, group))
		}
	}
}

func (c *call) jsonBody(body json.Marshaler) {
	data, err := body.MarshalJSON()
	if err != nil {
		c.refuse("body", "cannot be encoded: "+err.Error())
		return
	}
	c.setJSON(data)
}

func (c *call) jsonObject(body map[string]any) {
	if body == nil {
		c.setJSON([]byte("{}"))
		return
	}
	data, err := json.Marshal(body)
	if err != nil {
		c.refuse("body", "cannot be encoded: "+err.Error())
		return
	}
	c.setJSON(data)
}

func (c *call) setJSON(data []byte) {
	c.setHeader("Content-Type", "application/json")
	c.body = bytesBody(data)
}

func (c *call) rawBody(contentType string, r io.Reader) {
	c.setHeader("Content-Type", contentType)
	body, err := readerBody(r)
	if err != nil {
		c.refuse("body", "cannot be measured: "+err.Error())
	}
	c.body = body
}

// do sends the call and hands the reply to decode, which must not keep it. A nil
// decode means that no content is expected.
func (c *call) do(ctx context.Context, opts []CallOption, decode func([]byte) error) (*http.Response, error) {
	c.acceptDefault("application/json")
	return c.run(ctx, opts, func(resp *http.Response, body []byte) error {
		if decode == nil || resp.StatusCode == http.StatusNoContent {
			return nil
		}
		return decodeJSONReply(resp, body, decode)
	})
}

// doAny is do for replies that are not JSON.
func (c *call) doAny(ctx context.Context, opts []CallOption, take func([]byte) error) (*http.Response, error) {
	c.acceptDefault("*/*")
	return c.run(ctx, opts, func(_ *http.Response, body []byte) error { return take(body) })
}

func (c *call) acceptDefault(mediaType string) {
	if c.header.Get("Accept") == "" {
		c.setHeader("Accept", mediaType)
	}
}

func (c *call) run(ctx context.Context, opts []CallOption, take func(*http.Response, []byte) error) (*http.Response, error) {
	if ctx == nil {
		c.refuse("ctx", "is nil")
	}
	options := newCallOptions(c.caller.cfg, opts)
	req, err := c.checked(options)
	if err != nil {
		options.fillAPIResponse(c.op, nil, nil, err)
		return nil, err
	}
	ctx = context.WithValue(ctx, operationKey{}, c.op)
	c.caller.start()
	reply, err := c.caller.calls(ctx, req)
	defer reply.release()
	if err == nil {
		if err = take(reply.resp, reply.body); err != nil {
			req.logUnusable(ctx, reply, err)
		}
	}
	if err != nil {
		err = finishError(ctx, req, reply, err)
	}
	options.fillAPIResponse(c.op, req.url, reply, err)
	return reply.response(), err
}

// checked makes the request unless an argument is bad.
func (c *call) checked(options callOptions) (*request, error) {
	if c.err != nil {
		return nil, c.err
	}
	return c.request(options)
}

// request is a call with all arguments in place, as the handler chain sees it.
type request struct {
	caller  *caller
	op      Operation
	url     *url.URL
	user    *url.Userinfo // of the base path
	header  http.Header
	body    requestBody
	options callOptions

	attempts int       // begun so far
	unsigned bool      // the last attempt had no credential
	deadline time.Time // no attempt begins later
	secrets  scrubber  // what must never be shown of this call
}

func (c *call) request(options callOptions) (*request, error) {
	base, err := c.caller.base()
	if err == nil {
		err = base.checkOverlap(c.op.PathTemplate)
	}
	if argErr, ok := errors.AsType[*ArgumentError](err); ok {
		argErr.Operation = c.op.ID
		return nil, argErr
	}
	path, missing := expandPath(c.op.PathTemplate, c.path)
	if missing != "" {
		return nil, &ArgumentError{Operation: c.op.ID, Argument: missing, Reason: "is missing"}
	}
	target := *base.url
	target.RawPath = base.url.RawPath + path
	if target.Path, err = url.PathUnescape(target.RawPath); err != nil {
		return nil, &ArgumentError{Operation: c.op.ID, Argument: "path", Reason: "cannot be escaped"}
	}
	target.RawQuery = c.query.text.String()
	req := &request{caller: c.caller, op: c.op, url: &target, user: base.user, header: c.header, body: c.body, options: options}
	return req, req.addHeaders()
}

// addHeaders adds what the configuration and the options bring, the more
// specific one winning.
func (r *request) addHeaders() error {
	cfg := r.caller.cfg
	own := r.header
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

// validHeader tells whether net/http will take a header. It would say so only
// when the request is under way, and as if another attempt could help.
func validHeader(key string, values []string) bool {
	if key == "" || strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune(`()<>@,;:\"/[]?={}`, r) }) {
		return false
	}
	return !slices.ContainsFunc(values, func(value string) bool { return strings.ContainsAny(value, "\r\n\x00") })
}
