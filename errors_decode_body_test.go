package gosc

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestDescribeBody(t *testing.T) {
	for _, tc := range []struct{ mediaType, body, want, text string }{
		{"application/json", "{", "JSON", "incomplete or invalid JSON of 1 bytes"},
		{"application/problem+json", "{", "JSON", "incomplete or invalid JSON of 1 bytes"},
		{"text/html", "<p>", "JSON", "text/html of 3 bytes instead of JSON"},
		{"application/json", "{}", "XML", "application/json of 2 bytes instead of XML"},
		{"application/xml", "<E", "XML", "incomplete or invalid XML of 2 bytes"},
		{"text/plain", "busy", "XML", "busy"},
		{"application/xml", "", "XML", ""},
	} {
		got := describeBody(http.Header{"Content-Type": {tc.mediaType}}, []byte(tc.body), tc.want)
		assert.Equal(t, tc.text, got, "%s: %s", tc.mediaType, tc.body)
	}
}
