package render

import (
	"fmt"
	"go/format"
	"regexp"
	"strings"

	"github.com/rumpl/gosc/gen/internal/model"
)

// This file makes the package comment from the description of the API.

// docGo adds doc.go, with the package comment.
func (r *renderer) docGo() error {
	src, err := format.Source([]byte(Header + "\n\n" + packageDoc(r.pkg) + "package " + r.pkg.Name + "\n"))
	if err != nil {
		return fmt.Errorf("doc.go: %w", err)
	}
	r.files = append(r.files, File{"doc.go", src})
	return nil
}

// maxPackageDoc is how many bytes of a description go into the package comment. The
// descriptions of some APIs are whole manuals.
const maxPackageDoc = 16 << 10

// packageDoc is the package comment: what the package is, then the description, to
// the last paragraph that fits, then what to use instead if the API is deprecated.
func packageDoc(p *model.Package) string {
	what := "an API"
	if p.Title != "" {
		what = strings.Join(strings.Fields(p.Title), " ")
	}
	if p.Version != "" {
		what += ", version " + p.Version
	}
	var b strings.Builder
	writeLines(&b, wrap(sentence("Package "+p.Name+" is a client of "+what), commentWidth))
	beginning, more := beginningOf(p.Doc, 4*maxPackageDoc) // Markdown is longer than its text
	blocks, cut := firstBlocks(docBlocks(beginning), maxPackageDoc)
	for _, block := range blocks {
		b.WriteString("//\n")
		writeLines(&b, block)
	}
	if cut || more {
		b.WriteString("//\n")
		writeLines(&b, wrap("The description of the API is longer than a comment should be. The rest of it is in the document, in info.description.", commentWidth))
	}
	if p.Successor != "" {
		b.WriteString("//\n")
		writeLines(&b, wrap("Deprecated: "+sentence(firstOf(paragraphs(p.Successor))), commentWidth))
	}
	return b.String()
}

// beginningOf returns the leading lines of a text that fit into the limit, or as many
// words of a line that is longer, and reports whether there are more.
func beginningOf(text string, limit int) (beginning string, more bool) {
	if len(text) <= limit {
		return text, false
	}
	end := strings.LastIndexByte(text[:limit], '\n')
	if end < 0 {
		end = strings.LastIndexByte(text[:limit], ' ')
	}
	if end < 0 {
		end = limit
	}
	return strings.ToValidUTF8(text[:end], ""), true
}

// firstBlocks returns the leading blocks that fit into the limit, and reports whether
// some do not. A heading is not left alone at the end. Of a first block that is too
// long by itself, it returns the lines that fit.
func firstBlocks(blocks [][]string, limit int) (first [][]string, cut bool) {
	size := 0
	for i, block := range blocks {
		for n, line := range block {
			size += len(line) + len("// \n")
			if size > limit && i == 0 {
				return [][]string{block[:n]}, true
			}
		}
		if size > limit {
			for i > 0 && len(blocks[i-1]) == 1 && strings.HasPrefix(blocks[i-1][0], "# ") {
				i--
			}
			return blocks[:i], true
		}
		size += len("//\n")
	}
	return blocks, false
}

func writeLines(b *strings.Builder, lines []string) {
	for _, line := range lines {
		if after, ok := strings.CutPrefix(line, "+build"); ok {
			line = "+ build" + after // a build constraint to gofmt, wherever it stands
		}
		b.WriteString(strings.TrimRight("// "+strings.Map(printable, line), " ") + "\n")
	}
}

var (
	fence   = regexp.MustCompile("^\\s*(```|~~~)")
	docLink = regexp.MustCompile(`\[([^\[\]]*)\]\((https?://[^()\s]*)\)`)
)

// docBlocks turns Markdown into blocks of a Go comment: headings, paragraphs,
// lists and code.
func docBlocks(text string) [][]string {
	d := &docWriter{}
	text = admonition.ReplaceAllString(text, "\n")
	for line := range strings.Lines(text) {
		d.line(strings.TrimRight(strings.Map(printable, line), " \t\r\n"))
	}
	d.flush()
	return d.blocks
}

// docWriter collects blocks line by line.
type docWriter struct {
	blocks [][]string
	text   []string // of the paragraph or item that is being read
	items  []string // lines of the list that is being read
	item   bool     // text is an item of a list
	code   bool     // inside of a fence
}

func (d *docWriter) line(line string) {
	switch {
	case fence.MatchString(line):
		d.flush()
		d.code = !d.code
		if d.code {
			d.blocks = append(d.blocks, nil)
		}
	case d.code:
		last := len(d.blocks) - 1
		d.blocks[last] = append(d.blocks[last], "\t"+strings.ReplaceAll(line, "*/", "* /"))
	case strings.TrimSpace(line) == "":
		d.flush()
	case heading.MatchString(line) && strings.HasPrefix(line, "#"):
		d.flush()
		if title := strings.TrimRight(plainDoc(heading.ReplaceAllString(line, "")), ".:!?,;"); title != "" {
			d.blocks = append(d.blocks, []string{"# " + title})
		}
	case listItem.MatchString(line):
		d.endItem()
		if len(d.text) > 0 {
			d.flush()
		}
		d.item = true
		d.text = []string{listItem.ReplaceAllString(line, "")}
	default:
		d.text = append(d.text, line)
	}
}

// endItem ends an item of a list, and the list goes on.
func (d *docWriter) endItem() {
	if !d.item {
		return
	}
	for i, line := range wrap(plainDoc(strings.Join(d.text, " ")), commentWidth-4) {
		mark := "    "
		if i == 0 {
			mark = "  - "
		}
		d.items = append(d.items, mark+line)
	}
	d.text, d.item = nil, false
}

// flush ends the block that is being read.
func (d *docWriter) flush() {
	d.endItem()
	if len(d.items) > 0 {
		d.blocks = append(d.blocks, d.items)
		d.items = nil
	}
	if words := plainDoc(strings.Join(d.text, " ")); words != "" {
		d.blocks = append(d.blocks, wrap(words, commentWidth))
	}
	d.text = nil
}

// plainDoc is a text without Markdown and HTML; the target of a link follows its
// text.
func plainDoc(text string) string {
	text = docLink.ReplaceAllString(text, "$1 ($2)")
	text = htmlTag.ReplaceAllString(mdLink.ReplaceAllString(text, "$1"), "")
	return strings.Join(strings.Fields(text), " ")
}

// deprecatedText is the line of a reference page about something deprecated.
func deprecatedText(successor string) string {
	if successor == "" {
		return "**Deprecated** by the API description."
	}
	return fmt.Sprintf("**Deprecated**: %s", markdown(sentence(firstOf(paragraphs(successor)))))
}
