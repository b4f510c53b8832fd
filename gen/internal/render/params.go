package render

import (
	"fmt"
	"strconv"

	"github.com/rumpl/gosc/gen/internal/model"
)

// optionalName is the name of a type of github.com/antihax/optional, "" if there
// is none for the type.
func optionalName(t *model.Type) string {
	scalar, _ := t.Kind.Scalar()
	return scalar.Optional
}

// paramType is the type of a field of the options.
func paramType(p *model.Param) string {
	if name := optionalName(p.Type); name != "" {
		return "optional." + name
	}
	if p.Type.Kind == model.EnumOf && !p.Type.IsStringEnum() {
		return "*" + p.Type.Go()
	}
	return p.Type.Go()
}

// paramSet is an expression that reports whether the option is set.
func paramSet(p *model.Param) string {
	field := "params." + p.Arg
	switch {
	case p.Type.Kind == model.ListOf:
		return "len(" + field + ") > 0"
	case p.Type.IsStringEnum():
		return field + ` != ""`
	case p.Type.Kind == model.EnumOf:
		return field + " != nil"
	}
	return field + ".IsSet()"
}

// sendParam writes the statement that adds an option to the call.
func (r *renderer) sendParam(p *model.Param) string {
	name, field := strconv.Quote(p.Name), "params."+p.Arg
	if p.In == "header" {
		value := field + ".Value()"
		switch {
		case p.Type.Kind == model.ListOf:
			return fmt.Sprintf("if %s {\nc.Header(%s, strings.Join(%s, \",\"))\n}", paramSet(p), name, r.texts(p.Type.Elem, field))
		case p.Type.IsStringEnum():
			value = field
		case p.Type.Kind == model.EnumOf:
			value = "*" + field
		}
		return fmt.Sprintf("if %s {\nc.Header(%s, %s)\n}", paramSet(p), name, text(p.Type, value))
	}
	switch {
	case p.Type.Kind == model.ListOf:
		return fmt.Sprintf("c.QueryList(%s, %s, %t)", name, r.texts(p.Type.Elem, field), p.Explode)
	case p.Type.IsStringEnum():
		return fmt.Sprintf("c.QueryNonEmpty(%s, string(%s))", name, field)
	case p.Type.Kind == model.EnumOf:
		return fmt.Sprintf("if %s {\nc.Query(%s, %s)\n}", paramSet(p), name, text(p.Type, "*"+field))
	}
	return fmt.Sprintf("c.Query%s(%s, %s)", optionalName(p.Type), name, field)
}

// texts is a []string made of a list.
func (r *renderer) texts(elem *model.Type, list string) string {
	if elem.Kind == model.String {
		return list
	}
	return fmt.Sprintf("%sListText(%s, func(v %s) string { return %s })", r.pkg.Runtime, list, elem.Go(), text(elem, "v"))
}

// text is a value as it stands in a query or a header.
func text(t *model.Type, expr string) string {
	if t.Kind == model.EnumOf {
		if t.IsStringEnum() {
			return "string(" + expr + ")"
		}
		t = t.Enum.Base
	}
	scalar, _ := t.Kind.Scalar()
	return fmt.Sprintf(scalar.Text, expr)
}

// requireField writes the check of a required field of the body, "" if its zero
// value is as good as any other.
func requireField(f *model.Field) string {
	if !f.Required || f.Pointer || f.Type.Nullable {
		return ""
	}
	name, field := strconv.Quote(f.JSON), "body."+f.Name
	if f.Type.IsStringEnum() {
		return fmt.Sprintf("c.Require(%s, string(%s))", name, field)
	}
	if f.Type.Kind == model.String {
		return fmt.Sprintf("c.Require(%s, %s)", name, field)
	}
	if scalar, _ := f.Type.Kind.Scalar(); scalar.Required != "" {
		return fmt.Sprintf("c.RequireSet(%s, %s)", name, fmt.Sprintf(scalar.Required, field))
	}
	return ""
}
