package jsoncodec

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-faster/jx"
)

// EncodeString writes a string; what is not UTF-8 in it becomes U+FFFD.
func EncodeString[T ~string](v *T, e *Encoder) { e.str(string(*v)) }

func (e *Encoder) str(v string) {
	if !utf8.ValidString(v) {
		v = strings.ToValidUTF8(v, "\ufffd")
	}
	e.jx.Str(v)
}

// EncodeBool writes true or false.
func EncodeBool[T ~bool](v *T, e *Encoder) { e.jx.Bool(bool(*v)) }

// EncodeInt32 writes an integer.
func EncodeInt32[T ~int32](v *T, e *Encoder) { e.jx.Int32(int32(*v)) }

// EncodeInt64 writes an integer.
func EncodeInt64[T ~int64](v *T, e *Encoder) { e.jx.Int64(int64(*v)) }

// EncodeUint32 writes an integer.
func EncodeUint32[T ~uint32](v *T, e *Encoder) { e.jx.UInt32(uint32(*v)) }

// EncodeUint64 writes an integer.
func EncodeUint64[T ~uint64](v *T, e *Encoder) { e.jx.UInt64(uint64(*v)) }

// EncodeFloat64 writes a number. NaN and the infinities are errors.
func EncodeFloat64[T ~float64](v *T, e *Encoder) {
	n := float64(*v)
	if math.IsNaN(n) || math.IsInf(n, 0) {
		e.Fail(fmt.Errorf("json: %v is not a JSON number", n))
		return
	}
	e.jx.Float64(n)
}

// EncodeTime writes an RFC 3339 time with as many digits of a second as it has.
// A year of more than four digits is an error.
func EncodeTime(v *time.Time, e *Encoder) {
	var buf [len(time.RFC3339Nano) + 2]byte
	text, err := v.AppendText(buf[:0])
	if err != nil {
		e.Fail(fmt.Errorf("json: %w", err))
		return
	}
	e.jx.ByteStr(text)
}

// EncodeDuration writes a duration, see [FormatDuration].
func EncodeDuration(v *time.Duration, e *Encoder) {
	var buf [32]byte
	e.jx.ByteStr(appendDuration(buf[:0], *v))
}

// EncodeBytes writes base64.
func EncodeBytes(v *[]byte, e *Encoder) { e.jx.Str(base64.StdEncoding.EncodeToString(*v)) }

// EncodeRaw writes JSON as it is. Nil is null, and what is not JSON is an error.
func EncodeRaw(v *json.RawMessage, e *Encoder) {
	switch {
	case len(*v) == 0:
		e.Null()
	case !json.Valid(*v):
		e.Fail(errors.New("json: a json.RawMessage is not valid JSON"))
	case e.depth+depthOf(*v) > MaxDepth:
		e.Fail(errCycle)
	default:
		e.jx.Raw(jx.Raw(*v))
	}
}

// EncodeAny writes what DecodeAny gives, and all other types as encoding/json does.
func EncodeAny(v *any, e *Encoder) {
	switch v := (*v).(type) {
	case nil:
		e.Null()
	case string:
		e.str(v)
	case bool:
		e.jx.Bool(v)
	case float64:
		EncodeFloat64(&v, e)
	case int:
		e.jx.Int(v)
	case map[string]any:
		if v == nil {
			e.Null()
			return
		}
		EncodeMap(v, e, EncodeAny)
	case []any:
		if v == nil {
			e.Null()
			return
		}
		EncodeSlice(v, e, EncodeAny)
	default:
		data, err := json.Marshal(v)
		if err != nil {
			e.Fail(err)
			return
		}
		e.jx.Raw(data)
	}
}

// EncodeObject writes a free object, see [EncodeAny]. Nil is {}.
func EncodeObject(v *map[string]any, e *Encoder) { EncodeMap(*v, e, EncodeAny) }

// EncodePointer writes a value, or null for nil.
func EncodePointer[T any](v *T, e *Encoder, elem func(*T, *Encoder)) {
	if v == nil {
		e.Null()
		return
	}
	elem(v, e)
}

// PointerEncoder makes a function for elements that may be null of one for
// elements.
func PointerEncoder[T any](elem func(*T, *Encoder)) func(**T, *Encoder) {
	return func(v **T, e *Encoder) { EncodePointer(*v, e, elem) }
}

// EncodeSlice writes a list. Nil is [].
func EncodeSlice[T any](v []T, e *Encoder, elem func(*T, *Encoder)) {
	if !e.enter() {
		return
	}
	e.jx.ArrStart()
	for i := range v {
		elem(&v[i], e)
	}
	e.jx.ArrEnd()
	e.depth--
}

// EncodeMap writes an object with the keys in order, so that equal maps have equal
// encodings. Nil is {}.
func EncodeMap[T any](v map[string]T, e *Encoder, elem func(*T, *Encoder)) {
	if !e.BeginObject() {
		return
	}
	start := len(e.keys)
	for key := range v {
		e.keys = append(e.keys, key)
	}
	end := len(e.keys)
	slices.Sort(e.keys[start:end])
	var value T
	for i := start; i < end; i++ {
		key := e.keys[i]
		e.Field(strings.ToValidUTF8(key, "\ufffd"))
		value = v[key]
		elem(&value, e)
	}
	clear(e.keys[start:end])
	e.keys = e.keys[:start]
	e.EndObject()
}

// Key makes a key out of everything in a value: values with equal keys are equal.
func Key[T any](encode func(*T, *Encoder)) func(*T) string {
	return func(v *T) string {
		e := NewEncoder()
		encode(v, e)
		data, _ := e.Finish()
		return string(data)
	}
}
