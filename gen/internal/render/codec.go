package render

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/rumpl/gosc/gen/internal/model"
)

// This file writes the lines that encode and decode a field. The functions that
// they call stand in helpers/json.tmpl.

var scalarWriters = map[model.Kind]string{
	model.String: "Str", model.Bool: "Bool", model.Int32: "Int32", model.Int64: "Int64", model.Uint32: "UInt32", model.Uint64: "UInt64",
}

var helperNames = map[model.Kind]string{
	model.String: "String", model.Bool: "Bool", model.Int32: "Int32", model.Int64: "Int64", model.Uint32: "Uint32", model.Uint64: "Uint64",
	model.Float64: "Float64", model.Time: "Time", model.Bytes: "Bytes", model.Raw: "Raw", model.Any: "Any",
}

// encodeField writes a field the way its presence asks for.
func encodeField(f *model.Field) string {
	value := "m." + f.Name
	start := fmt.Sprintf("w.FieldStart(%s)\n", strconv.Quote(f.JSON))
	unset := value + " == nil"
	if !f.Pointer && f.Type.IsStringEnum() {
		unset = value + ` == ""`
	}
	inner := value
	if f.Pointer {
		inner = "*" + value
	}
	switch f.Presence {
	case model.OmitUnset:
		return fmt.Sprintf("if %s {\n%s%s\n}\n", strings.Replace(unset, "==", "!=", 1), start, encodeValue(f.Type, inner))
	case model.NullUnset:
		return fmt.Sprintf("%sif %s {\nw.Null()\n} else {\n%s\n}\n", start, unset, encodeValue(f.Type, inner))
	}
	return start + encodeValue(f.Type, inner) + "\n"
}

// encodeValue writes a value; expr is addressable or dereferences a pointer.
func encodeValue(t *model.Type, expr string) string {
	switch t.Kind {
	case model.EnumOf:
		base := t.Enum.Base
		return fmt.Sprintf("w.%s(%s(%s))", scalarWriters[base.Kind], base.Go(), expr)
	case model.StructOf:
		return strings.TrimPrefix(expr, "*") + ".encode(w)"
	case model.ListOf:
		return fmt.Sprintf("encodeSlice(%s, w, %s)", expr, encoder(t.Elem))
	case model.MapOf:
		return fmt.Sprintf("encodeMap(%s, w, %s)", expr, encoder(t.Elem))
	case model.Object:
		return fmt.Sprintf("encodeMap(%s, w, encodeAny)", expr)
	}
	if name, ok := scalarWriters[t.Kind]; ok {
		return fmt.Sprintf("w.%s(%s)", name, expr)
	}
	return fmt.Sprintf("encode%s(%s, w)", helperNames[t.Kind], addressOf(expr))
}

func addressOf(expr string) string {
	if inner, ok := strings.CutPrefix(expr, "*"); ok {
		return inner
	}
	return "&" + expr
}

// encoder is a func(*T, *jsonWriter) for elements.
func encoder(t *model.Type) string {
	switch t.Kind {
	case model.EnumOf:
		return "encode" + helperNames[t.Enum.Base.Kind] + "[" + t.Go() + "]"
	case model.StructOf:
		return "(*" + t.Go() + ").encode"
	case model.ListOf, model.MapOf, model.Object:
		return fmt.Sprintf("func(v *%s, w *jsonWriter) { %s }", t.Go(), encodeValue(t, "*v"))
	}
	if _, generic := scalarWriters[t.Kind]; generic {
		return "encode" + helperNames[t.Kind] + "[" + t.Go() + "]"
	}
	return "encode" + helperNames[t.Kind]
}

// decodeField is an expression that decodes into a field and gives an error.
func decodeField(f *model.Field) string {
	target := "m." + f.Name
	if f.Pointer {
		return fmt.Sprintf("decodePointer(&%s, d, %s)", target, decoder(f.Type))
	}
	return decodeValue(f.Type, target)
}

func decodeValue(t *model.Type, target string) string {
	switch t.Kind {
	case model.StructOf:
		return strings.TrimPrefix(target, "*") + ".decode(d)"
	case model.ListOf:
		return fmt.Sprintf("decodeSlice(%s, d, %s)", addressOf(target), decoder(t.Elem))
	case model.MapOf:
		return fmt.Sprintf("decodeMap(%s, d, %s)", addressOf(target), decoder(t.Elem))
	case model.Object:
		return fmt.Sprintf("decodeMap(%s, d, decodeAny)", addressOf(target))
	case model.EnumOf:
		return fmt.Sprintf("decode%s(%s, d)", helperNames[t.Enum.Base.Kind], addressOf(target))
	}
	return fmt.Sprintf("decode%s(%s, d)", helperNames[t.Kind], addressOf(target))
}

// decoder is a func(*T, *jx.Decoder) error for elements.
func decoder(t *model.Type) string {
	switch t.Kind {
	case model.EnumOf:
		return "decode" + helperNames[t.Enum.Base.Kind] + "[" + t.Go() + "]"
	case model.StructOf:
		return "(*" + t.Go() + ").decode"
	case model.ListOf, model.MapOf, model.Object:
		return fmt.Sprintf("func(v *%s, d *jx.Decoder) error { return %s }", t.Go(), decodeValue(t, "*v"))
	}
	if _, generic := scalarWriters[t.Kind]; generic {
		return "decode" + helperNames[t.Kind] + "[" + t.Go() + "]"
	}
	return "decode" + helperNames[t.Kind]
}

// jsonTag is the struct tag, for tools and for readers: the methods do the work.
func jsonTag(f *model.Field) string {
	option := ""
	if f.Presence == model.OmitUnset {
		option = ",omitempty"
		if f.Type.HasNil() {
			option = ",omitzero"
		}
	}
	if strings.ContainsAny(f.JSON, "`\"\\,") || f.JSON == "-" || strings.ContainsFunc(f.JSON, func(r rune) bool { return r < ' ' }) {
		return "" // no tag can say it
	}
	return "`json:\"" + f.JSON + option + "\"`"
}
