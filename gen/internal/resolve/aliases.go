package resolve

import (
	"go/parser"
	"go/token"

	"github.com/rumpl/gosc/gen/internal/diag"
	"github.com/rumpl/gosc/gen/internal/model"
)

// buildAliases makes the further names of types: x-go-aliases on a schema, and at
// the top level for plain Go types.
func (r *resolver) buildAliases() {
	for _, s := range r.out.Structs {
		for _, name := range s.Aliases {
			r.alias(s.Pos, name, s.Name)
		}
	}
	for _, e := range r.out.Enums {
		for _, name := range e.Aliases {
			r.alias(e.Pos, name, e.Name)
		}
	}
	for _, c := range r.out.Collections {
		for _, name := range c.Aliases {
			r.alias(c.Pos, name, c.Name)
		}
	}
	for _, a := range r.doc.Aliases {
		r.alias(a.Pos, a.Name, a.Type)
	}
	sortByName(r.out.Aliases, func(a *model.Alias) string { return a.Name })
}

func (r *resolver) alias(pos diag.Pos, name, goType string) {
	if !token.IsIdentifier(name) || !token.IsExported(name) {
		r.problems.Errorf(pos, "alias", "use an exported Go name", "%q is not a Go name", name)
		return
	}
	if holder := r.names.Owner(name); holder != "" {
		r.problems.Errorf(pos, "alias", "remove one of them", "the name %s is taken by %s", name, holder)
		return
	}
	if _, err := parser.ParseExpr(goType); err != nil {
		r.problems.Errorf(pos, "alias", "give a Go type", "%q is not a Go type", goType)
		return
	}
	r.names.Reserve(name, "an alias")
	r.out.Aliases = append(r.out.Aliases, &model.Alias{Name: name, Type: goType})
}
