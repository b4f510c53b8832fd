package openapi

import (
	"bytes"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rumpl/gosc/gen/internal/diag"
)

// maxExpansion is how many nodes the aliases of a document may stand for. The
// largest documents in public have some hundred thousand nodes and no aliases.
const maxExpansion = 2_000_000

// mayHaveAliases reports whether there may be YAML aliases: most documents have none. An alias needs an anchor, so that emphasis in prose is not enough.
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
// many nodes.
func checkAliases(root *yaml.Node, problems *diag.List) bool {
	limit := countNodes(root) + maxExpansion
	c := aliasCheck{sizes: map[*yaml.Node]int{}, open: map[*yaml.Node]bool{}, limit: limit}
	size := c.size(root)
	if c.cycle != nil {
		problems.Errorf(diag.Pos{Line: c.cycle.Line}, "document", "write out what is meant", "the alias *%s is inside of its own anchor", c.cycle.Value)
		return false
	}
	if size > limit {
		problems.Errorf(diag.Pos{Line: 1}, "document", "write out what is meant", "the aliases multiply to more than %d nodes", maxExpansion)
		return false
	}
	return true
}

// countNodes counts the nodes as written.
func countNodes(node *yaml.Node) int {
	total := 1
	for _, child := range node.Content {
		total += countNodes(child)
	}
	return total
}

type aliasCheck struct {
	sizes map[*yaml.Node]int
	open  map[*yaml.Node]bool
	cycle *yaml.Node
	limit int
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
		if total += c.size(child); total > c.limit {
			total = c.limit + 1 // already too many
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
func checkRefCycles(t *tree, problems *diag.List) bool {
	c := refCheck{tree: t, state: map[*yaml.Node]int{}}
	visitRefs(t.root, object, rootTrail, func(node *yaml.Node, _ kind, at *trail) { c.follow(node, at, nil) })
	for _, found := range c.cycles {
		problems.Errorf(found.pos, "ref", "let one of them say what it is", "%s refers to itself: %s", found.chain[0], strings.Join(found.chain, " -> "))
	}
	return len(c.cycles) == 0
}

type refCycle struct {
	chain []string
	pos   diag.Pos
}

type refCheck struct {
	tree   *tree
	state  map[*yaml.Node]int // 1: being looked at, 2: done
	cycles []refCycle
}

// follow looks at the node that a node stands for, and at those that it is composed of.
func (c *refCheck) follow(node *yaml.Node, at *trail, chain []string) {
	if node == nil || node.Kind != yaml.MappingNode || c.state[node] == 2 {
		return
	}
	if c.state[node] == 1 {
		c.cycles = append(c.cycles, refCycle{chain, diag.Pos{Line: node.Line, Pointer: at.String()}})
		return
	}
	c.state[node] = 1
	if ref := reference(node); ref != nil && strings.HasPrefix(ref.Value, "#/") {
		c.follow(c.tree.target(ref.Value), &trail{step: ref.Value}, append(chain[:len(chain):len(chain)], ref.Value))
	}
	for _, keyword := range compositions {
		for i, part := range elements(member(node, keyword)) {
			c.follow(part, &trail{&trail{at, keyword}, index(i)}, chain)
		}
	}
	c.state[node] = 2
}
