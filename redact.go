package gosc

import (
	"bytes"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

const redacted = "REDACTED"

// scrubber takes secrets out of text that others wrote: the ones that it knows,
// and whatever looks like one.
type scrubber []string

// minSecret keeps a very short "secret" from eating half of a text.
const minSecret = 4

func (s *scrubber) add(secrets ...string) {
	for _, secret := range secrets {
		if len(secret) >= minSecret {
			*s = append(*s, secret)
		}
	}
}

// secretPatterns find presigned queries, JWTs and passwords. The first group is
// kept.
var secretPatterns = []*regexp.Regexp{
	regexp.MustCompile(`(?i)(X-Amz-(?:Signature|Credential|Security-Token)=)[^&\s"'<>]+`),
	regexp.MustCompile(`()\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]+\.?[A-Za-z0-9_-]*`),
	regexp.MustCompile(`(?i)(\bbearer\s+)[A-Za-z0-9._~+/=-]{4,}`),
	regexp.MustCompile(`(?i)((?:password|passwd|[a-z0-9_]*secret[a-z0-9_]*|[a-z0-9_]*(?:access|api)_?key)["']?\s*[=:]\s*["']?)[^\s"'&,}]+`),
	regexp.MustCompile(`(?i)([a-z0-9_]*token(?:=|["']\s*:\s*["']))[^\s"'&,}]+`),
	regexp.MustCompile(`(\b[A-Z0-9]+_TOKEN:\s*)[^\s"'&,}]+`),
	regexp.MustCompile(`(?i)(\b(?:https?)://)[^/\s@"']+@`),
}

func (s scrubber) clean(text string) string {
	for _, secret := range s {
		text = strings.ReplaceAll(text, secret, redacted)
	}
	for _, pattern := range secretPatterns {
		text = pattern.ReplaceAllString(text, "${1}"+redacted)
	}
	return text
}

// cleanBytes returns a copy without the known secrets. It leaves what only looks
// like one: the body is for programs.
func (s scrubber) cleanBytes(data []byte) []byte {
	data = bytes.Clone(data)
	for _, secret := range s {
		data = bytes.ReplaceAll(data, []byte(secret), []byte(redacted))
	}
	return data
}

// cleanValue takes the known secrets out of a decoded JSON value. It tells
// whether there were any.
func (s scrubber) cleanValue(value any) (cleaned any, found bool) {
	switch value := value.(type) {
	case string:
		text := value
		for _, secret := range s {
			text = strings.ReplaceAll(text, secret, redacted)
		}
		return text, text != value
	case []any:
		for i, item := range value {
			item, hit := s.cleanValue(item)
			value[i], found = item, found || hit
		}
		return value, found
	case map[string]any:
		clean := make(map[string]any, len(value))
		for key, item := range value {
			name, inName := s.cleanValue(key)
			item, inItem := s.cleanValue(item)
			clean[name.(string)] = item
			found = found || inName || inItem
		}
		return clean, found
	}
	return value, false
}

// redactURL is a URL for people: without user, password and query.
func redactURL(u *url.URL) string {
	shown := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}
	text := shown.String()
	if u.RawQuery != "" {
		text += "?" + redacted
	}
	return text
}

// harmlessHeaders may be logged. All others may not: a list of secrets would
// miss the next one.
var harmlessHeaders = []string{
	"Accept", "Content-Encoding", "Content-Length", "Content-Type", "Date",
	"Retry-After", "Server", "User-Agent", "X-Request-Id",
}

func loggableHeaders(header http.Header) []any {
	var attrs []any
	for _, name := range harmlessHeaders {
		if value := header.Get(name); value != "" {
			attrs = append(attrs, name, value)
		}
	}
	return attrs
}
