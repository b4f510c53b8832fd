package render

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/rumpl/gosc/gen/internal/model"
)

// This file writes the lines that encode and decode a field. They call package
// jsoncodec, where each kind of value has two functions:
//
//	Encode<name>(*T, *Encoder)
//	Decode<name>(*T, *Decoder)

const codecPackage = "jsoncodec."

// codecName is the name of the functions of a value that is not made of others.
func codecName(t *model.Type) string {
	switch t.Kind {
	case model.EnumOf:
		return codecName(t.Enum.Base)
	case model.Any:
		return "Any"
	case model.Object:
		return "Object"
	}
	scalar, ok := t.Kind.Scalar()
	if !ok {
		panic("no codec for " + t.Go())
	}
	return scalar.Codec
}

// encodeField writes the statement that encodes a field, according to its presence.
func encodeField(f *model.Field) string {
	value := "m." + f.Name
	start := fmt.Sprintf("e.%s(%s)\n", fieldMethod(f.JSON), strconv.Quote(f.JSON))
	unset := "nil"
	if !f.Pointer && f.Type.EmptyIsUnset() {
		unset = `""`
	}
	if f.Pointer {
		value = "*" + value
	}
	if f.ThreeState {
		return fmt.Sprintf("if !m.%s.IsZero() {\n%s%sEncodeNullable(&m.%s, e, %s)\n}\n", f.Name, start, codecPackage, f.Name, fieldEncoder(f))
	}
	encodeValue := encodeValue
	if isSecretString(f) {
		encodeValue = func(_ *model.Type, expr string) string {
			return fmt.Sprintf("%sEncodeSecret(%s, e)", codecPackage, addressOf(expr))
		}
	}
	switch f.Presence {
	case model.OmitUnset:
		return fmt.Sprintf("if m.%s != %s {\n%s%s\n}\n", f.Name, unset, start, encodeValue(f.Type, value))
	case model.NullUnset:
		if f.Pointer {
			return fmt.Sprintf("%s%sEncodePointer(m.%s, e, %s)\n", start, codecPackage, f.Name, fieldEncoder(f))
		}
		return fmt.Sprintf("%sif m.%s == %s {\ne.Null()\n} else {\n%s\n}\n", start, f.Name, unset, encodeValue(f.Type, value))
	}
	return start + encodeValue(f.Type, value) + "\n"
}

// encodeSet writes the statement that encodes a field that is set, without its name.
func encodeSet(f *model.Field) string {
	if f.Pointer {
		return encodeValue(f.Type, "*m."+f.Name)
	}
	return encodeValue(f.Type, "m."+f.Name)
}

// isSecretString reports whether a field is a string that must not be printed.
func isSecretString(f *model.Field) bool { return f.Secret && f.Type.Kind == model.String }

// fieldEncoder is the encoder of what a field holds.
func fieldEncoder(f *model.Field) string {
	if isSecretString(f) {
		return codecPackage + "EncodeSecret[string]"
	}
	return encoder(f.Type)
}

// fieldMethod is the method that begins a field: the fast one, unless something in
// the name needs an escape.
func fieldMethod(name string) string {
	if strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == '"' || r == '\\' || r == utf8.RuneError }) {
		return "Key"
	}
	return "Field"
}

// encodeValue writes a value; expr is addressable or dereferences a pointer.
func encodeValue(t *model.Type, expr string) string {
	if t.Named != nil {
		return strings.TrimPrefix(expr, "*") + ".encode(e)"
	}
	switch t.Kind {
	case model.StructOf:
		return strings.TrimPrefix(expr, "*") + ".encode(e)"
	case model.ListOf:
		return fmt.Sprintf("%sEncodeSlice(%s, e, %s)", codecPackage, expr, elemEncoder(t))
	case model.MapOf:
		if isStringMap(t) {
			return fmt.Sprintf("%sEncodeStringMap(%s, e)", codecPackage, expr)
		}
		return fmt.Sprintf("%sEncodeMap(%s, e, %s)", codecPackage, expr, elemEncoder(t))
	}
	return fmt.Sprintf("%sEncode%s(%s, e)", codecPackage, codecName(t), addressOf(expr))
}

func addressOf(expr string) string {
	if inner, ok := strings.CutPrefix(expr, "*"); ok {
		return inner
	}
	return "&" + expr
}

// encoder is a func(*T, *jsoncodec.Encoder).
func encoder(t *model.Type) string {
	if t.Named != nil {
		return "(*" + t.Go() + ").encode"
	}
	switch t.Kind {
	case model.StructOf:
		return "(*" + t.Go() + ").encode"
	case model.ListOf, model.MapOf:
		return fmt.Sprintf("func(v *%s, e *jsoncodec.Encoder) { %s }", t.Go(), encodeValue(t, "*v"))
	}
	return codecPackage + "Encode" + codecName(t)
}

// elemEncoder is the encoder of the elements of a list or a map.
func elemEncoder(t *model.Type) string {
	if t.PointerElem() {
		return fmt.Sprintf("%sPointerEncoder[%s](%s)", codecPackage, t.Elem.Go(), encoder(t.Elem))
	}
	if t.Elem.Nullable && nilIsEmpty(t.Elem) {
		return fmt.Sprintf("func(v *%s, e *jsoncodec.Encoder) {\nif *v == nil {\ne.Null()\nreturn\n}\n%s\n}", t.Elem.Go(), encodeValue(t.Elem, "*v"))
	}
	return encoder(t.Elem)
}

// nilIsEmpty reports whether nil is encoded as an empty value, and not as null.
func nilIsEmpty(t *model.Type) bool {
	switch t.Kind {
	case model.Object, model.ListOf, model.MapOf, model.Bytes:
		return true
	}
	return false
}

// decodeField decodes into a field.
func decodeField(f *model.Field) string {
	if f.ThreeState {
		return fmt.Sprintf("%sDecodeNullable(&m.%s, d, %s)", codecPackage, f.Name, decoder(f.Type))
	}
	if f.Pointer {
		return fmt.Sprintf("%sDecodePointer(&m.%s, d, %s)", codecPackage, f.Name, decoder(f.Type))
	}
	return decodeValue(f.Type, "m."+f.Name)
}

func decodeValue(t *model.Type, target string) string {
	if t.Named != nil {
		return strings.TrimPrefix(target, "*") + ".decode(d)"
	}
	switch t.Kind {
	case model.StructOf:
		return strings.TrimPrefix(target, "*") + ".decode(d)"
	case model.ListOf:
		return fmt.Sprintf("%sDecodeSlice(%s, d, %s)", codecPackage, addressOf(target), elemDecoder(t))
	case model.MapOf:
		if isStringMap(t) {
			return fmt.Sprintf("%sDecodeStringMap(%s, d)", codecPackage, addressOf(target))
		}
		return fmt.Sprintf("%sDecodeMap(%s, d, %s)", codecPackage, addressOf(target), elemDecoder(t))
	}
	return fmt.Sprintf("%sDecode%s(%s, d)", codecPackage, codecName(t), addressOf(target))
}

// decoder is a func(*T, *jsoncodec.Decoder).
func decoder(t *model.Type) string {
	if t.Named != nil {
		return "(*" + t.Go() + ").decode"
	}
	switch t.Kind {
	case model.StructOf:
		return "(*" + t.Go() + ").decode"
	case model.ListOf, model.MapOf:
		return fmt.Sprintf("func(v *%s, d *jsoncodec.Decoder) { %s }", t.Go(), decodeValue(t, "*v"))
	}
	return codecPackage + "Decode" + codecName(t)
}

// elemDecoder is the decoder of the elements of a list or a map.
func elemDecoder(t *model.Type) string {
	if t.PointerElem() {
		return fmt.Sprintf("%sPointerDecoder[%s](%s)", codecPackage, t.Elem.Go(), decoder(t.Elem))
	}
	return decoder(t.Elem)
}

// resultDecoder is the decoder of a whole reply, from which Go can infer the type.
func resultDecoder(t *model.Type) string {
	text := decoder(t)
	if name := codecPackage + "Decode"; strings.HasPrefix(text, name) && isGeneric(t) {
		text += "[" + t.Go() + "]"
	}
	return text
}

// keyEncoder is the encoder of an element, from which Go can infer the type.
func keyEncoder(t *model.Type) string {
	text := encoder(t)
	if name := codecPackage + "Encode"; strings.HasPrefix(text, name) && isGeneric(t) {
		text += "[" + t.Go() + "]"
	}
	return text
}

// encodeCollection and decodeCollection write the methods of a list or a map that
// contains itself.
func encodeCollection(c *model.Collection) string {
	plain := *c.Type
	plain.Named = nil
	return encodeValue(&plain, "*m")
}

func decodeCollection(c *model.Collection) string {
	name := "DecodeMap"
	if c.Type.Kind == model.ListOf {
		name = "DecodeSlice"
	}
	return fmt.Sprintf("%s%s((*%s)(m), d, %s)", codecPackage, name, c.Elem(), elemDecoder(c.Type))
}

// isStringMap reports whether a type is map[string]string, which has functions of
// its own.
func isStringMap(t *model.Type) bool {
	return t.Kind == model.MapOf && t.Elem.Kind == model.String && !t.PointerElem()
}

// isGeneric reports whether the functions of a type are for all types that are
// based on it.
func isGeneric(t *model.Type) bool {
	if t.Kind == model.EnumOf {
		return true
	}
	scalar, ok := t.Kind.Scalar()
	return ok && scalar.Based
}

// jsonTag is the struct tag, for tools and readers: encoding itself uses the methods.
func jsonTag(f *model.Field) string {
	option := ""
	if f.Presence == model.OmitUnset {
		option = ",omitempty"
		if f.Type.HasNil() || f.ThreeState {
			option = ",omitzero"
		}
	}
	if strings.ContainsAny(f.JSON, "`\"\\,") || f.JSON == "-" || f.JSON == "" || strings.ContainsFunc(f.JSON, func(r rune) bool { return r < ' ' || r == '\ufeff' }) {
		return "" // no tag can express it
	}
	return "`json:\"" + f.JSON + option + "\"`"
}
