package text

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

func TestLine(t *testing.T) {
	for in, want := range map[string]string{
		"":                                 "",
		"plain":                            "plain",
		" two\r\n lines\t":                 "two lines",
		"bell\x07 and \x1b[31mred":         "bell and [31mred",
		"bad \xff utf-8":                   "bad � utf-8",
		strings.Repeat("x", MaxLine):       strings.Repeat("x", MaxLine),
		strings.Repeat("x", MaxLine) + "y": strings.Repeat("x", MaxLine) + "…",
	} {
		assert.Equal(t, want, Line(in))
	}
	cut := Line(strings.Repeat("é", MaxLine)) + Line("x"+strings.Repeat("é", MaxLine))
	assert.True(t, utf8.ValidString(cut), "no character is cut in two")
}
