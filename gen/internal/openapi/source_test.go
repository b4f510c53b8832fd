package openapi

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// A description is read a second time only if it may have aliases or references to
// files. The largest public ones have http references in examples and emphasis in prose,
// which must not be mistaken for them.
func TestWhatIsReadTwice(t *testing.T) {
	for text, want := range map[string]bool{
		"a: {$ref: '#/components/schemas/A'}": false,
		`{"$ref":"#/components/schemas/A"}`:   false,
		`{"$ref": "https://example.com/a"}`:   false,
		"$ref: http://example.com/a.yaml":     false,
		"$ref: a.yaml":                        true,
		"$ref: 'a.yaml#/A'":                   true,
		"$ref: //example.com/a.yaml":          true,
		"$ref: httpx.yaml":                    true,
		"{$ref: 'https://a'}, {$ref: b.yaml}": true,
	} {
		assert.Equal(t, want, mayReferToFiles([]byte(text)), text)
	}
	for text, want := range map[string]bool{
		"text: an *important* word & others":          false,
		"text: '**bold** &amp; *light*'":              true, // for all that it knows
		`{"text":"see *there*","url":"/?a=1&b=2"}`:    false,
		"a: &one {b: *one}":                           true,
		"&one [*one]":                                 true,
		"a: &é\n  b:\n    - *é":                       true,
		"? &one a\n: b\nc: *one":                      true,
		"anchors: &without\n  aliases: 2 * 3 = 6 * 1": false,
	} {
		assert.Equal(t, want, mayHaveAliases([]byte(text)), text)
	}
}
