package jsoncodec

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"time"
	"unsafe"
)

// Errors of values. They don't quote the value.
var (
	errInt32   = errors.New("is not a 32-bit integer")
	errUint32  = errors.New("is not an unsigned 32-bit integer")
	errInt64   = errors.New("is not a 64-bit integer")
	errUint64  = errors.New("is not an unsigned 64-bit integer")
	errFloat64 = errors.New("is a number that float64 cannot hold")
	errTime    = errors.New("is not an RFC 3339 time")
	errBase64  = errors.New("is not valid base64")
)

// str reads a string and returns a copy to keep.
func (d *Decoder) str() string {
	b := d.quoted()
	if !d.take(len(b)) {
		return ""
	}
	return d.kept.add(b)
}

// DecodeString reads a string. What is not UTF-8 in it becomes U+FFFD.
func DecodeString[T ~string](v *T, d *Decoder) {
	if d.Null() {
		*v = ""
		return
	}
	*v = T(d.str())
}

// DecodeBool reads true or false.
func DecodeBool[T ~bool](v *T, d *Decoder) {
	*v = false
	switch d.next() {
	case 't':
		*v = T(d.word("true"))
	case 'f':
		d.word("false")
	case 'n':
		d.word("null")
	default:
		d.wrongType("boolean")
	}
}

// DecodeInt32 reads an integer. One that does not fit is an error.
func DecodeInt32[T ~int32](v *T, d *Decoder) {
	*v = 0
	if !d.Null() {
		*v = T(d.integer(d.number(), math.MaxInt32, errInt32))
	}
}

// DecodeUint32 reads an integer. One that does not fit is an error.
func DecodeUint32[T ~uint32](v *T, d *Decoder) {
	*v = 0
	if !d.Null() {
		*v = T(d.unsigned(d.number(), math.MaxUint32, errUint32))
	}
}

// DecodeInt64 reads an integer, or a string that holds one, as JavaScript clients
// need. One that does not fit is an error.
func DecodeInt64[T ~int64](v *T, d *Decoder) {
	*v = 0
	switch d.next() {
	case 'n':
		d.word("null")
	case '"':
		*v = T(d.integer(d.quoted(), math.MaxInt64, errInt64))
	default:
		*v = T(d.integer(d.number(), math.MaxInt64, errInt64))
	}
}

// DecodeUint64 reads an integer, or a string that holds one, as JavaScript clients
// need. One that does not fit is an error.
func DecodeUint64[T ~uint64](v *T, d *Decoder) {
	*v = 0
	switch d.next() {
	case 'n':
		d.word("null")
	case '"':
		*v = T(d.unsigned(d.quoted(), math.MaxUint64, errUint64))
	default:
		*v = T(d.unsigned(d.number(), math.MaxUint64, errUint64))
	}
}

// integer converts digits, perhaps with a minus. The magnitude of a negative number
// may be one more than that of the greatest number.
func (d *Decoder) integer(text []byte, greatest uint64, bad error) int64 {
	if len(text) > 0 && text[0] == '-' {
		return -int64(d.unsigned(text[1:], greatest+1, bad))
	}
	return int64(d.unsigned(text, greatest, bad))
}

func (d *Decoder) unsigned(text []byte, greatest uint64, bad error) uint64 {
	var n uint64
	for _, c := range text {
		c -= '0'
		if c > 9 || n > (greatest-uint64(c))/10 {
			d.Fail(bad)
			return 0
		}
		n = n*10 + uint64(c)
	}
	if len(text) == 0 {
		d.Fail(bad)
	}
	return n
}

// DecodeFloat64 reads a number.
func DecodeFloat64[T ~float64](v *T, d *Decoder) {
	*v = 0
	if d.Null() {
		return
	}
	text := d.number()
	if d.err != nil {
		return
	}
	n, err := strconv.ParseFloat(unsafe.String(unsafe.SliceData(text), len(text)), 64)
	if err != nil {
		d.Fail(errFloat64)
		return
	}
	*v = T(n)
}

// DecodeTime reads an RFC 3339 time.
func DecodeTime(v *time.Time, d *Decoder) {
	*v = time.Time{}
	if d.Null() {
		return
	}
	// UnmarshalText is strict, unlike time.Parse, which accepts "+02:0e0".
	b := d.quoted()
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
	b := d.quoted()
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
	b := d.quoted()
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

// DecodeRaw keeps the JSON of a value unchanged. Null is nil.
func DecodeRaw(v *json.RawMessage, d *Decoder) {
	*v = nil
	if d.Null() {
		return
	}
	start := d.pos
	if d.skip(0); d.err != nil {
		return
	}
	raw := d.data[start:d.pos]
	switch {
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

// boxed is the memory that an interface takes in addition to its value.
const boxed = 16

// DecodeAny reads any value as encoding/json does: numbers become float64.
func DecodeAny(v *any, d *Decoder) {
	*v = nil
	if !d.take(boxed) {
		return
	}
	switch d.next() {
	case '"':
		*v = d.str()
	case 't', 'f':
		var b bool
		DecodeBool(&b, d)
		*v = b
	case 'n':
		d.word("null")
	case '{':
		var m map[string]any
		DecodeMap(&m, d, DecodeAny)
		*v = m
	case '[':
		var list []any
		DecodeSlice(&list, d, DecodeAny)
		*v = list
	default:
		var n float64
		DecodeFloat64(&n, d)
		*v = n
	}
}

// DecodeObject reads an object without a schema; see [DecodeAny].
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

// PointerDecoder returns a decoder of elements that may be null, given a decoder of
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
	start := d.pos
	l := d.List()
	for l.Next() {
		if len(list) == cap(list) {
			if list = grow(list, d, start); list == nil {
				continue // to the end of the loop, which adds the place to the error
			}
		}
		list = list[:len(list)+1]
		elem(&list[len(list)-1], d)
	}
	d.counts.note(d.depth, len(list))
	if cap(list) > 2*len(list)+maxGuess {
		list = append(make([]T, 0, len(list)), list...) // the guess was wrong
	}
	*v = list
}

// grow makes room for more elements of a list that begins at start. It returns
// nil if that is not allowed.
func grow[T any](list []T, d *Decoder, start int) []T {
	var zero T
	size := max(1, int(unsafe.Sizeof(zero)))
	more := d.counts.room(d, start, len(list), size)
	if !d.take(more * size) {
		return nil
	}
	bigger := make([]T, len(list), len(list)+more)
	copy(bigger, list)
	return bigger
}

// What a map takes: the map itself, and each entry in addition to key and value,
// including the space left free for more.
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
	o := d.Object()
	for o.Next() {
		if !d.take(size + len(o.Key())) {
			continue // to the end of the loop, which adds the place to the error
		}
		name := d.kept.add(o.Key())
		var zero T
		value = zero
		elem(&value, d)
		values[name] = value
	}
	*v = values
}

// DecodeStringMap is DecodeMap for the most frequent type of map. It saves an
// allocation per map.
func DecodeStringMap(v *map[string]string, d *Decoder) {
	*v = nil
	if d.Null() || !d.take(mapSize) {
		return
	}
	values := map[string]string{}
	o := d.Object()
	for o.Next() {
		if !d.take(mapEntrySize + 2*16 + len(o.Key())) {
			continue // to the end of the loop, which adds the place to the error
		}
		name := d.kept.add(o.Key())
		value := ""
		if !d.Null() {
			value = d.str()
		}
		values[name] = value
	}
	*v = values
}
