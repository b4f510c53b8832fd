// Package names turns the names of an API description into Go names.
package names

import (
	"strings"
	"unicode"
)

// Words splits a name at everything that is not a letter or a digit, and where a
// capital begins a word: "UploadURL" is upload, URL; "node10" is one word.
func Words(name string) []string {
	runes := []rune(name)
	var out []string
	start := -1
	flush := func(end int) {
		if start >= 0 && end > start {
			out = append(out, string(runes[start:end]))
		}
		start = -1
	}
	for i := 0; i < len(runes); i++ {
		if !isWordRune(runes[i]) {
			flush(i)
			continue
		}
		if start < 0 {
			start = i
			continue
		}
		if n := pluralInitialism(runes, start); n > 0 && i < start+n {
			i = start + n - 1
			continue
		}
		if startsWord(runes, i) {
			flush(i)
			start = i
		}
	}
	flush(len(runes))
	return out
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// startsWord reports whether a capital at i begins a word: after a lower-case
// letter or a digit, or as the last capital of a run ("HTTPServer").
func startsWord(runes []rune, i int) bool {
	if !unicode.IsUpper(runes[i]) {
		return false
	}
	if !unicode.IsUpper(runes[i-1]) {
		return true
	}
	return i+1 < len(runes) && unicode.IsLower(runes[i+1])
}

// pluralInitialism returns the length of a plural such as "IPs" at start, or 0.
func pluralInitialism(runes []rune, start int) int {
	end := start
	for end < len(runes) && unicode.IsUpper(runes[end]) {
		end++
	}
	if end-start < 2 || end >= len(runes) || runes[end] != 's' {
		return 0
	}
	if end+1 < len(runes) && unicode.IsLower(runes[end+1]) {
		return 0
	}
	return end - start + 1
}

// initialisms are written in capitals, as is usual in Go.
var initialisms = makeSet(
	"ACL", "API", "ARN", "ASN", "BGP", "CA", "CIDR", "CPU", "CSR", "CSS", "DB", "DDL", "DHCP", "DNS", "EOF", "FQDN",
	"GPU", "GUID", "H2C", "HTML", "HTTP", "HTTP1", "HTTP2", "HTTPS", "IAM", "ID", "IO", "IP", "IPAM", "JSON", "JWT",
	"LB", "MAC", "MFA", "MNQ", "MTU", "NATS", "OS", "PEM", "PTR", "RAM", "RPC", "S3", "SDK", "SLA", "SMTP", "SQL",
	"SQS", "SRN", "SSD", "SSH", "SSL", "SSO", "TCP", "TLS", "TTL", "TXT", "UDP", "UI", "UID", "URI", "URL", "UTF8",
	"UUID", "VM", "VPC", "VPN", "XML",
)

func makeSet(words ...string) map[string]bool {
	out := make(map[string]bool, len(words))
	for _, w := range words {
		out[w] = true
	}
	return out
}

// initialism returns the Go spelling of an initialism or of its plural.
func initialism(word string) (string, bool) {
	upper := strings.ToUpper(word)
	if initialisms[upper] {
		return upper, true
	}
	if single, ok := strings.CutSuffix(upper, "S"); ok && initialisms[single] && len(single) > 1 {
		return single + "s", true
	}
	return "", false
}
