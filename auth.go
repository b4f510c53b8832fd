package gosc

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
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

// authorize puts the credentials into the headers of an attempt. It asks for them at
// every attempt, since a token source may have rotated in between.
func (c *Caller) authorize(ctx context.Context, req *request) error {
	if req.presigned {
		return nil
	}
	if req.attempts > 1 {
		req.header = req.newHeader() // the transport may still be reading the header of the previous attempt
	}
	authorization, token, err := c.credentials(ctx)
	if err != nil {
		return &credentialError{err}
	}
	header := req.header
	if password, ok := req.user.Password(); ok {
		req.secrets.Add(password)
	}
	if authorization == "" && req.user != nil {
		password, _ := req.user.Password()
		authorization = basicAuthorization(BasicAuth{req.user.Username(), password})
	}
	if basic, ok := ctx.Value(keyBasicAuth).(BasicAuth); ok {
		req.secrets.Add(basic.Password)
	}
	setDefault(header, headerAuthorization, authorization)
	setDefault(header, headerAuthToken, token)
	req.unsigned = header.Get(headerAuthorization) == "" && header.Get(headerAuthToken) == ""
	for _, name := range [...]string{headerAuthorization, headerAuthToken} {
		value := header.Get(name)
		if value == "" {
			continue
		}
		_, bare, _ := strings.Cut(value, " ")
		req.secrets.Add(value, bare)
		if strings.ContainsAny(value, "\r\n\x00") {
			return &ArgumentError{Operation: req.op.ID, Argument: name, Reason: "contains a line break"}
		}
		if !c.cfg.AllowHTTP && !safeForSecrets(req.url) {
			return &ArgumentError{Operation: req.op.ID, Argument: name, Reason: insecureReason(req.url), cause: ErrInsecureTransport}
		}
	}
	return nil
}

func setDefault(header http.Header, name, value string) {
	if value != "" && header.Get(name) == "" {
		header[name] = []string{value} // both names are canonical
	}
}

// credentials returns the values of Authorization and X-Auth-Token.
func (c *Caller) credentials(ctx context.Context) (authorization, token string, err error) {
	authorization, token, err = contextCredentials(ctx)
	if err != nil || token != "" {
		return authorization, token, err
	}
	if c.cfg.TokenSource != nil {
		token, err = accessToken(ctx, c.cfg.TokenSource)
		return authorization, token, err
	}
	return authorization, c.cfg.APIKey, nil
}

func contextCredentials(ctx context.Context) (authorization, token string, err error) {
	if err := checkContextTypes(ctx); err != nil {
		return "", "", err
	}
	if basic, ok := ctx.Value(keyBasicAuth).(BasicAuth); ok {
		authorization = basicAuthorization(basic)
	}
	if source, ok := ctx.Value(keyOAuth2).(oauth2.TokenSource); ok && source != nil {
		if token, err = accessToken(ctx, source); err != nil {
			return "", "", err
		}
	} else {
		token = contextAccessToken(ctx)
	}
	if token != "" && authorization == "" {
		authorization = "Bearer " + token
	}
	if key, ok := ctx.Value(keyAPIKey).(APIKey); ok && key.Key != "" {
		token = key.Key
		if key.Prefix != "" {
			token = key.Prefix + " " + key.Key
		}
	}
	return authorization, token, nil
}

func contextAccessToken(ctx context.Context) string {
	switch token := ctx.Value(keyAccessToken).(type) {
	case string:
		return token
	case AccessToken:
		return string(token)
	}
	return ""
}

// checkContextTypes refuses a credential of the wrong type, such as *APIKey: it
// would be ignored, and the call sent with another credential.
func checkContextTypes(ctx context.Context) error {
	if v := ctx.Value(keyAPIKey); v != nil {
		if _, ok := v.(APIKey); !ok {
			return fmt.Errorf("ContextAPIKey takes an APIKey, not a %T", v)
		}
	}
	if v := ctx.Value(keyBasicAuth); v != nil {
		if _, ok := v.(BasicAuth); !ok {
			return fmt.Errorf("ContextBasicAuth takes a BasicAuth, not a %T", v)
		}
	}
	if v := ctx.Value(keyOAuth2); v != nil {
		if _, ok := v.(oauth2.TokenSource); !ok {
			return fmt.Errorf("ContextOAuth2 takes an oauth2.TokenSource, not a %T", v)
		}
	}
	if v := ctx.Value(keyAccessToken); v != nil {
		switch v.(type) {
		case string, AccessToken:
		default:
			return fmt.Errorf("ContextAccessToken takes a string or an AccessToken, not a %T", v)
		}
	}
	return nil
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
