package dialect

import (
	"strings"

	"github.com/rumpl/gosc/gen/internal/openapi"
)

// IsJSON reports whether a media type is JSON. "*/*" is not: it comes with
// format: binary.
func IsJSON(mediaType string) bool {
	base := mediaBase(mediaType)
	return base == "application/json" || strings.HasSuffix(base, "+json")
}

// IsPlainJSON reports whether a media type is application/json itself.
func IsPlainJSON(mediaType string) bool { return mediaBase(mediaType) == "application/json" }

// IsMergePatch reports whether null in a body of the media type removes a member.
func IsMergePatch(mediaType string) bool {
	return mediaBase(mediaType) == "application/merge-patch+json"
}

// IsMultipart reports whether a media type needs a boundary that the caller knows.
func IsMultipart(mediaType string) bool { return strings.HasPrefix(mediaBase(mediaType), "multipart/") }

// IsFormData reports whether a media type is that of a form whose members are parts.
func IsFormData(mediaType string) bool { return mediaBase(mediaType) == "multipart/form-data" }

// IsText reports whether a media type is one of texts.
func IsText(mediaType string) bool {
	base := mediaBase(mediaType)
	return strings.HasPrefix(base, "text/") || strings.HasSuffix(base, "+xml") || strings.HasSuffix(base, "+yaml") ||
		base == "application/xml" || base == "application/yaml"
}

// IsForm reports whether a media type is that of a form without files.
func IsForm(mediaType string) bool {
	return mediaBase(mediaType) == "application/x-www-form-urlencoded"
}

// IsBinary reports whether a body is bytes rather than JSON.
func IsBinary(m *openapi.Media) bool {
	if !IsJSON(m.Type) {
		return true
	}
	return m.Schema != nil && m.Schema.Format == "binary"
}

// ContentType returns the media type to send for a body of bytes: "*/*" is not
// specific, so it is sent as bytes. It is "" if only the caller knows it: the boundary
// of a multipart body, or which of "image/*" it is.
func ContentType(mediaType string) string {
	switch {
	case mediaBase(mediaType) == "*/*", mediaBase(mediaType) == "*", mediaBase(mediaType) == "application/*":
		return "application/octet-stream"
	case IsMultipart(mediaType), strings.Contains(mediaType, "*"):
		return ""
	}
	return mediaType
}

// MayBeJSON reports whether a media type is a range that JSON is in.
func MayBeJSON(mediaType string) bool {
	switch mediaBase(mediaType) {
	case "*/*", "*", "application/*", "application/*+json":
		return true
	}
	return false
}

// Preferred returns the media type that generated code uses: application/json if
// there is one, else any JSON, else the first.
func Preferred(content []*openapi.Media) *openapi.Media {
	for _, m := range content {
		if IsPlainJSON(m.Type) {
			return m
		}
	}
	for _, m := range content {
		if IsJSON(m.Type) {
			return m
		}
	}
	if len(content) > 0 {
		return content[0]
	}
	return nil
}

func mediaBase(mediaType string) string {
	base, _, _ := strings.Cut(mediaType, ";")
	return strings.ToLower(strings.TrimSpace(base))
}
