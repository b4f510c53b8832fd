package render

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/rumpl/gosc/gen/internal/model"
)

func TestLongDescriptionsEndAtAParagraph(t *testing.T) {
	paragraph := strings.TrimSpace(strings.Repeat("word ", 400)) // 2,000 bytes
	short := strings.Repeat(paragraph+"\n\n", 7)                 // another one does not fit
	const more = "The rest of it is"
	for name, tc := range map[string]struct {
		doc       string
		words     int // -1: any number
		cut, head bool
	}{
		"short":                  {short, 7 * 400, false, false},
		"long":                   {short + "# Beginning\n\n" + short, 7 * 400, true, false},
		"one endless paragraph":  {strings.Repeat("word ", 1_000_000), -1, true, false},
		"a heading that is kept": {"# Beginning\n\n" + paragraph, 400, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			doc := packageDoc(&model.Package{Name: "p", Doc: tc.doc, Successor: "Use q."})
			assert.Equal(t, tc.cut, strings.Contains(strings.ReplaceAll(doc, "\n// ", " "), more))
			assert.Equal(t, tc.head, strings.Contains(doc, "# Beginning"), "no heading is left alone")
			assert.True(t, strings.HasSuffix(doc, "//\n// Deprecated: Use q.\n"))
			assert.Less(t, len(doc), maxPackageDoc+500)
			words := strings.Count(doc, "word")
			assert.NotZero(t, words)
			if tc.words >= 0 {
				assert.Equal(t, tc.words, words)
			}
		})
	}
}

func TestBeginningOf(t *testing.T) {
	for _, tc := range []struct {
		text, beginning string
		more            bool
	}{
		{"", "", false},
		{"ten bytes.", "ten bytes.", false},
		{"one\ntwo\nthree four", "one\ntwo", true},
		{"one two three", "one two", true},
		{"threewordsinone", "threewords", true},
		{"ninebytesé", "ninebytes", true}, // the last character does not fit as a whole
	} {
		beginning, more := beginningOf(tc.text, 10)
		assert.Equal(t, tc.beginning, beginning)
		assert.Equal(t, tc.more, more, tc.text)
	}
}
