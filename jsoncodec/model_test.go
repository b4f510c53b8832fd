package jsoncodec

import (
	"encoding/json"
	"time"
)

// everything is a model with a field of each kind, written as the generator
// writes one.
type everything struct {
	String   string
	Bool     bool
	Int32    int32
	Uint32   uint32
	Int64    int64
	Uint64   uint64
	Float64  float64
	Time     time.Time
	Duration time.Duration
	Bytes    []byte
	Raw      json.RawMessage
	Any      any
	Object   map[string]any
	Pointer  *string
	List     []string
	Map      map[string]string
	Lists    map[string][]string
	Holes    []*string
	Self     *everything
	Selves   []everything
}

func (m everything) MarshalJSON() ([]byte, error) {
	e := NewEncoder()
	m.encode(e)
	return e.Finish()
}

func (m *everything) UnmarshalJSON(data []byte) error {
	d := NewDecoder(data)
	m.decode(d)
	return d.Finish()
}

func (m *everything) encode(e *Encoder) {
	if !e.BeginObject() {
		return
	}
	e.Field("string")
	EncodeString(&m.String, e)
	e.Field("bool")
	EncodeBool(&m.Bool, e)
	e.Field("int32")
	EncodeInt32(&m.Int32, e)
	e.Field("uint32")
	EncodeUint32(&m.Uint32, e)
	e.Field("int64")
	EncodeInt64(&m.Int64, e)
	e.Field("uint64")
	EncodeUint64(&m.Uint64, e)
	e.Field("float64")
	EncodeFloat64(&m.Float64, e)
	e.Field("time")
	EncodeTime(&m.Time, e)
	e.Field("duration")
	EncodeDuration(&m.Duration, e)
	e.Field("bytes")
	EncodeBytes(&m.Bytes, e)
	e.Field("raw")
	EncodeRaw(&m.Raw, e)
	e.Field("any")
	EncodeAny(&m.Any, e)
	e.Field("object")
	EncodeObject(&m.Object, e)
	e.Field("pointer")
	EncodePointer(m.Pointer, e, EncodeString)
	e.Field("list")
	EncodeSlice(m.List, e, EncodeString)
	e.Field("map")
	EncodeStringMap(m.Map, e)
	e.Field("lists")
	EncodeMap(m.Lists, e, func(v *[]string, e *Encoder) { EncodeSlice(*v, e, EncodeString) })
	e.Field("holes")
	EncodeSlice(m.Holes, e, PointerEncoder[string](EncodeString))
	if m.Self != nil {
		e.Field("self")
		m.Self.encode(e)
	}
	if m.Selves != nil {
		e.Field("selves")
		EncodeSlice(m.Selves, e, (*everything).encode)
	}
	e.EndObject()
}

func (m *everything) decode(d *Decoder) {
	*m = everything{}
	o := d.Object()
	for o.Next() {
		switch string(o.Key()) {
		case "string":
			DecodeString(&m.String, d)
		case "bool":
			DecodeBool(&m.Bool, d)
		case "int32":
			DecodeInt32(&m.Int32, d)
		case "uint32":
			DecodeUint32(&m.Uint32, d)
		case "int64":
			DecodeInt64(&m.Int64, d)
		case "uint64":
			DecodeUint64(&m.Uint64, d)
		case "float64":
			DecodeFloat64(&m.Float64, d)
		case "time":
			DecodeTime(&m.Time, d)
		case "duration":
			DecodeDuration(&m.Duration, d)
		case "bytes":
			DecodeBytes(&m.Bytes, d)
		case "raw":
			DecodeRaw(&m.Raw, d)
		case "any":
			DecodeAny(&m.Any, d)
		case "object":
			DecodeObject(&m.Object, d)
		case "pointer":
			DecodePointer(&m.Pointer, d, DecodeString)
		case "list":
			DecodeSlice(&m.List, d, DecodeString)
		case "map":
			DecodeStringMap(&m.Map, d)
		case "lists":
			DecodeMap(&m.Lists, d, func(v *[]string, d *Decoder) { DecodeSlice(v, d, DecodeString) })
		case "holes":
			DecodeSlice(&m.Holes, d, PointerDecoder[string](DecodeString))
		case "self":
			DecodePointer(&m.Self, d, (*everything).decode)
		case "selves":
			DecodeSlice(&m.Selves, d, (*everything).decode)
		default:
			d.Skip()
		}
	}
}
