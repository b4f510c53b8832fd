package openapi

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rumpl/gosc/gen/internal/diag"
)

// Scheme is a way to authenticate that the document or one of its operations asks for.
type Scheme struct {
	Name   string
	Type   string // "apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"
	Scheme string // of http, in lower case: "bearer", "basic"
	In     string // of apiKey: "header", "query", "cookie"
	Param  string // of apiKey: its name there
	Pos    diag.Pos
}

// schemes returns those that are asked for, in the order of the file.
func (r *reader) schemes(root *yaml.Node) []Scheme {
	used := map[string]bool{}
	note := func(holder *yaml.Node) {
		for _, requirement := range elements(member(holder, "security")) {
			for name := range members(requirement) {
				used[name.Value] = true
			}
		}
	}
	note(root)
	for _, item := range named(member(root, "paths")) {
		for _, operation := range members(r.tree.follow(item)) {
			note(operation)
		}
	}
	var out []Scheme
	for key, node := range members(member(member(root, "components"), "securitySchemes")) {
		if !used[key.Value] {
			continue
		}
		node = r.tree.follow(node)
		out = append(out, Scheme{
			Name: key.Value, Type: textOf(member(node, "type")), Scheme: strings.ToLower(textOf(member(node, "scheme"))),
			In: textOf(member(node, "in")), Param: textOf(member(node, "name")),
			Pos: diag.Pos{Line: key.Line, Pointer: pointer("#/components/securitySchemes", key.Value)},
		})
	}
	return out
}
