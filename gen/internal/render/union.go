package render

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/rumpl/gosc/gen/internal/model"
)

// This file writes the code that is specific to a union: a struct of which exactly one
// field is set.

// useVariant writes a statement with one of the alternatives, which has the value
// of its discriminator then, also if the caller left that empty.
func useVariant(v *model.Variant, method string) string {
	field := "m." + v.Field.Name
	if v.Property == "" || len(v.Values) == 0 {
		return field + method
	}
	fill := fillTag("v", v.Field.Type, v.Property, v.Values[0])
	if fill == "" {
		return field + method
	}
	return fmt.Sprintf("v := *%s\n%sv%s", field, fill, method)
}

// fillTag writes the statements that fill in an empty discriminator of a struct, or of
// the alternative that is set if it is a union itself.
func fillTag(expr string, t *model.Type, property, text string) string {
	if t.Kind != model.StructOf {
		return ""
	}
	var out strings.Builder
	if t.Struct.Union != nil {
		for _, nested := range t.Struct.Union.Variants {
			inner := expr + "v"
			if fill := fillTag(inner, nested.Field.Type, property, text); fill != "" {
				field := expr + "." + nested.Field.Name
				fmt.Fprintf(&out, "if %s != nil {\n%s := *%s\n%s%s = &%s\n}\n", field, inner, field, fill, field, inner)
			}
		}
		return out.String()
	}
	for _, tag := range t.Struct.Fields {
		if tag.JSON != property || tag.ThreeState {
			continue
		}
		value, unset := strconv.Quote(text), `""`
		if tag.Pointer {
			value, unset = "new("+tag.Type.Go()+"("+value+"))", "nil"
		}
		fmt.Fprintf(&out, "if %s.%s == %s {\n%s.%s = %s\n}\n", expr, tag.Name, unset, expr, tag.Name, value)
	}
	return out.String()
}

func encodeVariant(v *model.Variant) string { return useVariant(v, ".encode(e)") }

func checkVariant(v *model.Variant) string { return useVariant(v, ".check(c, at, depth+1)") }

func decodeVariant(v *model.Variant) string {
	return fmt.Sprintf("m.%s = jsoncodec.DecodeVariant(d, %s)", v.Field.Name, decoder(v.Field.Type))
}

// onlyThis is the condition that one alternative is recognized, and no other one.
func onlyThis(s *model.Struct, index int) string {
	terms := []string{"is" + strconv.Itoa(index)}
	for i := range s.Union.Variants {
		if i != index {
			terms = append(terms, "!is"+strconv.Itoa(i))
		}
	}
	return strings.Join(terms, " && ")
}

func variantChecked(v *model.Variant) bool {
	return v.Field.Type.Kind == model.StructOf && v.Field.Type.Struct.Checked
}

func quotes(list []string) string {
	quoted := make([]string, len(list))
	for i, text := range list {
		quoted[i] = strconv.Quote(text)
	}
	return strings.Join(quoted, ", ")
}

// unionDoc says how the alternatives are told apart.
func unionDoc(s *model.Struct) []string {
	how := "by members that only one of them has"
	if s.Union.Discriminator != "" {
		how = "by the member " + quoteDoc(s.Union.Discriminator) + ", which is filled in if it is empty"
	}
	out := append(typeDoc(s.Name, s.Doc, "is one of several objects."),
		"Exactly one field is set. They are told apart "+how+"; Raw holds an alternative that this version does not know.")
	return deprecate(out, s.Deprecated, s.Successor)
}
