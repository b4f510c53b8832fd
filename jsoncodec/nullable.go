package jsoncodec

import (
	"bytes"
	"encoding/json"
	"time"
)

// Nullable is a member of a request for which absent, null and a value mean different
// things. The zero value is absent: the member is not sent. With encoding/json it
// needs the option omitzero.
type Nullable[T any] struct {
	value T
	state state
}

type state uint8

const (
	absent state = iota
	null
	present
)

// Null returns a Nullable that is sent as null.
func Null[T any]() Nullable[T] { return Nullable[T]{state: null} }

// Value returns a Nullable that is sent as v.
func Value[T any](v T) Nullable[T] { return Nullable[T]{value: v, state: present} }

// IsZero reports whether the member is absent.
func (n Nullable[T]) IsZero() bool { return n.state == absent }

// IsNull reports whether the member is null.
func (n Nullable[T]) IsNull() bool { return n.state == null }

// Get returns the value, and reports whether there is one.
func (n Nullable[T]) Get() (T, bool) { return n.value, n.state == present }

// MarshalJSON encodes the value; null and absent are both null. A time.Duration is text
// in seconds, as everywhere in this package.
func (n Nullable[T]) MarshalJSON() ([]byte, error) {
	if n.state != present {
		return []byte("null"), nil
	}
	if d, ok := any(&n.value).(*time.Duration); ok {
		e := NewEncoder()
		EncodeDuration(d, e)
		return e.Finish()
	}
	return json.Marshal(n.value)
}

// UnmarshalJSON decodes a value or null.
func (n *Nullable[T]) UnmarshalJSON(data []byte) error {
	if bytes.Equal(bytes.TrimSpace(data), []byte("null")) {
		*n = Null[T]()
		return nil
	}
	var v T
	if err := unmarshal(data, &v); err != nil {
		return err
	}
	*n = Value(v)
	return nil
}

func unmarshal(data []byte, v any) error {
	if duration, ok := v.(*time.Duration); ok {
		d := NewDecoder(data)
		DecodeDuration(duration, d)
		return d.Finish()
	}
	return json.Unmarshal(data, v)
}

// EncodeNullable writes the value, or null. To leave out an absent member, check
// IsZero first.
func EncodeNullable[T any](n *Nullable[T], e *Encoder, elem func(*T, *Encoder)) {
	if n.state != present {
		e.Null()
		return
	}
	elem(&n.value, e)
}

// DecodeNullable reads a value or null.
func DecodeNullable[T any](n *Nullable[T], d *Decoder, elem func(*T, *Decoder)) {
	*n = Nullable[T]{}
	if d.Null() {
		n.state = null
		return
	}
	n.state = present
	elem(&n.value, d)
}
