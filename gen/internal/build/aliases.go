package build

import (
	"go/parser"
	"go/token"

	"github.com/rumpl/gosc/gen/internal/diag"
	"github.com/rumpl/gosc/gen/internal/model"
)

// buildAliases makes the further names of types: x-go-aliases on a schema, and at
// the top level for plain Go types.
func (b *builder) buildAliases() {
	for _, s := range b.out.Structs {
		for _, name := range s.Aliases {
			b.alias(s.Pos, name, s.Name)
		}
	}
	for _, e := range b.out.Enums {
		for _, name := range e.Aliases {
			b.alias(e.Pos, name, e.Name)
		}
	}
	for _, a := range b.doc.Aliases {
		b.alias(a.Pos, a.Name, a.Type)
	}
	sortByName(b.out.Aliases, func(a *model.Alias) string { return a.Name })
}

func (b *builder) alias(pos diag.Pos, name, goType string) {
	if !token.IsIdentifier(name) || !token.IsExported(name) {
		b.problems.Errorf(pos, "alias", "use an exported Go name", "%q is no Go name", name)
		return
	}
	if holder := b.names.Owner(name); holder != "" {
		b.problems.Errorf(pos, "alias", "remove one of them", "the name %s is taken by %s", name, holder)
		return
	}
	if _, err := parser.ParseExpr(goType); err != nil {
		b.problems.Errorf(pos, "alias", "give a Go type", "%q is no Go type", goType)
		return
	}
	b.names.Reserve(name, "an alias")
	b.out.Aliases = append(b.out.Aliases, &model.Alias{Name: name, Type: goType})
}
