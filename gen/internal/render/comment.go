package render

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	commentWidth = 90   // of the text, without indentation
	maxDoc       = 1200 // characters of a description that a comment shows
)

var (
	htmlTag    = regexp.MustCompile(`</?[A-Za-z][^<>\n]*>`)
	admonition = regexp.MustCompile(`(?m)^\s*(:::.*|<Message[^>]*>|</Message>|\{%.*%\})\s*$`)
	mdLink     = regexp.MustCompile(`\[([^\[\]]*)\]\((?:[^()\s]|\([^()\s]*\))*\)`)
	script     = regexp.MustCompile(`(?i)\b(javascript|vbscript):`)
	listItem   = regexp.MustCompile(`^\s*(?:[-*+]|\d+[.)])\s+`)
	heading    = regexp.MustCompile(`^\s*#+\s*`)
)

// paragraphs turns the Markdown of a description into plain paragraphs. Items of a
// list become separate paragraphs that begin with "- ". It stops at a length that is
// reasonable in Go documentation; the description has the rest.
func paragraphs(text string) []string {
	if len(text) > 4*maxDoc {
		text = strings.ToValidUTF8(text[:4*maxDoc], "")
	}
	if strings.ContainsAny(text, ":<{[") { // most texts have no markup
		text = mdLink.ReplaceAllString(text, "$1")
		text = script.ReplaceAllString(text, "$1 :") // a link must not run a script
		text = htmlTag.ReplaceAllString(admonition.ReplaceAllString(text, "\n"), "")
	}
	var out []string
	current := ""
	flush := func() {
		if current != "" {
			out = append(out, current)
		}
		current = ""
	}
	for line := range strings.Lines(text) {
		plain := strings.Map(printable, heading.ReplaceAllString(line, ""))
		words := strings.Join(strings.Fields(plain), " ")
		switch {
		case words == "":
			flush()
		case listItem.MatchString(line):
			flush()
			current = "- " + listItem.ReplaceAllString(words+" ", "")
			current = strings.TrimSpace(current)
		case current == "":
			current = words
		default:
			current += " " + words
		}
	}
	flush()
	return shorten(out)
}

// printable removes characters that must not be in a comment.
func printable(r rune) rune {
	if r == utf8.RuneError || r == '\ufeff' || !unicode.IsPrint(r) && !unicode.IsSpace(r) {
		return -1
	}
	if r == '\u2028' || r == '\u2029' {
		return ' '
	}
	return r
}

func shorten(list []string) []string {
	length := 0
	for i, p := range list {
		length += len(p)
		if length > maxDoc {
			if i == 0 {
				return []string{cutAtWord(p, maxDoc) + " …"}
			}
			return list[:i]
		}
	}
	return list
}

func cutAtWord(text string, limit int) string {
	if i := strings.LastIndexByte(text[:limit], ' '); i > 0 {
		return text[:i]
	}
	return strings.ToValidUTF8(text[:limit], "")
}

// comment returns paragraphs as a Go comment, "" for none. List items are
// indented the way gofmt does it.
func comment(indent string, list []string) string {
	var b strings.Builder
	previousItem := false
	for i, p := range list {
		text, item := strings.CutPrefix(strings.Map(printable, p), "- ")
		if i > 0 && !(item && previousItem) {
			b.WriteString(indent + "//\n")
		}
		previousItem = item
		first, rest := "// ", "// "
		if item {
			first, rest = "//   - ", "//     "
		}
		for j, line := range wrap(text, commentWidth) {
			prefix := rest
			if j == 0 {
				prefix = first
			}
			if after, ok := strings.CutPrefix(line, "+build"); ok {
				line = "+ build" + after // a build constraint to gofmt, wherever it stands
			}
			b.WriteString(indent + prefix + line + "\n")
		}
	}
	return b.String()
}

func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}

// sentence returns the text with a full stop at its end.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".!?:…") {
		return text
	}
	return text + "."
}

// firstSentence returns the first sentence of a description.
func firstSentence(text string) string {
	list := paragraphs(text)
	if len(list) == 0 {
		return ""
	}
	p := strings.TrimPrefix(list[0], "- ")
	for i := 0; i+1 < len(p); i++ {
		if p[i] == '.' && p[i+1] == ' ' && i > 0 && !strings.HasSuffix(p[:i], "e.g") && !strings.HasSuffix(p[:i], "i.e") {
			return p[:i+1]
		}
	}
	return sentence(p)
}
