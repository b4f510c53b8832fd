package gosc

import (
	"net/http"
	"slices"
	"strings"
)

// guardOwnHeaders refuses those headers set by DefaultHeader or WithHeader that cannot
// be sent, and treats the others as possible credentials, for example for a proxy.
// Only harmless ones are ever shown, and those whose name is that of a credential are
// not sent over plain http.
func (r *request) guardOwnHeaders() error {
	var refused error
	r.eachOwnHeader(func(name, value string) {
		if refused == nil && !validHeader(name, value) {
			refused = r.refuseHeader(name)
		}
		if slices.Contains(harmlessHeaders, name) {
			return
		}
		_, bare, _ := strings.Cut(value, " ")
		r.secrets.Add(value, bare)
		if name == "Cookie" {
			for cookie := range strings.SplitSeq(value, ";") {
				_, bare, _ := strings.Cut(cookie, "=")
				r.secrets.Add(bare)
			}
		}
		if refused == nil && value != "" && isCredential(name) && !r.caller.cfg.AllowHTTP && !safeForSecrets(r.url) {
			refused = &ArgumentError{Operation: r.op.ID, Argument: name, Reason: insecureReason(r.url), cause: ErrInsecureTransport}
		}
	})
	return refused
}

// deleteOwnCredentials removes them from the headers of a request that users see.
func (r *request) deleteOwnCredentials(header http.Header) {
	r.eachOwnHeader(func(name, _ string) {
		if isCredential(name) {
			header.Del(name)
		}
	})
}

// eachOwnHeader visits the headers of the configuration and the options.
func (r *request) eachOwnHeader(visit func(name, value string)) {
	if len(r.caller.cfg.DefaultHeader) == 0 && len(r.options.header) == 0 {
		return // most calls have none, and to begin with a map takes longer than this
	}
	for name, value := range r.caller.cfg.DefaultHeader {
		visit(http.CanonicalHeaderKey(name), value)
	}
	for name, values := range r.options.header {
		for _, value := range values {
			visit(http.CanonicalHeaderKey(name), value)
		}
	}
}

// isCredential reports whether a header of this name holds a credential.
func isCredential(name string) bool {
	name = strings.ToLower(name)
	for _, part := range []string{"auth", "token", "secret", "password", "cookie", "credential", "session", "api-key", "apikey", "signature"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}
