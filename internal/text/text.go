// Package text prepares foreign text for an error or a log.
package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxLine is the number of bytes after which Line cuts.
const MaxLine = 512

// Line returns text as one line without control characters, cut after MaxLine
// bytes.
func Line(text string) string {
	text = text[:min(len(text), 8*MaxLine)] // what follows costs time for each byte
	text = strings.ToValidUTF8(text, "�")
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
	if len(text) <= MaxLine {
		return text
	}
	cut := MaxLine
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "…"
}
