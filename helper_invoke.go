package gosc

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/rumpl/gosc/internal/ctxerr"
	"github.com/rumpl/gosc/internal/netfail"
	"github.com/rumpl/gosc/internal/noredirect"
	"github.com/rumpl/gosc/internal/redact"
)

// headerFunctionToken is sent as it stands here. http.Header.Set would make it
// Scw_functions_token, which functions behind case-sensitive proxies do not see.
const headerFunctionToken = "SCW_FUNCTIONS_TOKEN"

// InvokeOpts is the request that a function gets. Nil and zero fields mean a GET
// of "/" without a token.
type InvokeOpts struct {
	Token  string      // of IssueJWT, for a private function
	Method string      // default GET, or POST when there is a Body
	Path   string      // after the endpoint, may have a query; default "/"
	Header http.Header // X-Auth-Token is refused: functions must not see the secret key
	Body   io.Reader   // closed after the call if it is an io.Closer, as by net/http
}

// invokeGrace is what a call may take beyond the function's own timeout: to find
// the way, and to start a cold instance.
const invokeGrace = 60 * time.Second

// defaultFunctionTimeout is the longest that the platform lets a function run.
const defaultFunctionTimeout = 300 * time.Second

// InvokeFunction calls a deployed function. The reply is the function's own, of
// whatever status, and redirects are not followed; its body is open and has to be
// closed. An error means that there is no reply. The call is not repeated, and
// ends when no reply begins within the function's timeout and a minute.
//
// A private function answers 404 to a call without a valid Token.
func (s *FunctionsApiService) InvokeFunction(ctx context.Context, fn Function, opts *InvokeOpts) (*http.Response, error) {
	return s.caller.invoke(ctx, Operation{ID: "InvokeFunction"}, fn.Endpoint, fn.Timeout, opts)
}

// InvokeContainer is InvokeFunction for a container.
func (s *ContainersApiService) InvokeContainer(ctx context.Context, container Container, opts *InvokeOpts) (*http.Response, error) {
	return s.caller.invoke(ctx, Operation{ID: "InvokeContainer"}, container.Endpoint, container.Timeout, opts)
}

func (c *Caller) invoke(ctx context.Context, op Operation, endpoint string, timeoutMS uint32, opts *InvokeOpts) (*http.Response, error) {
	if ctx == nil {
		return nil, &ArgumentError{Operation: op.ID, Argument: "ctx", Reason: "is nil"}
	}
	if opts == nil {
		opts = &InvokeOpts{}
	}
	op.Method = opts.method()
	target, err := invokeURL(op.ID, endpoint, opts.Path)
	if err != nil {
		return nil, err
	}
	header, err := c.invokeHeader(op.ID, target, opts)
	if err != nil {
		return nil, err
	}
	inner, cancel := context.WithCancelCause(context.WithValue(ctx, operationKey{}, op))
	req, err := http.NewRequestWithContext(inner, op.Method, target.String(), opts.Body)
	if err != nil {
		cancel(nil)
		return nil, &ArgumentError{Operation: op.ID, Argument: "method", Reason: "is not an HTTP method"}
	}
	req.Header = header
	c.start()
	resp, err := c.sendInvocation(req, functionTimeout(timeoutMS)+invokeGrace, cancel)
	if err != nil {
		return nil, invokeError(ctx, op, opts.Token, err)
	}
	return resp, nil
}

// sendInvocation limits the time until the reply begins, not the time that the
// caller takes to read it.
func (c *Caller) sendInvocation(req *http.Request, limit time.Duration, cancel context.CancelCauseFunc) (*http.Response, error) {
	late := newTimeoutError("the call", limit, nil)
	timer := time.AfterFunc(limit, func() { cancel(late) })
	resp, err := c.functions.Do(req)
	if err == nil && timer.Stop() {
		noredirect.Restore(resp)
		resp.Body = &invokeBody{ReadCloser: resp.Body, cancel: cancel}
		return resp, nil
	}
	timer.Stop()
	if err == nil {
		resp.Body.Close()
		err = late
	}
	cause := context.Cause(req.Context())
	cancel(nil)
	err = netfail.WithoutURL(err)
	if errors.Is(cause, late) && !errors.Is(err, late) {
		err = late
	}
	return nil, err
}

func invokeError(ctx context.Context, op Operation, token string, err error) error {
	err = ctxerr.Explain(ctx, err)
	var secrets redact.Secrets
	secrets.Add(token)
	return &RequestError{Operation: op.ID, Attempts: 1, Err: err, op: op, text: secrets.Text(err.Error())}
}

// invokeBody ends the request's context together with the body.
type invokeBody struct {
	io.ReadCloser
	once   sync.Once
	cancel context.CancelCauseFunc
}

func (b *invokeBody) Close() error {
	err := b.ReadCloser.Close()
	b.once.Do(func() { b.cancel(nil) })
	return err
}

func (o *InvokeOpts) method() string {
	switch {
	case o.Method != "":
		return o.Method
	case o.Body != nil:
		return http.MethodPost
	}
	return http.MethodGet
}

func functionTimeout(ms uint32) time.Duration {
	if ms == 0 {
		return defaultFunctionTimeout
	}
	return time.Duration(ms) * time.Millisecond
}

// invokeURL appends the path to the endpoint, which may have one itself.
func invokeURL(operation, endpoint, path string) (*url.URL, error) {
	if endpoint == "" {
		return nil, &ArgumentError{Operation: operation, Argument: "endpoint", Reason: "is empty: deploy it first, then get it again"}
	}
	base, err := url.Parse(endpoint)
	if err != nil || base.Host == "" || (base.Scheme != "https" && base.Scheme != "http") {
		return nil, &ArgumentError{Operation: operation, Argument: "endpoint", Reason: "is not an absolute URL"}
	}
	path, query, _ := strings.Cut(path, "?")
	raw := base.EscapedPath()
	if path != "" || raw == "" {
		raw = strings.TrimRight(raw, "/") + "/" + strings.TrimLeft(path, "/")
	}
	target := *base
	if target.Path, err = url.PathUnescape(raw); err != nil {
		return nil, &ArgumentError{Operation: operation, Argument: "path", Reason: fmt.Sprintf("%q is not well escaped", path)}
	}
	target.RawPath, target.RawQuery, target.Fragment = raw, query, ""
	return &target, nil
}

// invokeHeader is the header of an invocation: what the caller wants and the
// token, but nothing of the API's. Configuration.DefaultHeader stays out too, for
// it may hold a credential.
func (c *Caller) invokeHeader(operation string, target *url.URL, opts *InvokeOpts) (http.Header, error) {
	header := opts.Header.Clone()
	if header == nil {
		header = http.Header{}
	}
	token := opts.Token
	for key, values := range header {
		switch {
		case strings.EqualFold(key, headerAuthToken):
			return nil, &ArgumentError{Operation: operation, Argument: headerAuthToken, Reason: "must not be sent to a function"}
		case strings.EqualFold(key, headerFunctionToken):
			token += strings.Join(values, "")
		}
	}
	if header.Get("User-Agent") == "" {
		header.Set("User-Agent", c.userAgent())
	}
	if token == "" {
		return header, nil
	}
	if strings.ContainsAny(opts.Token, "\r\n\x00") {
		return nil, &ArgumentError{Operation: operation, Argument: "token", Reason: "has a line break in it"}
	}
	if !c.cfg.AllowHTTP && !safeForSecrets(target) {
		return nil, &ArgumentError{Operation: operation, Argument: "token", Reason: insecureReason(target), cause: ErrInsecureTransport}
	}
	if opts.Token != "" {
		header[headerFunctionToken] = []string{opts.Token}
	}
	return header, nil
}
