package render

import (
	"fmt"
	"strconv"

	"github.com/rumpl/gosc/gen/internal/model"
)

// optionalNames are the types of github.com/antihax/optional.
var optionalNames = map[model.Kind]string{
	model.String: "String", model.Bool: "Bool", model.Int32: "Int32", model.Int64: "Int64", model.Uint32: "Uint32",
	model.Uint64: "Uint64", model.Float64: "Float64", model.Time: "Time",
}

// paramType is the type of a field of the options.
func paramType(p *model.Param) string {
	if name, ok := optionalNames[p.Type.Kind]; ok {
		return "optional." + name
	}
	if p.Type.Kind == model.EnumOf && !p.Type.IsStringEnum() {
		return "*" + p.Type.Go()
	}
	return p.Type.Go()
}

// paramSet is an expression that tells whether the option is set.
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
func sendParam(p *model.Param) string {
	name, field := strconv.Quote(p.Name), "params."+p.Arg
	if p.In == "header" {
		value := field + ".Value()"
		switch {
		case p.Type.Kind == model.ListOf:
			return fmt.Sprintf("if %s {\nc.Header(%s, strings.Join(%s, \",\"))\n}", paramSet(p), name, texts(p.Type.Elem, field))
		case p.Type.IsStringEnum():
			value = field
		case p.Type.Kind == model.EnumOf:
			value = "*" + field
		}
		return fmt.Sprintf("if %s {\nc.Header(%s, %s)\n}", paramSet(p), name, text(p.Type, value))
	}
	switch {
	case p.Type.Kind == model.ListOf:
		return fmt.Sprintf("c.QueryList(%s, %s, %t)", name, texts(p.Type.Elem, field), p.Explode)
	case p.Type.IsStringEnum():
		return fmt.Sprintf("c.QueryNonEmpty(%s, string(%s))", name, field)
	case p.Type.Kind == model.EnumOf:
		return fmt.Sprintf("if %s {\nc.Query(%s, %s)\n}", paramSet(p), name, text(p.Type, "*"+field))
	}
	return fmt.Sprintf("c.Query%s(%s, %s)", optionalNames[p.Type.Kind], name, field)
}

// texts is a []string made of a list.
func texts(elem *model.Type, list string) string {
	if elem.Kind == model.String {
		return list
	}
	return fmt.Sprintf("textList(%s, func(v %s) string { return %s })", list, elem.Go(), text(elem, "v"))
}

// text is a value as it stands in a query or a header.
func text(t *model.Type, expr string) string {
	kind := t.Kind
	if kind == model.EnumOf {
		kind = t.Enum.Base.Kind
	}
	switch kind {
	case model.Bool:
		return "strconv.FormatBool(" + expr + ")"
	case model.Int32, model.Int64:
		return "strconv.FormatInt(int64(" + expr + "), 10)"
	case model.Uint32, model.Uint64:
		return "strconv.FormatUint(uint64(" + expr + "), 10)"
	case model.Float64:
		return "strconv.FormatFloat(" + expr + ", 'f', -1, 64)"
	case model.Time:
		return expr + ".Format(time.RFC3339Nano)"
	}
	if t.Kind == model.EnumOf {
		return "string(" + expr + ")"
	}
	return expr
}

// requireField writes the check of a required field of the body, "" if its zero
// value is as good as any other.
func requireField(f *model.Field) string {
	if !f.Required || f.Pointer || f.Type.Nullable {
		return ""
	}
	name, field := strconv.Quote(f.JSON), "body."+f.Name
	switch {
	case f.Type.Kind == model.String:
		return fmt.Sprintf("c.Require(%s, %s)", name, field)
	case f.Type.IsStringEnum():
		return fmt.Sprintf("c.Require(%s, string(%s))", name, field)
	case f.Type.Kind == model.Time:
		return fmt.Sprintf("c.RequireSet(%s, !%s.IsZero())", name, field)
	}
	return ""
}
