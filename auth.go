package gosc

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"

	"golang.org/x/oauth2"

	"github.com/rumpl/gosc/internal/loopback"
	"github.com/rumpl/gosc/internal/redact"
	"github.com/rumpl/gosc/internal/text"
	"github.com/rumpl/gosc/jsoncodec"
)

const (
	headerAuthToken     = "X-Auth-Token"
	headerAuthorization = "Authorization"
)

// contextKey is the type of the keys that carry credentials in a context.
type contextKey string

func (k contextKey) String() string { return "gosc." + string(k) }

// Context keys for credentials. A credential in the context takes precedence over
// those of the Configuration.
var (
	// ContextAPIKey takes an APIKey: the secret key, sent as X-Auth-Token.
	ContextAPIKey = contextKey("apiKey")
	// ContextOAuth2 takes an oauth2.TokenSource. Its token is sent as
	// "Authorization: Bearer" and, without a ContextAPIKey, as X-Auth-Token.
	ContextOAuth2 = contextKey("oauth2")
	// ContextAccessToken takes a string or an AccessToken, sent like a token of
	// ContextOAuth2.
	ContextAccessToken = contextKey("accessToken")
	// ContextBasicAuth takes a BasicAuth, sent as "Authorization: Basic". The token of
	// the other keys, or else the key of the Configuration, is then X-Auth-Token only.
	ContextBasicAuth = contextKey("basicAuth")
)

// The same keys, converted once to the type that ctx.Value takes: converting a
// string at each lookup would allocate.
var (
	keyAPIKey      any = ContextAPIKey
	keyOAuth2      any = ContextOAuth2
	keyAccessToken any = ContextAccessToken
	keyBasicAuth   any = ContextBasicAuth
)

// APIKey is a secret key. Scaleway takes it without a prefix.
type APIKey struct {
	Key    string `json:"-"`
	Prefix string // put before the key, with a space
}

// AccessToken is a token for ContextAccessToken. Unlike a plain string, it does not
// show the token when the context is printed.
type AccessToken string

// BasicAuth is a user and a password.
type BasicAuth struct {
	UserName string
	Password string `json:"-"`
}

// Printing or logging a credential does not show its secret.
func (k APIKey) String() string                     { return "gosc.APIKey{" + redact.Mark + "}" }
func (k APIKey) GoString() string                   { return k.String() }
func (k APIKey) Format(f fmt.State, verb rune)      { jsoncodec.FormatPrintable(f, verb, k.String()) }
func (k APIKey) LogValue() slog.Value               { return slog.StringValue(k.String()) }
func (b BasicAuth) String() string                  { return "gosc.BasicAuth{" + redact.Mark + "}" }
func (b BasicAuth) GoString() string                { return b.String() }
func (b BasicAuth) Format(f fmt.State, verb rune)   { jsoncodec.FormatPrintable(f, verb, b.String()) }
func (b BasicAuth) LogValue() slog.Value            { return slog.StringValue(b.String()) }
func (AccessToken) String() string                  { return "gosc.AccessToken(" + redact.Mark + ")" }
func (t AccessToken) GoString() string              { return t.String() }
func (t AccessToken) Format(f fmt.State, verb rune) { jsoncodec.FormatPrintable(f, verb, t.String()) }
func (t AccessToken) LogValue() slog.Value          { return slog.StringValue(t.String()) }
func (AccessToken) MarshalText() ([]byte, error)    { return []byte(redact.Mark), nil }

// credentialError is a credential that could not be obtained. Its text is cleaned:
// token sources quote what their server said.
type credentialError struct{ err error }

func (e *credentialError) Error() string {
	return "no credential: " + redact.Secrets(nil).Text(text.Line(e.err.Error()))
}
func (e *credentialError) Unwrap() error { return e.err }

// authorize sets the headers of an attempt, with the credentials. It asks for them at
// every attempt, since a token source may have rotated in between.
func (c *Caller) authorize(ctx context.Context, req *request) error {
	if req.presigned {
		return nil
	}
	given, err := readContext(ctx)
	if err != nil {
		return &credentialError{err}
	}
	authorization, token, err := c.credentials(ctx, given)
	if err != nil {
		return &credentialError{err}
	}
	if req.user != nil {
		password, _ := req.user.Password()
		req.secrets.Add(password)
		if authorization == "" {
			authorization = basicAuthorization(BasicAuth{req.user.Username(), password})
		}
	}
	if given.basic != nil {
		req.secrets.Add(given.basic.Password)
	}
	// New at each attempt: the transport may still be reading that of the one before.
	req.header = req.newHeader(authorization, token)
	req.unsigned = true
	for _, name := range [...]string{headerAuthorization, headerAuthToken} {
		value := headerValue(req.header, name)
		if value == "" {
			continue
		}
		req.unsigned = false
		_, bare, _ := strings.Cut(value, " ")
		req.secrets.Add(value, bare)
		if !validHeaderValue(value) {
			return &ArgumentError{Operation: req.op.ID, Argument: name, Reason: "contains a line break or another control character"}
		}
		if !c.cfg.AllowHTTP && !safeForSecrets(req.url) {
			return &ArgumentError{Operation: req.op.ID, Argument: name, Reason: insecureReason(req.url), cause: ErrInsecureTransport}
		}
	}
	return nil
}

// credentials returns the values of Authorization and X-Auth-Token.
func (c *Caller) credentials(ctx context.Context, given contextCredentials) (authorization, token string, err error) {
	authorization, token, err = given.headers(ctx)
	if err != nil || token != "" {
		return authorization, token, err
	}
	if c.cfg.TokenSource != nil {
		token, err = accessToken(ctx, c.cfg.TokenSource)
		return authorization, token, err
	}
	return authorization, c.cfg.APIKey, nil
}

// contextCredentials are the credentials of a context; those that it does not have
// are zero.
type contextCredentials struct {
	apiKey APIKey
	basic  *BasicAuth
	source oauth2.TokenSource
	token  string
}

// readContext returns the credentials of a context, which may be a long chain: it
// looks for each of them once. One of the wrong type, such as an *APIKey, is an error: it
// would be ignored, and the call sent with another credential. The others are found
// all the same.
func readContext(ctx context.Context) (found contextCredentials, err error) {
	switch v := ctx.Value(keyAPIKey).(type) {
	case nil:
	case APIKey:
		found.apiKey = v
	default:
		err = fmt.Errorf("ContextAPIKey takes an APIKey, not a %T", v)
	}
	switch v := ctx.Value(keyBasicAuth).(type) {
	case nil:
	case BasicAuth:
		found.basic = &v
	default:
		err = fmt.Errorf("ContextBasicAuth takes a BasicAuth, not a %T", v)
	}
	switch v := ctx.Value(keyOAuth2).(type) {
	case nil:
	case oauth2.TokenSource:
		found.source = v
	default:
		err = fmt.Errorf("ContextOAuth2 takes an oauth2.TokenSource, not a %T", v)
	}
	switch v := ctx.Value(keyAccessToken).(type) {
	case nil:
	case string:
		found.token = v
	case AccessToken:
		found.token = string(v)
	default:
		err = fmt.Errorf("ContextAccessToken takes a string or an AccessToken, not a %T", v)
	}
	return found, err
}

// headers returns the values of Authorization and X-Auth-Token, empty if the context
// has no credential for them.
func (c *contextCredentials) headers(ctx context.Context) (authorization, token string, err error) {
	if c.basic != nil {
		authorization = basicAuthorization(*c.basic)
	}
	token = c.token
	if c.source != nil {
		if token, err = accessToken(ctx, c.source); err != nil {
			return "", "", err
		}
	}
	if token != "" && authorization == "" {
		authorization = "Bearer " + token
	}
	if key := c.apiKey; key.Key != "" {
		token = key.Key
		if key.Prefix != "" {
			token = key.Prefix + " " + key.Key
		}
	}
	return authorization, token, nil
}

func basicAuthorization(basic BasicAuth) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(basic.UserName+":"+basic.Password))
}

// accessToken asks a token source, which takes no context and may block: the call
// does not wait for it longer than ctx allows. The source then ends when it does.
func accessToken(ctx context.Context, source oauth2.TokenSource) (string, error) {
	type answer struct {
		token    *oauth2.Token
		err      error
		panicked any
	}
	answered := make(chan answer, 1)
	go func() {
		got := answer{err: errors.New("the token source did not return")} // as after runtime.Goexit
		defer func() {
			got.panicked = recover() // or the whole program ends, and no handler of the caller can prevent it
			answered <- got
		}()
		got.token, got.err = source.Token()
	}()
	select {
	case <-ctx.Done():
		return "", fmt.Errorf("the token source did not answer: %w", ctx.Err())
	case got := <-answered:
		if got.panicked != nil {
			panic(got.panicked)
		}
		if got.err != nil {
			return "", got.err
		}
		if got.token == nil || got.token.AccessToken == "" {
			return "", errors.New("the token source returned an empty token")
		}
		return got.token.AccessToken, nil
	}
}

func insecureReason(target *url.URL) string {
	return "would travel over plain http to " + target.Host + "; use https, or set Configuration.AllowHTTP"
}

// safeForSecrets reports whether requests to u cannot be read in transit, because
// they are encrypted or do not leave this machine.
func safeForSecrets(u *url.URL) bool {
	return u.Scheme == "https" || loopback.IsHost(u.Hostname())
}
