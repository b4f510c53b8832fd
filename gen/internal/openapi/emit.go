package openapi

import (
	"bytes"
	"encoding/json"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rumpl/gosc/gen/internal/diag"
)

// emitter writes a description that was made of several files: YAML in the form
// of JSON, one value a line, so that each line has one origin.
type emitter struct {
	out    bytes.Buffer
	lines  []diag.Place
	origin map[*yaml.Node]string
	shown  func(file string) string
	file   string // of what is being written
	nodes  int
	begun  bool // something of the current line is written
}

// begin notes where a line is from: where its first node is.
func (e *emitter) begin(node *yaml.Node) {
	if !e.begun {
		e.lines = append(e.lines, diag.Place{File: e.shown(e.file), Line: node.Line})
		e.begun = true
	}
}

func (e *emitter) end() {
	e.out.WriteByte('\n')
	e.begun = false
}

func (e *emitter) value(node *yaml.Node, depth int) {
	if e.nodes++; e.nodes > maxExpansion {
		return
	}
	if from := e.origin[node]; from != "" && from != e.file {
		before := e.file
		e.file = from
		defer func() { e.file = before }()
	}
	if e.begin(node); node.Kind == yaml.AliasNode {
		e.value(node.Alias, depth)
		return
	}
	switch node.Kind {
	case yaml.MappingNode:
		e.list("{", "}", node, 2, depth)
	case yaml.SequenceNode:
		e.list("[", "]", node, 1, depth)
	default:
		e.scalar(node)
	}
}

func (e *emitter) list(open, closed string, node *yaml.Node, step, depth int) {
	e.out.WriteString(open)
	for i := 0; i+step <= len(node.Content); i += step {
		if i > 0 {
			e.out.WriteByte(',')
		}
		e.end()
		e.out.WriteString(strings.Repeat(" ", depth+1))
		if step == 2 {
			e.begin(node.Content[i])
			e.key(node.Content[i])
			e.out.WriteString(": ")
		}
		e.value(node.Content[i+step-1], depth+1)
	}
	e.out.WriteString(closed)
}

func (e *emitter) key(node *yaml.Node) {
	if node.Tag == "!!merge" {
		e.out.WriteString(node.Value)
		return
	}
	e.text(node.Value)
}

func (e *emitter) scalar(node *yaml.Node) {
	switch node.Tag {
	case "!!null":
		e.out.WriteString("null")
	case "!!int", "!!float", "!!bool":
		e.out.WriteString(node.Value)
	default:
		e.text(node.Value)
	}
}

func (e *emitter) text(s string) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(s) // a string is always JSON
	e.out.Write(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}
