package render

import (
	"fmt"
	"strconv"

	"github.com/rumpl/gosc/gen/internal/model"
	"github.com/rumpl/gosc/gen/internal/names"
)

// optionalName is the name of a type of github.com/antihax/optional, "" if there
// is none for the type.
func optionalName(t *model.Type) string {
	scalar, _ := t.Kind.Scalar()
	return scalar.Optional
}

// paramType is the type of a field of the options.
func paramType(p *model.Param) string {
	if p.JSON || p.Object != "" {
		return (&model.Field{Type: p.Type, Pointer: !p.Type.HasNil()}).Go()
	}
	if name := optionalName(p.Type); name != "" {
		return "optional." + name
	}
	if p.Type.Kind == model.EnumOf && !p.Type.EmptyIsUnset() {
		return "*" + p.Type.Go()
	}
	return p.Type.Go()
}

// paramSet is an expression that reports whether the option is set.
func paramSet(p *model.Param) string {
	field := "params." + p.Arg
	switch {
	case p.JSON, p.Object != "":
		return field + " != nil"
	case p.Type.Kind == model.ListOf:
		return "len(" + field + ") > 0"
	case p.Type.EmptyIsUnset():
		return field + ` != ""`
	case p.Type.Kind == model.EnumOf:
		return field + " != nil"
	}
	return field + ".IsSet()"
}

// sendParam writes the statement that adds an option to the call.
func (r *renderer) sendParam(p *model.Param) string {
	name, field := strconv.Quote(p.Name), "params."+p.Arg
	if p.JSON {
		value := field
		if !p.Type.HasNil() {
			value = "*" + field
		}
		return fmt.Sprintf("if %s != nil {\nc.QueryJSON(%s, func(e *jsoncodec.Encoder) { %s })\n}", field, name, encodeValue(p.Type, value))
	}
	if p.Object != "" {
		return sendObject(p)
	}
	if p.In == "header" {
		value := field + ".Value()"
		switch {
		case p.Type.Kind == model.ListOf:
			return fmt.Sprintf("c.HeaderList(%s, %s)", name, r.texts(p.Type.Elem, field))
		case p.Type.EmptyIsUnset():
			value = field
		case p.Type.Kind == model.EnumOf:
			value = "*" + field
		}
		return fmt.Sprintf("if %s {\nc.Header(%s, %s)\n}", paramSet(p), name, text(p.Type, value))
	}
	switch {
	case p.Separator != "":
		return fmt.Sprintf("c.QueryDelimited(%s, %s, %q)", name, r.texts(p.Type.Elem, field), p.Separator)
	case p.Type.Kind == model.ListOf:
		return fmt.Sprintf("c.QueryList(%s, %s, %t)", name, r.texts(p.Type.Elem, field), p.Explode)
	case p.Type.EmptyIsUnset():
		return fmt.Sprintf("c.QueryNonEmpty(%s, string(%s))", name, field)
	case p.Type.Kind == model.EnumOf:
		return fmt.Sprintf("if %s {\nc.Query(%s, %s)\n}", paramSet(p), name, text(p.Type, "*"+field))
	}
	return fmt.Sprintf("c.Query%s(%s, %s)", optionalName(p.Type), name, field)
}

// sendObject writes the statement that adds an object to the query.
func sendObject(p *model.Param) string {
	name, field := strconv.Quote(p.Name), "params."+p.Arg
	encode := fmt.Sprintf("func(e *jsoncodec.Encoder) { %s }", encodeValue(p.Type, field))
	check := ""
	if p.Type.Kind == model.StructOf {
		encode = field + ".encode"
		if p.Type.Struct.Checked {
			check = fmt.Sprintf("%s.check(c, %q, 0)\n", field, p.Name+".")
		}
	}
	if p.Object == "deepObject" {
		return fmt.Sprintf("if %s != nil {\n%sc.QueryDeepObject(%s, %s)\n}", field, check, name, encode)
	}
	return fmt.Sprintf("if %s != nil {\n%sc.QueryObject(%s, %s, %t)\n}", field, check, name, encode, p.Explode)
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

// sendPath writes the statement that fills a path parameter.
func sendPath(p *model.Param) string {
	switch {
	case p.Type.Kind == model.ListOf:
		return fmt.Sprintf("c.PathList(%q, %s, %q)", p.Name, p.Arg, p.Separator)
	case p.Region:
		return "c.Region(" + p.Arg + ")"
	case p.Config == "zone" && p.Name == "zone":
		return "c.Zone(" + p.Arg + ")"
	case p.Config != "":
		return fmt.Sprintf("c.Path(%q, c.%s(%s))", p.Name, orConfigured(p.Config), p.Arg)
	}
	return fmt.Sprintf("c.Path(%q, %s)", p.Name, p.Arg)
}

// orConfigured is the method of a Call that fills an empty argument.
func orConfigured(member string) string { return "Or" + names.Exported(member) }

// fillParams writes what fills the unset options from the Configuration, without
// a change of the caller's own.
func fillParams(op *model.Operation) []string {
	var out []string
	for _, p := range op.Params {
		if p.Config == "" {
			continue
		}
		unset := "!params." + p.Arg + ".IsSet()"
		for _, other := range op.Params {
			if other != p && p.Group != "" && other.Group == p.Group {
				unset += " && !params." + other.Arg + ".IsSet()"
			}
		}
		out = append(out, fmt.Sprintf("if v := c.%s(\"\"); v != \"\" && %s {\nparams.%s = optional.NewString(v)\n}",
			orConfigured(p.Config), unset, p.Arg))
	}
	if len(out) > 0 {
		out = append([]string{"filled := *params", "params = &filled"}, out...)
	}
	return out
}

// fillBody does the same for the members of the body, which is a copy already.
func fillBody(body *model.Body) []string {
	if !body.IsStruct() {
		return nil
	}
	var out []string
	for _, f := range body.Type.Struct.Fields {
		switch {
		case f.Config == "":
		case f.Pointer:
			out = append(out, fmt.Sprintf("if v := c.%s(\"\"); v != \"\" && body.%s == nil {\nbody.%s = &v\n}", orConfigured(f.Config), f.Name, f.Name))
		default:
			out = append(out, fmt.Sprintf("body.%s = c.%s(body.%s)", f.Name, orConfigured(f.Config), f.Name))
		}
	}
	return out
}
