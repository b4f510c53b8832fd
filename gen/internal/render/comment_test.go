package render

import (
	"go/format"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/gen/internal/model"
)

func TestParagraphs(t *testing.T) {
	for text, want := range map[string][]string{
		"":                         nil,
		"one":                      {"one"},
		"one\ntwo\n\nthree":        {"one two", "three"},
		"# Title\n\ntext":          {"Title", "text"},
		"- a\n- b\n  more\n\nc":    {"- a", "- b more", "c"},
		"1. a\n2. b":               {"- a", "- b"},
		":::note\nMind.\n:::":      {"Mind."},
		"<Message>\nx\n</Message>": {"x"},
		"a <b>bold</b> word":       {"a bold word"},
		"[text](https://x.y/z)":    {"text"},
		"a\u2028b\ufeff\x00c":      {"a bc"},
		"  spaced \t out  ":        {"spaced out"},
		"\n\n\n":                   nil,
		"- ":                       {"-"},
	} {
		assert.Equal(t, want, paragraphs(text), "%q", text)
	}
}

func TestParagraphsAreShort(t *testing.T) {
	huge := strings.Repeat("word ", 1_000_000)
	list := paragraphs(huge)
	require.Len(t, list, 1)
	assert.LessOrEqual(t, len(list[0]), maxDoc+5)
	assert.True(t, strings.HasSuffix(list[0], "word …"))
	many := strings.Repeat("A paragraph.\n\n", 1000)
	assert.LessOrEqual(t, len(strings.Join(paragraphs(many), "")), maxDoc)
	assert.NotPanics(t, func() { paragraphs(strings.Repeat("é", 10*maxDoc)) })
}

func TestCommentsAreFormatted(t *testing.T) {
	for _, text := range []string{
		"one", "one\n\ntwo", "- a\n- b", "text\n\n- a\n- b\n\nmore", strings.Repeat("a long line of words ", 30), "//go:embed x", "+build x",
		"# Title", "Deprecated: x", "a: b", "    code", "- " + strings.Repeat("long item ", 30),
	} {
		src := "package p\n\n" + comment("", paragraphs(text)) + "type T struct {\n" + comment("\t", paragraphs(text)) + "\tF int\n}\n"
		formatted, err := format.Source([]byte(src))
		require.NoError(t, err)
		again, err := format.Source(formatted)
		require.NoError(t, err)
		assert.Equal(t, string(again), string(formatted), "%q", text)
		for line := range strings.Lines(string(formatted)) {
			assert.LessOrEqual(t, len(line), commentWidth+10, line)
			assert.False(t, strings.HasPrefix(line, "//go:"), line)
		}
	}
}

func TestFirstSentence(t *testing.T) {
	for text, want := range map[string]string{
		"One. Two.": "One.", "One": "One.", "": "", "e.g. this one. Two": "e.g. this one.", "v1.2 is out. Yes": "v1.2 is out.", "Really? Yes": "Really? Yes.",
	} {
		assert.Equal(t, want, firstSentence(text), text)
	}
}

func TestOperationSummary(t *testing.T) {
	for _, tc := range []struct{ id, summary, want string }{
		{"ListOrders", "List orders", "ListOrders lists orders."},
		{"GetOrder", "Get an order.", "GetOrder gets an order."},
		{"AttachIP", "Attach an IP", "AttachIP attaches an IP."},
		{"ApplyRule", "Apply a rule", "ApplyRule applies a rule."},
		{"PayBill", "Pay a bill", "PayBill pays a bill."},
		{"IssueJWT", "Make a token", "IssueJWT: make a token."},
		{"GetURL", "URL of the file", "GetURL: URL of the file."},
		{"Ping", "", "Ping calls the operation Ping."},
	} {
		assert.Equal(t, tc.want, operationSummary(&model.Operation{ID: tc.id, Name: tc.id, Summary: tc.summary}))
	}
}

func TestTypeDoc(t *testing.T) {
	assert.Equal(t, []string{"Order is an object."}, typeDoc("Order", "", "is an object."))
	assert.Equal(t, []string{"Order is what somebody wants."}, typeDoc("Order", "Order is what somebody wants.", ""))
	assert.Equal(t, []string{"Order is a wish."}, typeDoc("Order", "A wish", ""))
	assert.Equal(t, []string{"Status is the state of an order."}, typeDoc("Status", "State of an order.", ""))
}
