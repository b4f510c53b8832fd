package jsoncodec

import (
	"bytes"
	"errors"
	"sync"

	"github.com/go-faster/jx"
)

var errCycle = errors.New("json: nested too deeply, or contains itself")

// Encoder writes one JSON value. It keeps the first error; what is written after
// that is undefined. Make one with NewEncoder.
type Encoder struct {
	jx    jx.Encoder
	err   error
	depth int
	keys  []string // of the maps that are being written, from the outside in
}

var encoders = sync.Pool{New: func() any { return new(Encoder) }}

// maxPooled is the largest buffer that is kept for the next value.
const maxPooled = 64 << 10

// NewEncoder returns an Encoder.
func NewEncoder() *Encoder { return encoders.Get().(*Encoder) }

// Finish returns the JSON, or the first error. The Encoder must not be used any
// more.
func (e *Encoder) Finish() ([]byte, error) {
	data, err := e.jx.Bytes(), e.err
	if err == nil {
		data = bytes.Clone(data)
	} else {
		data = nil
	}
	if cap(e.jx.Bytes()) <= maxPooled {
		e.jx.Reset()
		e.err, e.depth, e.keys = nil, 0, e.keys[:0]
		encoders.Put(e)
	}
	return data, err
}

// Fail makes err the error of the value that is being written.
func (e *Encoder) Fail(err error) {
	if e.err == nil {
		e.err = err
	}
}

// enter begins something nested. It returns false when that is too deep.
func (e *Encoder) enter() bool {
	if e.depth >= MaxDepth {
		e.Fail(errCycle)
		return false
	}
	e.depth++
	return true
}

// BeginObject begins an object. It returns false when it is nested too deeply:
// then nothing more may be written to it.
func (e *Encoder) BeginObject() bool {
	if !e.enter() {
		return false
	}
	e.jx.ObjStart()
	return true
}

// Field begins a field of an object. Its value has to follow.
func (e *Encoder) Field(name string) { e.jx.FieldStart(name) }

// EndObject ends an object.
func (e *Encoder) EndObject() {
	e.jx.ObjEnd()
	e.depth--
}

// Null writes null.
func (e *Encoder) Null() { e.jx.Null() }
