package gosc

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/oauth2"

	"github.com/rumpl/gosc/internal/ctxerr"
	"github.com/rumpl/gosc/internal/loopback"
	"github.com/rumpl/gosc/internal/netfail"
	"github.com/rumpl/gosc/internal/noredirect"
	"github.com/rumpl/gosc/internal/redact"
	"github.com/rumpl/gosc/jsoncodec"
)

// InvokeOpts is the request that a function gets. Nil and zero fields mean a GET
// of "/" without a token.
type InvokeOpts struct {
	Token  string      `json:"-"` // for a private function, of IssueJWT or CreateToken; refused if it is the secret key
	Method string      // default GET, or POST when there is a Body
	Path   string      // after the endpoint, may have a query; default "/"
	Header http.Header `json:"-"` // refused with X-Auth-Token or the secret key: functions must not get it
	Body   io.Reader   // closed after the call if it is an io.Closer, as by net/http
}

// String returns the request without the token and the headers, so that it can be
// printed.
func (o InvokeOpts) String() string {
	token := ""
	if o.Token != "" {
		token = redact.Mark
	}
	path, _, _ := strings.Cut(o.Path, "?")
	return fmt.Sprintf("gosc.InvokeOpts{Method:%q Path:%q Token:%q}", o.Method, path, token)
}

// GoString returns the same as String.
func (o InvokeOpts) GoString() string { return o.String() }

// Format formats as String does, for every verb of fmt.
func (o InvokeOpts) Format(f fmt.State, verb rune) { jsoncodec.FormatPrintable(f, verb, o.String()) }

// LogValue returns the same as String, for slog.
func (o InvokeOpts) LogValue() slog.Value { return slog.StringValue(o.String()) }

// closeBody closes the body, as net/http does when it is given a request.
func (o *InvokeOpts) closeBody() {
	if closer, ok := o.Body.(io.Closer); ok {
		_ = closer.Close() // nothing was read from it
	}
}

// invokeGrace is the time that a call may take in addition to the function's
// timeout: for the network, and to start a cold instance.
const invokeGrace = 60 * time.Second

// defaultFunctionTimeout is the longest that the platform lets a function run.
const defaultFunctionTimeout = 300 * time.Second

// InvokeTarget is a deployed function or container, for [Caller.Invoke].
type InvokeTarget struct {
	Helper      string        // for errors and OperationFromContext: "InvokeFunction"
	Endpoint    string        // an absolute URL, or a bare host name, which means https, or http on this machine
	Timeout     time.Duration // of the function; default 300 s
	TokenHeader string        // for InvokeOpts.Token, sent in this spelling
}

// Invoke calls a deployed function or container. The invocation helpers of
// generated packages call it. The reply is the function's own, with any status, and
// redirects are not followed; the caller must close its body. An error means that
// there is no reply. The call is not repeated, and fails if no reply begins within
// the function's timeout plus a minute.
//
// Nothing that is meant for the API is sent to a function: neither the secret key nor
// Configuration.DefaultHeader.
func (c *Caller) Invoke(ctx context.Context, target InvokeTarget, params *InvokeOpts) (*http.Response, error) {
	op := Operation{ID: target.Helper}
	if params == nil {
		params = &InvokeOpts{}
	}
	err := c.check(op.ID)
	if ctx == nil {
		err = &ArgumentError{Operation: op.ID, Argument: "ctx", Reason: "is nil"}
	}
	if err != nil {
		params.closeBody()
		return nil, err
	}
	op.Method = params.method()
	inner, cancel := context.WithCancelCause(context.WithValue(ctx, operationKey{}, op))
	req, err := c.invocation(inner, op, target, params)
	if err != nil {
		cancel(nil)
		params.closeBody()
		return nil, err
	}
	c.start()
	resp, err := c.sendInvocation(req, target.timeout()+invokeGrace, cancel)
	if err != nil {
		return nil, invokeError(ctx, op, params, err)
	}
	return resp, nil
}

// invocation returns the request, once it is known that it can be sent.
func (c *Caller) invocation(ctx context.Context, op Operation, target InvokeTarget, params *InvokeOpts) (*http.Request, error) {
	where, err := target.url(params.Path)
	if err != nil {
		return nil, err
	}
	header, err := c.invokeHeader(ctx, target, where, params)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, op.Method, where.String(), params.Body)
	if err != nil {
		return nil, &ArgumentError{Operation: op.ID, Argument: "method", Reason: "is not an HTTP method"}
	}
	req.Header = header
	return req, nil
}

// sendInvocation limits the time until the reply begins, but not the time that the
// caller takes to read it.
func (c *Caller) sendInvocation(req *http.Request, limit time.Duration, cancel context.CancelCauseFunc) (*http.Response, error) {
	late := newTimeoutError("the call", limit, nil)
	timer := time.AfterFunc(limit, func() { cancel(late) })
	body := guardBody(req)
	resp, err := c.functions.Do(req)
	if err != nil {
		defer body.rethrow()
	}
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
	err = netfail.WithoutQuote(netfail.WithoutURL(err))
	if errors.Is(cause, late) && !errors.Is(err, late) {
		err = late
	}
	return nil, err
}

func invokeError(ctx context.Context, op Operation, params *InvokeOpts, err error) error {
	err = ctxerr.Explain(ctx, err)
	var secrets redact.Secrets
	secrets.Add(params.Token)
	for name, values := range params.Header {
		if !slices.Contains(harmlessHeaders, http.CanonicalHeaderKey(name)) {
			for _, value := range values {
				_, bare, _ := strings.Cut(value, " ")
				secrets.Add(value, bare)
			}
		}
	}
	return &RequestError{Operation: op.ID, Attempts: 1, Err: err, op: op, text: secrets.Text(err.Error())}
}

// invokeBody cancels the request's context when the body is closed.
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

// method returns the method of the request.
func (o *InvokeOpts) method() string {
	switch {
	case o.Method != "":
		return o.Method
	case o.Body != nil:
		return http.MethodPost
	}
	return http.MethodGet
}

func (t InvokeTarget) timeout() time.Duration {
	if t.Timeout <= 0 {
		return defaultFunctionTimeout
	}
	return t.Timeout
}

// url appends the path to the endpoint, which may have a path, too.
func (t InvokeTarget) url(path string) (*url.URL, error) {
	operation, endpoint := t.Helper, t.Endpoint
	if endpoint == "" {
		return nil, &ArgumentError{Operation: operation, Argument: "endpoint", Reason: "is empty: deploy it first, then get it again"}
	}
	if isBareHost(endpoint) {
		endpoint = bareHostScheme(endpoint) + endpoint
	}
	base, err := url.Parse(endpoint)
	if err != nil || base.Host == "" || (base.Scheme != "https" && base.Scheme != "http") {
		return nil, &ArgumentError{Operation: operation, Argument: "endpoint", Reason: "is not an absolute URL"}
	}
	if base.User != nil || base.RawQuery != "" || base.Fragment != "" {
		return nil, &ArgumentError{Operation: operation, Argument: "endpoint", Reason: "has a user, a query or a fragment, which no function's address has"}
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
	if query, err = escapeQuery(query); err != nil {
		return nil, &ArgumentError{Operation: operation, Argument: "path", Reason: err.Error()}
	}
	target.RawPath, target.RawQuery, target.Fragment = raw, query, ""
	return &target, nil
}

// escapeQuery escapes what must not be in a request line, and leaves alone what the
// caller has escaped.
func escapeQuery(query string) (string, error) {
	var out strings.Builder
	for i := range len(query) {
		switch char := query[i]; {
		case char < ' ' || char == 0x7f:
			return "", errors.New("contains a control character in its query")
		case char == ' ' || char == '#' || char > 0x7f:
			fmt.Fprintf(&out, "%%%02X", char)
		default:
			out.WriteByte(char)
		}
	}
	return out.String(), nil
}

// isBareHost reports whether an endpoint is a host name without a scheme, as
// v1beta1 has it in domain_name.
func isBareHost(endpoint string) bool { return !strings.ContainsAny(endpoint, "/?#@") }

// bareHostScheme returns the scheme for a bare host: http for this machine, which
// has no certificate that others trust.
func bareHostScheme(endpoint string) string {
	host, _, err := net.SplitHostPort(endpoint)
	if err != nil {
		host = strings.TrimSuffix(strings.TrimPrefix(endpoint, "["), "]")
	}
	if loopback.IsHost(host) {
		return "http://"
	}
	return "https://"
}

// invokeHeader returns the header of an invocation: the caller's own and the token,
// but nothing that is meant for the API. Configuration.DefaultHeader is left out too,
// because it may hold a credential.
func (c *Caller) invokeHeader(ctx context.Context, target InvokeTarget, where *url.URL, params *InvokeOpts) (http.Header, error) {
	refuse := func(argument, reason string, cause error) (http.Header, error) {
		return nil, &ArgumentError{Operation: target.Helper, Argument: argument, Reason: reason, cause: cause}
	}
	header := params.Header.Clone()
	if header == nil {
		header = http.Header{}
	}
	token := params.Token
	for key, values := range header {
		switch {
		case strings.EqualFold(key, headerAuthToken):
			return refuse(headerAuthToken, "must not be sent to a function; a function's own token goes into Token", nil)
		case strings.EqualFold(key, target.TokenHeader):
			token += strings.Join(values, "")
		}
		switch {
		case !validHeader(key, values...):
			return refuse("header "+strconv.Quote(key), "cannot be sent in HTTP", nil)
		case slices.ContainsFunc(values, c.hasAPIKey):
			return refuse("header "+strconv.Quote(key), "has the secret key in it, which a function must not get", nil)
		case isCredential(key) && !strings.EqualFold(key, target.TokenHeader) && !c.cfg.AllowHTTP && !safeForSecrets(where):
			return refuse(key, insecureReason(where), ErrInsecureTransport)
		}
	}
	if header.Get("User-Agent") == "" {
		header.Set("User-Agent", c.userAgent())
	}
	if token == "" {
		return header, nil
	}
	if secret, err := c.isSecretKey(ctx, token); err != nil {
		return nil, &RequestError{Operation: target.Helper, Err: err, op: Operation{ID: target.Helper}, text: err.Error()}
	} else if secret {
		return refuse("token", "is the secret key, which a function must not get", nil)
	}
	switch {
	case strings.ContainsAny(params.Token, "\r\n\x00"):
		return refuse("token", "contains a line break", nil)
	case !c.cfg.AllowHTTP && !safeForSecrets(where):
		return refuse("token", insecureReason(where), ErrInsecureTransport)
	}
	if params.Token != "" {
		header[target.TokenHeader] = []string{params.Token}
	}
	return header, nil
}

// hasAPIKey reports whether the configuration's key is part of a header's value. A key
// that is too short to be one of the API's may be there by chance.
func (c *Caller) hasAPIKey(value string) bool {
	const shortest = 16
	return len(c.cfg.APIKey) >= shortest && strings.Contains(value, c.cfg.APIKey)
}

// isSecretKey reports whether a token is the key with which calls of the API are made
// in this context. Token sources are asked, since a key of theirs is not known
// otherwise. One that fails has no key that could be the token: that the API cannot be
// called is no reason not to call a function. The only error is the end of ctx.
func (c *Caller) isSecretKey(ctx context.Context, token string) (bool, error) {
	given, _ := readContext(ctx) // what has the wrong type is no key
	if token == c.cfg.APIKey || token == given.apiKey.Key || token == given.token {
		return true, nil
	}
	for _, source := range []oauth2.TokenSource{c.cfg.TokenSource, given.source} {
		if source == nil {
			continue
		}
		limited, cancel := context.WithTimeout(ctx, tokenSourceLimit)
		secret, err := accessToken(limited, source)
		cancel()
		if ctx.Err() != nil {
			return false, ctxerr.Explain(ctx, err)
		}
		if err == nil && secret == token {
			return true, nil
		}
	}
	return false, nil
}

// tokenSourceLimit is how long an invocation waits for a token source, which it only
// compares with.
const tokenSourceLimit = 10 * time.Second
