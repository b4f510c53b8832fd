package render

import (
	"strings"
	"unicode"

	"github.com/rumpl/gosc/gen/internal/model"
	"github.com/rumpl/gosc/gen/internal/names"
)

// operationSummary makes a sentence that begins with the method's name, as Go has
// it: the summary "List orders" of ListOrders becomes "ListOrders lists orders."
func operationSummary(op *model.Operation) string {
	summary := firstSentence(op.Summary)
	if summary == "" {
		return op.Name + " calls the operation " + op.ID + "."
	}
	first, rest, _ := strings.Cut(strings.TrimSuffix(summary, "."), " ")
	words := names.Words(op.ID)
	if len(words) > 0 && strings.EqualFold(first, words[0]) {
		return sentence(op.Name + " " + thirdPerson(strings.ToLower(first)) + " " + rest)
	}
	return op.Name + ": " + lowerFirst(summary)
}

func thirdPerson(verb string) string {
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
	if startsWithArticle(first) {
		list[0] = name + " is " + lowerFirst(first)
	} else {
		list[0] = name + ": " + lowerFirst(first)
	}
	list[0] = sentence(list[0])
	return list
}

func startsWithArticle(text string) bool {
	first, _, _ := strings.Cut(strings.ToLower(text), " ")
	return first == "a" || first == "an" || first == "the" || first == "one"
}
