package render

import (
	"fmt"
	"strconv"

	"github.com/rumpl/gosc/gen/internal/model"
)

// This file writes the checks of a body before it is sent. The argument "at" of
// a check is where its struct stands in the body: "", or "volumes[2]." with the
// dot.

// requireField writes the check of a required field, "" if its zero value is as
// good as any other.
func requireField(f *model.Field) string {
	if !f.MustBeSet() {
		return ""
	}
	name, field := "at+"+strconv.Quote(f.JSON), "m."+f.Name
	switch {
	case f.Type.IsStringEnum():
		return fmt.Sprintf("c.Require(%s, string(%s))", name, field)
	case f.Type.Kind == model.String:
		return fmt.Sprintf("c.Require(%s, %s)", name, field)
	case f.Type.Kind == model.ListOf:
		return fmt.Sprintf("c.RequireSet(%s, len(%s) > 0)", name, field)
	case f.Type.HasNil():
		return fmt.Sprintf("c.RequireSet(%s, %s != nil)", name, field)
	}
	scalar, _ := f.Type.Kind.Scalar()
	return fmt.Sprintf("c.RequireSet(%s, %s)", name, fmt.Sprintf(scalar.Required, field))
}

// groupCheck is the method of a Call that checks a group.
func groupCheck(g model.Group) string {
	if g.Required {
		return "ExactlyOne"
	}
	return "AtMostOne"
}

func fieldSet(f *model.Field) string {
	if f.ThreeState {
		return "!m." + f.Name + ".IsZero()"
	}
	return "m." + f.Name + " != nil"
}

// checkField writes the checks inside a field, "" if there are none.
func checkField(f *model.Field) string {
	leaf := f.Type.Leaf()
	if leaf.Kind != model.StructOf || !leaf.Struct.Checked {
		return ""
	}
	at := "at+" + strconv.Quote(f.JSON)
	if f.ThreeState {
		return fmt.Sprintf("if v, ok := m.%s.Get(); ok {\n%s\n}", f.Name, checkValue(f.Type, "v", at, false, 0))
	}
	return checkValue(f.Type, "m."+f.Name, at, f.Pointer, 0)
}

func checkValue(t *model.Type, expr, at string, pointer bool, level int) string {
	switch t.Kind {
	case model.StructOf:
		check := fmt.Sprintf("%s.check(c, %s+\".\", depth+1)", expr, at)
		if pointer {
			return "if " + expr + " != nil {\n" + check + "\n}"
		}
		return check
	case model.ListOf:
		i := fmt.Sprintf("i%d", level)
		inner := fmt.Sprintf("%s+\"[\"+strconv.Itoa(%s)+\"]\"", at, i)
		return fmt.Sprintf("for %s := range %s {\n%s\n}", i, expr, checkValue(t.Elem, expr+"["+i+"]", inner, t.PointerElem(), level+1))
	}
	k, v := fmt.Sprintf("k%d", level), fmt.Sprintf("v%d", level)
	inner := fmt.Sprintf("%s+\".\"+%s", at, k)
	return fmt.Sprintf("for %s, %s := range %s {\n%s\n}", k, v, expr, checkValue(t.Elem, v, inner, t.PointerElem(), level+1))
}
