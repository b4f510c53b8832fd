package breaking

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/rumpl/gosc/gen/internal/model"
	"github.com/rumpl/gosc/gen/internal/openapi"
)

// TestHeadersOfPartsAreCompared: a description with such headers is refused, but an
// old one may have them.
func TestHeadersOfPartsAreCompared(t *testing.T) {
	document := func(headers ...string) *openapi.Document {
		file := &openapi.Schema{Types: []string{"string"}, Format: "binary"}
		media := &openapi.Media{
			Type:      "multipart/form-data",
			Schema:    &openapi.Schema{Types: []string{"object"}, Properties: []openapi.Property{{Name: "file", Schema: file}}},
			Encodings: map[string]openapi.Encoding{"file": {Headers: headers}},
		}
		return &openapi.Document{Operations: []*openapi.Operation{{ID: "Put", Method: "PUT", Path: "/x", Body: &openapi.Body{Content: []*openapi.Media{media}}}}}
	}
	for name, tc := range map[string]struct {
		old, new *openapi.Document
		want     []string
	}{
		"added":           {document(), document("X-Rate"), []string{`PUT /x: the member "file" of the form had the headers none, has X-Rate`}},
		"removed":         {document("X-Rate", "X-A"), document("X-A"), []string{`PUT /x: the member "file" of the form had the headers X-A, X-Rate, has X-A`}},
		"in other order":  {document("X-Rate", "X-A"), document("X-A", "X-Rate"), nil},
		"the media type":  {document(), document("Content-Type"), nil},
		"nothing changed": {document("X-A"), document("X-A"), nil},
	} {
		assert.Equal(t, tc.want, Encoding(tc.old, tc.new, &model.Package{}), name)
	}
}
