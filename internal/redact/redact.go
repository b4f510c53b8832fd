// Package redact removes secrets from what is shown to people.
package redact

import (
	"bytes"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Mark replaces a secret.
const Mark = "REDACTED"

// Secrets are the secrets of a call. The zero value knows none.
type Secrets []string

// minSecret is the length below which a secret is ignored: replacing a very short
// one would garble the text around it.
const minSecret = 4

// Add adds secrets; short ones are ignored. Longer ones come first: if a secret
// contains another, replacing the shorter one first would leave the rest of the
// longer one.
func (s *Secrets) Add(secrets ...string) {
	for _, secret := range secrets {
		if len(secret) < minSecret {
			continue
		}
		at := 0
		for at < len(*s) && len((*s)[at]) >= len(secret) {
			at++
		}
		*s = slices.Insert(*s, at, secret)
	}
}

// patterns find presigned queries, JWTs and passwords. The first group is
// kept.
var patterns = []*regexp.Regexp{
	regexp.MustCompile(`(?i)(X-Amz-(?:Signature|Credential|Security-Token)=)[^&\s"'<>]+`),
	regexp.MustCompile(`()\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]+\.?[A-Za-z0-9_-]*`),
	regexp.MustCompile(`(?i)(\bbearer\s+)[A-Za-z0-9._~+/=-]{4,}`),
	regexp.MustCompile(`(?i)((?:password|passwd|[a-z0-9_]*secret[a-z0-9_]*|[a-z0-9_]*(?:access|api)_?key)["']?\s*[=:]\s*["']?)[^\s"'&,}]+`),
	regexp.MustCompile(`(?i)([a-z0-9_]*token(?:=|["']\s*:\s*["']))[^\s"'&,}]+`),
	regexp.MustCompile(`(\b[A-Z0-9]+_TOKEN:\s*)[^\s"'&,}]+`),
	regexp.MustCompile(`(?i)(\b[a-z][a-z0-9+.-]*://)[^/\s"']+@`),
	regexp.MustCompile(`(invalid proxy address )".*`), // of net/http, with the user and the password
}

// Text returns text without the known secrets and without anything that looks like a
// secret.
func (s Secrets) Text(text string) string {
	for _, secret := range s {
		text = strings.ReplaceAll(text, secret, Mark)
	}
	for _, pattern := range patterns {
		text = pattern.ReplaceAllString(text, "${1}"+Mark)
	}
	return text
}

// Bytes returns a copy without the known secrets. What only looks like a secret is
// kept, because programs read the data.
func (s Secrets) Bytes(data []byte) []byte {
	data = bytes.Clone(data)
	for _, secret := range s {
		data = bytes.ReplaceAll(data, []byte(secret), []byte(Mark))
	}
	return data
}

// Value removes the known secrets from a decoded JSON value. It reports whether
// there were any.
func (s Secrets) Value(value any) (cleaned any, found bool) {
	switch value := value.(type) {
	case string:
		text := value
		for _, secret := range s {
			text = strings.ReplaceAll(text, secret, Mark)
		}
		return text, text != value
	case []any:
		for i, item := range value {
			item, hit := s.Value(item)
			value[i], found = item, found || hit
		}
		return value, found
	case map[string]any:
		clean := make(map[string]any, len(value))
		for key, item := range value {
			name, inName := s.Value(key)
			item, inItem := s.Value(item)
			clean[name.(string)] = item
			found = found || inName || inItem
		}
		return clean, found
	}
	return value, false
}

// URL returns a URL without user, password, query and fragment, for people to read.
func URL(u *url.URL) string {
	shown := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}
	text := shown.String()
	if u.RawQuery != "" {
		text += "?" + Mark
	}
	return text
}
