package names

import (
	"fmt"
	"go/token"
	"slices"
	"strings"
	"unicode"
)

// Exported returns the exported Go name of a name: "namespace_id" is NamespaceID.
// It is empty if nothing in the name can be part of a Go name.
func Exported(name string) string {
	var b strings.Builder
	for _, word := range Words(name) {
		b.WriteString(capital(word))
	}
	out := b.String()
	if out == "" {
		return ""
	}
	if first := []rune(out)[0]; !unicode.IsUpper(first) {
		return "X" + out // a digit, or a letter of a script without capitals
	}
	return out
}

// Suffix is Exported for a name that follows another one, such as the value of an
// enum after its type. It is never empty: signs are spelled out.
func Suffix(value string) string {
	if value == "" {
		return "Empty"
	}
	var b strings.Builder
	for _, word := range Words(spellSigns(value)) {
		b.WriteString(capital(word))
	}
	if b.Len() > 0 {
		return b.String()
	}
	for _, r := range value {
		b.WriteString(signName(r))
	}
	return b.String()
}

// spellSigns spells out a sign before a number, and comparison operators, which are
// significant.
func spellSigns(value string) string {
	if len(value) > 1 && unicode.IsDigit(rune(value[1])) {
		switch value[0] {
		case '-':
			return "minus " + value[1:]
		case '+':
			return "plus " + value[1:]
		}
	}
	return value
}

var signNames = map[rune]string{
	'*': "Star", '+': "Plus", '-': "Minus", '<': "Less", '>': "Greater", '=': "Equal", '!': "Not", '/': "Slash",
	'.': "Dot", '_': "Underscore", ' ': "Space", '%': "Percent", '&': "And", '|': "Or", '#': "Hash", '@': "At", '$': "Dollar", '?': "Question",
}

func signName(r rune) string {
	if name, ok := signNames[r]; ok {
		return name
	}
	return fmt.Sprintf("U%04X", r)
}

func capital(word string) string {
	if up, ok := initialism(word); ok {
		return up
	}
	runes := []rune(word)
	if len(runes) > 1 && word == strings.ToUpper(word) && strings.ContainsFunc(word, unicode.IsLetter) {
		runes = []rune(strings.ToLower(word)) // READY is Ready
		if len(runes) <= 4 {
			runes = []rune(word) // but DEV1 and GP1 are names
		}
	}
	runes[0] = unicode.ToUpper(runes[0])
	return string(runes)
}

// Unexported returns the name of a parameter or a variable: "function_id" is
// functionID. It avoids keywords, predeclared names and those in taken.
func Unexported(name string, taken ...string) string {
	words := Words(name)
	var b strings.Builder
	for i, word := range words {
		if i == 0 {
			b.WriteString(strings.ToLower(word))
			continue
		}
		b.WriteString(capital(word))
	}
	out := b.String()
	if out == "" || unicode.IsDigit([]rune(out)[0]) {
		out = "x" + out
	}
	if token.IsKeyword(out) || predeclared[out] || slices.Contains(taken, out) {
		out += "Arg"
	}
	return out
}

var predeclared = func() map[string]bool {
	out := map[string]bool{}
	for _, name := range strings.Fields(`any bool byte comparable complex64 complex128 error float32 float64 int int8
		int16 int32 int64 rune string uint uint8 uint16 uint32 uint64 uintptr true false iota nil append cap clear
		close complex copy delete imag len make max min new panic print println real recover init main`) {
		out[name] = true
	}
	return out
}()

// Snake returns the lower-case name of a file: "UploadURL" is upload_url.
func Snake(name string) string {
	words := Words(name)
	for i := range words {
		words[i] = strings.ToLower(words[i])
	}
	return strings.Join(words, "_")
}

// Singular returns the name of one element of a list: "lines" is line. It is for
// names of types, so a plural that it doesn't know becomes "…Item".
func Singular(plural string) string {
	lower := strings.ToLower(plural)
	switch {
	case strings.HasSuffix(lower, "series"), strings.HasSuffix(lower, "news"), strings.HasSuffix(lower, "species"):
		return plural + "Item"
	case strings.HasSuffix(lower, "ies") && len(lower) > 4:
		return plural[:len(plural)-3] + "y"
	case strings.HasSuffix(lower, "sses"), strings.HasSuffix(lower, "xes"), strings.HasSuffix(lower, "ches"), strings.HasSuffix(lower, "shes"), strings.HasSuffix(lower, "uses"):
		return plural[:len(plural)-2]
	case strings.HasSuffix(lower, "ss"), strings.HasSuffix(lower, "us"), strings.HasSuffix(lower, "is"):
		return plural + "Item"
	case strings.HasSuffix(lower, "s") && len(lower) > 1:
		return plural[:len(plural)-1]
	}
	return plural + "Item"
}
