package dialect

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/rumpl/gosc/gen/internal/openapi"
)

func TestMedia(t *testing.T) {
	binary := &openapi.Schema{Types: []string{"string"}, Format: "binary"}
	for _, tc := range []struct {
		mediaType   string
		schema      *openapi.Schema
		json        bool
		binary      bool
		multipart   bool
		contentType string
	}{
		{"application/json", nil, true, false, false, "application/json"},
		{"application/json; charset=utf-8", nil, true, false, false, "application/json; charset=utf-8"},
		{"application/problem+json", nil, true, false, false, "application/problem+json"},
		{"application/json", binary, true, true, false, "application/json"},
		{"*/*", binary, false, true, false, "application/octet-stream"},
		{"application/*", binary, false, true, false, "application/octet-stream"},
		{"image/*", nil, false, true, false, ""},
		{"application/octet-stream", nil, false, true, false, "application/octet-stream"},
		{"multipart/form-data", nil, false, true, true, ""},
		{"text/plain", nil, false, true, false, "text/plain"},
	} {
		assert.Equal(t, tc.json, IsJSON(tc.mediaType), tc.mediaType)
		assert.Equal(t, tc.binary, IsBinary(&openapi.Media{Type: tc.mediaType, Schema: tc.schema}), tc.mediaType)
		assert.Equal(t, tc.multipart, IsMultipart(tc.mediaType), tc.mediaType)
		assert.Equal(t, tc.contentType, ContentType(tc.mediaType), tc.mediaType)
	}
	text, json := &openapi.Media{Type: "text/plain"}, &openapi.Media{Type: "application/json"}
	assert.Same(t, json, Preferred([]*openapi.Media{text, json}))
	assert.Same(t, text, Preferred([]*openapi.Media{text}))
	assert.Nil(t, Preferred(nil))
}

func TestMayBeJSON(t *testing.T) {
	for mediaType, want := range map[string]bool{
		"*/*": true, "*": true, "application/*": true, "Application/*+JSON": true, "image/*": false, "application/json": false, "application/xml": false,
	} {
		assert.Equal(t, want, MayBeJSON(mediaType), mediaType)
	}
}
