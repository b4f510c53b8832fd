package jsoncodec

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"
)

// EncodeString writes a string; what is not UTF-8 in it becomes U+FFFD.
func EncodeString[T ~string](v *T, e *Encoder) { e.string(string(*v)) }

// EncodeBool writes true or false.
func EncodeBool[T ~bool](v *T, e *Encoder) {
	if *v {
		e.word("true")
	} else {
		e.word("false")
	}
}

// EncodeInt32 writes an integer.
func EncodeInt32[T ~int32](v *T, e *Encoder) { e.integer(int64(*v)) }

// EncodeInt64 writes an integer.
func EncodeInt64[T ~int64](v *T, e *Encoder) { e.integer(int64(*v)) }

// EncodeUint32 writes an integer.
func EncodeUint32[T ~uint32](v *T, e *Encoder) { e.unsigned(uint64(*v)) }

// EncodeUint64 writes an integer.
func EncodeUint64[T ~uint64](v *T, e *Encoder) { e.unsigned(uint64(*v)) }

func (e *Encoder) integer(n int64) {
	e.begin()
	e.buf = strconv.AppendInt(e.buf, n, 10)
}

func (e *Encoder) unsigned(n uint64) {
	e.begin()
	e.buf = strconv.AppendUint(e.buf, n, 10)
}

// EncodeFloat64 writes a number in the shortest form, with an exponent where
// encoding/json uses one. NaN and the infinities are errors.
func EncodeFloat64[T ~float64](v *T, e *Encoder) {
	n := float64(*v)
	if math.IsNaN(n) || math.IsInf(n, 0) {
		e.Fail(fmt.Errorf("json: %v is not a JSON number", n))
		return
	}
	format := byte('f')
	if abs := math.Abs(n); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		format = 'e'
	}
	e.begin()
	e.buf = strconv.AppendFloat(e.buf, n, format, -1, 64)
	if end := len(e.buf) - 4; format == 'e' && string(e.buf[end:end+3]) == "e-0" { // e-09 is e-9
		e.buf = append(e.buf[:end+2], e.buf[end+3])
	}
}

// EncodeTime writes an RFC 3339 time with as many digits of a second as it has.
// A year of more than four digits is an error.
func EncodeTime(v *time.Time, e *Encoder) {
	e.begin()
	e.buf = append(e.buf, '"')
	buf, err := v.AppendText(e.buf)
	if err != nil {
		e.Fail(fmt.Errorf("json: %w", err))
		return
	}
	e.buf = append(buf, '"')
}

// EncodeDuration writes a duration, see [FormatDuration].
func EncodeDuration(v *time.Duration, e *Encoder) {
	e.begin()
	e.buf = append(appendDuration(append(e.buf, '"'), *v), '"')
}

// EncodeBytes writes base64.
func EncodeBytes(v *[]byte, e *Encoder) {
	e.begin()
	e.buf = append(base64.StdEncoding.AppendEncode(append(e.buf, '"'), *v), '"')
}

// EncodeRaw writes JSON unchanged. Nil is null, and invalid JSON is an error.
func EncodeRaw(v *json.RawMessage, e *Encoder) {
	switch {
	case len(*v) == 0:
		e.Null()
	case !json.Valid(*v):
		e.Fail(errors.New("json: a json.RawMessage is not valid JSON"))
	case e.depth+depthOf(*v) > MaxDepth:
		e.Fail(errCycle)
	default:
		e.begin()
		e.buf = append(e.buf, *v...)
	}
}

// EncodeAny writes the types that DecodeAny returns, and all others as encoding/json
// does.
func EncodeAny(v *any, e *Encoder) {
	switch v := (*v).(type) {
	case nil:
		e.Null()
	case string:
		EncodeString(&v, e)
	case bool:
		EncodeBool(&v, e)
	case float64:
		EncodeFloat64(&v, e)
	case int:
		e.integer(int64(v))
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
		e.begin()
		e.buf = append(e.buf, data...)
	}
}

// EncodeObject writes an object without a schema; see [EncodeAny]. Nil is {}.
func EncodeObject(v *map[string]any, e *Encoder) { EncodeMap(*v, e, EncodeAny) }

// EncodePointer writes a value, or null for nil.
func EncodePointer[T any](v *T, e *Encoder, elem func(*T, *Encoder)) {
	if v == nil {
		e.Null()
		return
	}
	elem(v, e)
}

// PointerEncoder returns an encoder of elements that may be null, given an encoder of
// elements.
func PointerEncoder[T any](elem func(*T, *Encoder)) func(**T, *Encoder) {
	return func(v **T, e *Encoder) { EncodePointer(*v, e, elem) }
}

// EncodeSlice writes a list. Nil is [].
func EncodeSlice[T any](v []T, e *Encoder, elem func(*T, *Encoder)) {
	if !e.enter() {
		return
	}
	e.begin()
	e.buf = append(e.buf, '[')
	e.comma = false
	for i := range v {
		elem(&v[i], e)
	}
	e.buf = append(e.buf, ']')
	e.comma = true
	e.depth--
}

// EncodeMap writes an object with the keys in order, so that equal maps have equal
// encodings. Nil is {}.
func EncodeMap[T any](v map[string]T, e *Encoder, elem func(*T, *Encoder)) {
	if !e.BeginObject() {
		return
	}
	start := len(e.keys)
	end := sortedKeys(v, e)
	var value T
	for i := start; i < end; i++ {
		key := e.keys[i]
		e.Key(key)
		value = v[key]
		elem(&value, e)
	}
	e.dropKeys(start)
	e.EndObject()
}

// EncodeStringMap is EncodeMap for the most frequent type of map. It saves an
// allocation per map.
func EncodeStringMap(v map[string]string, e *Encoder) {
	if !e.BeginObject() {
		return
	}
	start := len(e.keys)
	end := sortedKeys(v, e)
	for _, key := range e.keys[start:end] {
		e.Key(key)
		e.string(v[key])
	}
	e.dropKeys(start)
	e.EndObject()
}

// sortedKeys appends the sorted keys of a map to the Encoder's keys, and returns
// where they end.
func sortedKeys[T any](v map[string]T, e *Encoder) int {
	start := len(e.keys)
	for key := range v {
		e.keys = append(e.keys, key)
	}
	slices.Sort(e.keys[start:])
	return len(e.keys)
}

// dropKeys removes keys and clears them, so that they can be collected.
func (e *Encoder) dropKeys(start int) {
	clear(e.keys[start:])
	e.keys = e.keys[:start]
}

// Key returns a key made from everything in a value: values with equal keys are
// equal.
func Key[T any](encode func(*T, *Encoder)) func(*T) string {
	return func(v *T) string {
		e := NewEncoder()
		encode(v, e)
		data, _ := e.Finish()
		return string(data)
	}
}
