package resolve

import (
	"slices"

	"github.com/rumpl/gosc/gen/internal/diag"
	"github.com/rumpl/gosc/gen/internal/model"
)

// This file checks objects that are sent as texts: in the query and in forms.

func (r *resolver) checkTexts() {
	for _, s := range r.out.Structs {
		for _, f := range s.Fields {
			if f.Part != nil && f.Part.Deep {
				r.checkTextMembers(f.Pos, f.JSON, f.Type, textRules{})
			}
		}
	}
	for _, s := range r.out.Services {
		for _, op := range s.Ops {
			for _, p := range op.Params {
				if p.Object != "" {
					r.checkTextMembers(p.Pos, p.Name, p.Type, textRules{})
					r.checkSpread(op, p)
				}
			}
			if op.Body != nil && op.Body.Kind == model.FormBody {
				r.checkTextMembers(op.Body.Pos, "body", op.Body.Type, textRules{lists: true, asJSON: op.Body.AsJSON})
			}
		}
	}
}

// textRules say what else than scalars may be a member.
type textRules struct {
	lists  bool     // of scalars
	asJSON []string // these may be anything
}

func (r *resolver) checkTextMembers(pos diag.Pos, name string, t *model.Type, rules textRules) {
	remedy := "use members that are scalars, or send JSON"
	if t.Kind == model.MapOf {
		if !isText(t.Elem, rules) || t.Elem.Nullable {
			r.problems.Errorf(pos, "text", remedy, "the values of %s are %s, which cannot be sent as text", name, t.ElemGo())
		}
		return
	}
	if t.Struct.Union != nil {
		r.problems.Errorf(pos, "text", remedy, "%s is one of several objects, which cannot be sent as text", name)
		return
	}
	for _, f := range t.Struct.Fields {
		switch {
		case slices.Contains(rules.asJSON, f.JSON):
		case f.ThreeState:
			r.problems.Errorf(f.Pos, "text", "remove x-three-states", "%s may be null in %s, and null cannot be sent as text", f.JSON, name)
		case !isText(f.Type, rules):
			r.problems.Errorf(f.Pos, "text", remedy, "the member %s of %s is a %s, which cannot be sent as text", f.JSON, name, f.Type.Go())
		}
	}
	if rest := t.Struct.Rest; rest != nil {
		r.problems.Errorf(pos, "text", "remove additionalProperties", "%s has members of any name beside its own, which cannot be sent as text", name)
	}
}

func isText(t *model.Type, rules textRules) bool {
	if t.Kind == model.ListOf && rules.lists && t.Named == nil {
		return !t.Elem.Nullable && isText(t.Elem, textRules{})
	}
	scalar, known := t.Kind.Scalar()
	return known && (scalar.Optional != "" || t.Kind == model.Duration || t.Kind == model.Bytes) || t.Kind == model.EnumOf
}

// checkSpread refuses an object whose members become parameters of their own if
// there are such already.
func (r *resolver) checkSpread(op *model.Operation, p *model.Param) {
	if p.Object != "form" || !p.Explode || p.Type.Kind != model.StructOf {
		return
	}
	for _, f := range p.Type.Struct.Fields {
		for _, other := range op.Params {
			if other != p && other.In == "query" && other.Name == f.JSON {
				r.problems.Errorf(p.Pos, "text", "use the style deepObject", "the member %s of %s is a parameter of %s as well", f.JSON, p.Name, op.ID)
			}
		}
	}
}
