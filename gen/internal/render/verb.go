package render

import (
	"strings"
	"unicode"

	"github.com/rumpl/gosc/gen/internal/model"
	"github.com/rumpl/gosc/gen/internal/names"
)

// operationSummary makes a sentence that begins with the method's name, as is usual in
// Go: the summary "List orders" of ListOrders becomes "ListOrders lists orders."
func operationSummary(op *model.Operation) string {
	summary := firstSentence(op.Summary)
	if summary == "" {
		return op.Name + " calls the operation " + op.ID + "."
	}
	first, rest, _ := strings.Cut(strings.TrimSuffix(summary, "."), " ")
	words := names.Words(op.ID)
	if len(words) > 0 && strings.EqualFold(first, words[0]) {
		return sentence(op.Name + " " + toThirdPerson(strings.ToLower(first)) + " " + rest)
	}
	return op.Name + ": " + lowerFirst(summary)
}

func toThirdPerson(verb string) string {
	n := len(verb)
	switch {
	case strings.HasSuffix(verb, "y") && n > 1 && !strings.ContainsAny(verb[n-2:n-1], "aeiou"):
		return verb[:n-1] + "ies"
	case strings.HasSuffix(verb, "s"), strings.HasSuffix(verb, "x"), strings.HasSuffix(verb, "z"),
		strings.HasSuffix(verb, "ch"), strings.HasSuffix(verb, "sh"), strings.HasSuffix(verb, "o"):
		return verb + "es"
	}
	return verb + "s"
}

// lowerFirst lowers the first letter, except that of an initialism.
func lowerFirst(text string) string {
	runes := []rune(text)
	if len(runes) > 1 && unicode.IsUpper(runes[0]) && !unicode.IsUpper(runes[1]) {
		runes[0] = unicode.ToLower(runes[0])
	}
	return string(runes)
}

// typeDoc makes the first sentence of a type's comment.
func typeDoc(name, doc, fallback string) []string {
	list := paragraphs(doc)
	if len(list) == 0 {
		return []string{name + " " + fallback}
	}
	if strings.HasPrefix(list[0], name+" ") {
		return list
	}
	first := strings.TrimPrefix(list[0], "- ")
	list[0] = sentence(name + link(first) + lowerFirst(first))
	return list
}

var (
	articles    = wordSet("a an the one this")
	questions   = wordSet("who what how where when which whether if")
	thirdPerson = wordSet("represents contains describes holds defines specifies indicates says tells gives lists shows is")
)

func wordSet(words string) map[string]bool {
	out := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		out[word] = true
	}
	return out
}

// link returns the words between the name of a type and the text of its description,
// so that both make a sentence.
func link(text string) string {
	first, _, _ := strings.Cut(strings.ToLower(text), " ")
	switch {
	case articles[first]:
		return " is "
	case questions[first]:
		return " says "
	case thirdPerson[first]:
		return " "
	case strings.HasSuffix(first, "s") && !strings.HasSuffix(first, "ss") && !strings.HasSuffix(first, "us"):
		return ": " // a plural, or a verb
	}
	return " is the "
}
