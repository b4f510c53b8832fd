package jsoncodec

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strconv"
	"time"
	"unicode/utf8"
	"unsafe"

	"github.com/go-faster/jx"
)

// Errors of values. They don't quote the value.
var (
	errInt64  = errors.New("is not a 64-bit integer")
	errUint64 = errors.New("is not an unsigned 64-bit integer")
	errTime   = errors.New("is not an RFC 3339 time")
	errBase64 = errors.New("is not valid base64")
)

// text reads a string. It is valid until the next value is read.
func (d *Decoder) text() []byte {
	b, err := d.jx.StrBytes()
	if err != nil {
		d.Fail(err)
		return nil
	}
	if !utf8.Valid(b) {
		return replaceInvalid(b)
	}
	return b
}

// replaceInvalid replaces each byte that is not UTF-8 by U+FFFD, as encoding/json
// does.
func replaceInvalid(b []byte) []byte {
	var out []byte
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		out, b = utf8.AppendRune(out, r), b[n:]
	}
	return out
}

// str reads a string to keep.
func (d *Decoder) str() string {
	b := d.text()
	if !d.take(len(b)) {
		return ""
	}
	return d.kept.add(b)
}

// DecodeString reads a string. What is not UTF-8 in it becomes U+FFFD.
func DecodeString[T ~string](v *T, d *Decoder) {
	*v = ""
	if !d.Null() {
		*v = T(d.str())
	}
}

// DecodeBool reads true or false.
func DecodeBool[T ~bool](v *T, d *Decoder) {
	*v = false
	if !d.Null() {
		b, err := d.jx.Bool()
		*v = T(b)
		d.Fail(err)
	}
}

// DecodeInt32 reads an integer. What does not fit is an error.
func DecodeInt32[T ~int32](v *T, d *Decoder) {
	*v = 0
	if !d.Null() {
		n, err := d.jx.Int32()
		*v = T(n)
		d.Fail(err)
	}
}

// DecodeUint32 reads an integer. What does not fit is an error.
func DecodeUint32[T ~uint32](v *T, d *Decoder) {
	*v = 0
	if !d.Null() {
		n, err := d.jx.UInt32()
		*v = T(n)
		d.Fail(err)
	}
}

// DecodeInt64 reads an integer, also one in a string, as JavaScript clients need
// them. What does not fit is an error.
func DecodeInt64[T ~int64](v *T, d *Decoder) {
	*v = 0
	var n int64
	var err error
	switch d.jx.Next() {
	case jx.Null:
		err = d.jx.Null()
	case jx.String:
		if n, err = strconv.ParseInt(string(d.text()), 10, 64); err != nil {
			err = errInt64
		}
	default:
		n, err = d.jx.Int64()
	}
	*v = T(n)
	d.Fail(err)
}

// DecodeUint64 reads an integer, also one in a string, as JavaScript clients need
// them. What does not fit is an error.
func DecodeUint64[T ~uint64](v *T, d *Decoder) {
	*v = 0
	var n uint64
	var err error
	switch d.jx.Next() {
	case jx.Null:
		err = d.jx.Null()
	case jx.String:
		if n, err = strconv.ParseUint(string(d.text()), 10, 64); err != nil {
			err = errUint64
		}
	default:
		n, err = d.jx.UInt64()
	}
	*v = T(n)
	d.Fail(err)
}

// DecodeFloat64 reads a number.
func DecodeFloat64[T ~float64](v *T, d *Decoder) {
	*v = 0
	if !d.Null() {
		n, err := d.jx.Float64()
		*v = T(n)
		d.Fail(err)
	}
}

// DecodeTime reads an RFC 3339 time.
func DecodeTime(v *time.Time, d *Decoder) {
	*v = time.Time{}
	if d.Null() {
		return
	}
	// UnmarshalText is strict, unlike time.Parse, which takes "+02:0e0".
	b := d.text()
	if d.err == nil && v.UnmarshalText(b) != nil {
		*v = time.Time{}
		d.Fail(errTime)
	}
}

// DecodeDuration reads a duration such as "300s" or "1.5s", see [ParseDuration].
func DecodeDuration(v *time.Duration, d *Decoder) {
	*v = 0
	if d.Null() {
		return
	}
	b := d.text()
	if d.err == nil {
		var err error
		*v, err = ParseDuration(string(b))
		d.Fail(err)
	}
}

// DecodeBytes reads base64.
func DecodeBytes(v *[]byte, d *Decoder) {
	*v = nil
	if d.Null() {
		return
	}
	b := d.text()
	if d.err != nil || !d.take(len(b)) {
		return
	}
	data := make([]byte, base64.StdEncoding.DecodedLen(len(b)))
	n, err := base64.StdEncoding.Decode(data, b)
	if err != nil {
		d.Fail(errBase64)
		return
	}
	*v = data[:n]
}

// DecodeRaw keeps a value as it is. Null is nil.
func DecodeRaw(v *json.RawMessage, d *Decoder) {
	*v = nil
	if d.Null() {
		return
	}
	raw, err := d.jx.Raw()
	switch {
	case err != nil:
		d.Fail(err)
	case d.depth+depthOf(raw) > MaxDepth:
		d.Fail(errTooDeep)
	case d.take(len(raw)):
		*v = json.RawMessage(bytes.Clone(raw))
	}
}

// depthOf is how deep objects and lists are nested in valid JSON.
func depthOf(raw []byte) int {
	depth, deepest := 0, 0
	for i := 0; i < len(raw); i++ {
		switch raw[i] {
		case '{', '[':
			depth++
			deepest = max(deepest, depth)
		case '}', ']':
			depth--
		case '"':
			for i++; i < len(raw) && raw[i] != '"'; i++ {
				if raw[i] == '\\' {
					i++
				}
			}
		}
	}
	return deepest
}

// boxed is what a value in an interface takes beside itself.
const boxed = 16

// DecodeAny reads any value as encoding/json does: numbers become float64.
func DecodeAny(v *any, d *Decoder) {
	*v = nil
	if !d.take(boxed) {
		return
	}
	switch d.jx.Next() {
	case jx.String:
		*v = d.str()
	case jx.Number:
		var n float64
		DecodeFloat64(&n, d)
		*v = n
	case jx.Bool:
		var b bool
		DecodeBool(&b, d)
		*v = b
	case jx.Object:
		var m map[string]any
		DecodeMap(&m, d, DecodeAny)
		*v = m
	case jx.Array:
		var list []any
		DecodeSlice(&list, d, DecodeAny)
		*v = list
	default:
		d.Fail(d.jx.Null())
	}
}

// DecodeObject reads a free object, see [DecodeAny].
func DecodeObject(v *map[string]any, d *Decoder) { DecodeMap(v, d, DecodeAny) }

// DecodePointer reads a value that may be null, which is nil.
func DecodePointer[T any](v **T, d *Decoder, elem func(*T, *Decoder)) {
	*v = nil
	if d.Null() || !d.take(int(unsafe.Sizeof(**v))) {
		return
	}
	*v = new(T)
	elem(*v, d)
}

// PointerDecoder makes a function for elements that may be null of one for
// elements.
func PointerDecoder[T any](elem func(*T, *Decoder)) func(**T, *Decoder) {
	return func(v **T, d *Decoder) { DecodePointer(v, d, elem) }
}

// DecodeSlice reads a list. Null is nil, an empty list is not.
func DecodeSlice[T any](v *[]T, d *Decoder, elem func(*T, *Decoder)) {
	*v = nil
	if d.Null() {
		return
	}
	list := []T{}
	for l := d.List(); l.Next(); {
		if len(list) == cap(list) {
			if list = grow(list, d); list == nil {
				continue // to the end of the loop, which adds the place to the error
			}
		}
		list = list[:len(list)+1]
		elem(&list[len(list)-1], d)
	}
	*v = list
}

// grow makes room for another element. It returns nil if that is not allowed.
func grow[T any](list []T, d *Decoder) []T {
	var zero T
	more := max(1, min(cap(list), 1024+cap(list)/4))
	if !d.take(more * int(unsafe.Sizeof(zero))) {
		return nil
	}
	bigger := make([]T, len(list), cap(list)+more)
	copy(bigger, list)
	return bigger
}

// What a map takes: the map itself, and each entry beside key and value, with
// the room that is left free for more.
const (
	mapSize      = 48
	mapEntrySize = 2*16 + 8
)

// DecodeMap reads an object whose names are keys. Null is nil, an empty object
// is not.
func DecodeMap[T any](v *map[string]T, d *Decoder, elem func(*T, *Decoder)) {
	*v = nil
	if d.Null() || !d.take(mapSize) {
		return
	}
	values := map[string]T{}
	var value T
	size := mapEntrySize + 2*int(unsafe.Sizeof(value))
	for o := d.Object(); o.Next(); {
		key := o.Key()
		if !utf8.Valid(key) {
			key = replaceInvalid(key)
		}
		if !d.take(size + len(key)) {
			continue // to the end of the loop, which adds the place to the error
		}
		name := d.kept.add(key)
		var zero T
		value = zero
		elem(&value, d)
		values[name] = value
	}
	*v = values
}
