package gosc

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const maxTextBytes = 512

// oneLine makes what a server says fit for an error or a log: one line, no
// control characters, and not endless.
func oneLine(text string) string {
	text = strings.ToValidUTF8(text, "�")
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
	if len(text) <= maxTextBytes {
		return text
	}
	cut := maxTextBytes
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "…"
}
