package resolve

import (
	"slices"

	"github.com/rumpl/gosc/gen/internal/model"
)

// settle decides what depends on the whole: which side of the wire a struct is
// met on, where a pointer is needed, and how unset fields are sent.
func (r *resolver) settle() {
	for _, service := range r.out.Services {
		for _, op := range service.Ops {
			for _, p := range op.Params {
				mark(p.Type, func(u *model.Usage) *bool { return &u.Request })
			}
			if op.Body != nil {
				mark(op.Body.Type, func(u *model.Usage) *bool { return &u.Request })
			}
			mark(op.Result.Type, func(u *model.Usage) *bool { return &u.Reply })
		}
	}
	for _, s := range r.out.Structs {
		if s.Union != nil || s.Replies != nil {
			continue // its fields are pointers, of which one is set
		}
		for _, f := range s.Fields {
			r.settleField(s, f)
		}
		s.Groups = groups(s)
	}
	checked, secret := containing(r.out.Structs, isChecked), containing(r.out.Structs, holdsSecret)
	for _, s := range r.out.Structs {
		s.Checked = s.Usage.Request && checked[s]
		s.Secret = secret[s] && !slices.ContainsFunc(s.Fields, hidesPrinting)
	}
	sortByName(r.out.Structs, func(s *model.Struct) string { return s.Name })
	sortByName(r.out.Collections, func(c *model.Collection) string { return c.Name })
	sortByName(r.out.Enums, func(e *model.Enum) string { return e.Name })
}

// mark sets a flag on every struct that the type is made of.
func mark(t *model.Type, flag func(*model.Usage) *bool) {
	t.Walk(func(t *model.Type) {
		if t.Kind != model.StructOf {
			return
		}
		set := flag(&t.Struct.Usage)
		if *set {
			return
		}
		*set = true
		for _, f := range t.Struct.Fields {
			mark(f.Type, flag)
		}
		if t.Struct.Rest != nil {
			mark(t.Struct.Rest.Type, flag)
		}
	})
}

func (r *resolver) settleField(s *model.Struct, f *model.Field) {
	if s.Usage.Request {
		settleRequestField(f)
	} else {
		settleReplyField(f)
	}
	// A struct cannot hold itself by value.
	if f.Type.Kind == model.StructOf && !f.Pointer && reaches(f.Type.Struct, s, map[*model.Struct]bool{}) {
		if f.ThreeState {
			r.problems.Errorf(f.Pos, "x-three-states", "remove it, or put the member into a list", "%s contains the object that it is a member of", f.JSON)
		}
		f.Pointer = true
		f.Presence = model.OmitUnset
		if f.Type.Nullable {
			f.Presence = model.NullUnset
		}
	}
}

// settleRequestField: what is required is plain, what is not can be left out, and
// a zero value can be told from nothing.
func settleRequestField(f *model.Field) {
	if f.ThreeState {
		f.Presence = model.OmitUnset
		return
	}
	required := f.Required && f.Group == ""
	switch {
	case required && !f.Type.Nullable:
		f.Presence = model.Always
	case required:
		f.Presence = model.NullUnset
	default:
		f.Presence = model.OmitUnset
	}
	f.Pointer = f.Presence != model.Always && !f.Type.HasNil() && (!f.Type.EmptyIsUnset() || f.Group != "")
}

// settleReplyField: plain values, except where null is one, and where it matters
// which member of a group or of an alternative is there.
func settleReplyField(f *model.Field) {
	f.ThreeState = false
	if f.Group != "" && !f.Type.Nullable || f.WriteOnly || f.OfAlternative {
		f.Presence = model.OmitUnset
		f.Pointer = !f.Type.HasNil()
		return
	}
	if !f.Type.Nullable {
		f.Presence = model.Always
		return
	}
	f.Presence = model.NullUnset
	f.Pointer = !f.Type.HasNil() && !f.Type.EmptyIsUnset()
}

// reaches reports whether a struct holds another one by value.
func reaches(from, to *model.Struct, seen map[*model.Struct]bool) bool {
	if from == to {
		return true
	}
	if seen[from] {
		return false
	}
	seen[from] = true
	for _, f := range from.Fields {
		if f.Type.Kind == model.StructOf && !f.Pointer && reaches(f.Type.Struct, to, seen) {
			return true
		}
	}
	return false
}

// groups collects the x-one-of groups of a struct that is sent.
func groups(s *model.Struct) []model.Group {
	if !s.Usage.Request {
		return nil
	}
	var out []model.Group
next:
	for _, f := range s.Fields {
		if f.Group == "" {
			continue
		}
		for i := range out {
			if out[i].Name == f.Group {
				out[i].Fields = append(out[i].Fields, f)
				continue next
			}
		}
		out = append(out, model.Group{Name: f.Group, Fields: []*model.Field{f}})
	}
	for i := range out {
		// Members that only some alternatives have are not required of the others.
		out[i].Required = slices.ContainsFunc(out[i].Fields, func(f *model.Field) bool { return f.OneOf && !f.OfAlternative })
	}
	return out
}

// isChecked reports whether a struct that is sent has a group or a member that must not
// be empty.
func isChecked(s *model.Struct) bool {
	return s.Usage.Request && (len(s.Groups) > 0 || s.Union != nil || slices.ContainsFunc(s.Fields, (*model.Field).MustBeSet))
}

// holdsSecret reports whether a struct has a secret.
func holdsSecret(s *model.Struct) bool {
	return slices.ContainsFunc(s.Fields, func(f *model.Field) bool { return f.Secret })
}

// containing returns the structs of which something is true, and those that have one of
// them in a field, in a field of a field, and so on.
func containing(structs []*model.Struct, is func(*model.Struct) bool) map[*model.Struct]bool {
	users := map[*model.Struct][]*model.Struct{}
	var found []*model.Struct
	for _, s := range structs {
		for _, f := range s.Fields {
			if leaf := f.Type.Leaf(); leaf.Kind == model.StructOf {
				users[leaf.Struct] = append(users[leaf.Struct], s)
			}
		}
		if is(s) {
			found = append(found, s)
		}
	}
	out := map[*model.Struct]bool{}
	for len(found) > 0 {
		s := found[len(found)-1]
		found = found[:len(found)-1]
		if !out[s] {
			out[s] = true
			found = append(found, users[s]...)
		}
	}
	return out
}

// hidesPrinting reports whether a field has the name of a method that prints.
func hidesPrinting(f *model.Field) bool {
	return f.Name == "String" || f.Name == "GoString" || f.Name == "Format" || f.Name == "LogValue"
}
