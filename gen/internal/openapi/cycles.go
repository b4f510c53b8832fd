package openapi

import (
	"bytes"
	"strings"

	"github.com/pb33f/go-yaml"

	"github.com/rumpl/gosc/gen/internal/diag"
)

// maxExpansion is how many nodes the aliases of a document may stand for. The
// largest documents in public have some hundred thousand nodes and no aliases.
const maxExpansion = 2_000_000

// mayHaveAliases reports whether there may be YAML aliases: only such a document is
// read twice. An alias needs an anchor, so that emphasis in prose is not enough.
func mayHaveAliases(data []byte) bool { return hasNode(data, '&') && hasNode(data, '*') }

// hasNode reports whether indicator and a name may be where a YAML node begins.
func hasNode(data []byte, indicator byte) bool {
	for i := 0; ; i++ {
		n := bytes.IndexByte(data[i:], indicator)
		if n < 0 {
			return false
		}
		i += n
		begins := i == 0 || strings.IndexByte(" \t\r\n:,[{-?", data[i-1]) >= 0
		named := i+1 < len(data) && data[i+1] > ' ' && strings.IndexByte(",[]{}", data[i+1]) < 0
		if begins && named {
			return true
		}
	}
}

// checkAliases refuses aliases that contain themselves and those that expand to too
// many nodes. The parser would follow them without a limit.
func checkAliases(data []byte, problems *diag.List) bool {
	if !mayHaveAliases(data) {
		return true
	}
	var root yaml.Node
	if yaml.Unmarshal(data, &root) != nil {
		return true // reported by the parser
	}
	c := aliasCheck{sizes: map[*yaml.Node]int{}, open: map[*yaml.Node]bool{}}
	size := c.size(&root)
	if c.cycle != nil {
		problems.Errorf(diag.Pos{Line: c.cycle.Line}, "document", "write out what is meant", "the alias *%s is inside of its own anchor", c.cycle.Value)
		return false
	}
	if size > maxExpansion {
		problems.Errorf(diag.Pos{Line: 1}, "document", "write out what is meant", "the aliases multiply to more than %d nodes", maxExpansion)
		return false
	}
	return true
}

type aliasCheck struct {
	sizes map[*yaml.Node]int
	open  map[*yaml.Node]bool
	cycle *yaml.Node
}

// size counts the nodes below a node with all aliases replaced.
func (c *aliasCheck) size(node *yaml.Node) int {
	if known, ok := c.sizes[node]; ok {
		return known
	}
	c.open[node] = true
	defer delete(c.open, node)
	total := 1
	if node.Kind == yaml.AliasNode && node.Alias != nil {
		if c.open[node.Alias] {
			c.cycle = node
			return total
		}
		total += c.size(node.Alias)
	}
	for _, child := range node.Content {
		if total += c.size(child); total > maxExpansion {
			total = maxExpansion + 1 // already too many
			break
		}
	}
	c.sizes[node] = total
	return total
}

// compositions are the keywords by which a schema is another one, or several, with
// nothing in between.
var compositions = []string{"allOf", "oneOf", "anyOf"}

// checkRefCycles refuses references that lead to themselves without a property,
// an element or anything else in between: they mean nothing.
func checkRefCycles(root *yaml.Node, problems *diag.List) bool {
	c := refCheck{root: root, state: map[*yaml.Node]int{}}
	c.walk(root, "#")
	for _, found := range c.cycles {
		problems.Errorf(found.pos, "ref", "let one of them say what it is", "%s refers to itself: %s", found.chain[0], strings.Join(found.chain, " -> "))
	}
	return len(c.cycles) == 0
}

// checkRefPlaces refuses references to the network, and those in place of a map of
// names, such as properties,
// where the parser would take "$ref" for a name or for nothing.
func checkRefPlaces(root *yaml.Node, problems *diag.List) bool {
	right := true
	visitRefs(root, object, "#", func(node *yaml.Node, k kind, at string) {
		if k == names || k == schemaNames {
			problems.Errorf(diag.Pos{Line: member(node, "$ref").Line, Pointer: at}, "ref", "write the members out", "a $ref cannot stand for a map of names")
			right = false
		}
		if ref := member(node, "$ref"); ref != nil && fromNetwork([]byte(ref.Value)) {
			problems.Errorf(diag.Pos{Line: ref.Line, Pointer: at}, "ref", notFetched.remedy, "$ref to %q: %s", ref.Value, notFetched.reason)
			right = false
		}
	})
	return right
}

type refCycle struct {
	chain []string
	pos   diag.Pos
}

type refCheck struct {
	root   *yaml.Node
	state  map[*yaml.Node]int // 1: being looked at, 2: done
	cycles []refCycle
}

func (c *refCheck) walk(node *yaml.Node, at string) {
	switch node.Kind {
	case yaml.DocumentNode:
		for _, child := range node.Content {
			c.walk(child, at)
		}
	case yaml.SequenceNode:
		for i, child := range node.Content {
			c.walk(child, pointer(at, index(i)))
		}
	case yaml.MappingNode:
		c.follow(node, at, nil)
		for i := 0; i+1 < len(node.Content); i += 2 {
			if key := node.Content[i].Value; !strings.HasPrefix(key, "x-") && key != "example" && key != "examples" {
				c.walk(node.Content[i+1], pointer(at, key))
			}
		}
	}
}

// follow returns the node that a node stands for.
func (c *refCheck) follow(node *yaml.Node, at string, chain []string) {
	if node == nil || node.Kind != yaml.MappingNode || c.state[node] == 2 {
		return
	}
	if c.state[node] == 1 {
		c.cycles = append(c.cycles, refCycle{chain, diag.Pos{Line: node.Line, Pointer: at}})
		return
	}
	c.state[node] = 1
	if ref := member(node, "$ref"); ref != nil && ref.Kind == yaml.ScalarNode && strings.HasPrefix(ref.Value, "#/") {
		c.follow(target(c.root, ref.Value), ref.Value, append(chain[:len(chain):len(chain)], ref.Value))
	}
	for _, keyword := range compositions {
		parts := member(node, keyword)
		if parts == nil || parts.Kind != yaml.SequenceNode {
			continue
		}
		for i, part := range parts.Content {
			c.follow(part, pointer(at, keyword, index(i)), chain)
		}
	}
	c.state[node] = 2
}

// target returns the node that a local reference names, or nil.
func target(root *yaml.Node, ref string) *yaml.Node {
	node := root
	if node.Kind == yaml.DocumentNode && len(node.Content) > 0 {
		node = node.Content[0]
	}
	for step := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
		if node = member(node, unescape(step)); node == nil {
			return nil
		}
	}
	return node
}
