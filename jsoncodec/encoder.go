package jsoncodec

import (
	"errors"
	"strings"
	"sync"
	"unicode/utf8"
	"unsafe"
)

var errCycle = errors.New("json: nested too deeply, or contains itself")

// Encoder writes one JSON value. It keeps the first error; what is written after
// that is undefined. Make one with NewEncoder.
type Encoder struct {
	buf   []byte
	comma bool // the next field or element needs a comma before it
	depth int
	keys  []string // of the maps that are being written, from the outside in
	hide  bool     // secrets are not written
	err   error
}

var encoders = sync.Pool{New: func() any { return new(Encoder) }}

// maxPooled is the largest buffer that is kept for the next value.
const maxPooled = 64 << 10

// NewEncoder returns an Encoder.
func NewEncoder() *Encoder { return encoders.Get().(*Encoder) }

// Finish returns the JSON, or the first error. The Encoder must not be used
// afterwards.
func (e *Encoder) Finish() ([]byte, error) {
	var data []byte
	err := e.err
	if err == nil {
		data = make([]byte, len(e.buf))
		copy(data, e.buf)
	}
	if cap(e.buf) <= maxPooled {
		clear(e.keys) // of a value that failed in the middle
		*e = Encoder{buf: e.buf[:0], keys: e.keys[:0]}
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

// enter begins an object or a list. It returns false when it is nested too deeply.
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
	e.begin()
	e.buf = append(e.buf, '{')
	e.comma = false
	return true
}

// begin begins a value.
func (e *Encoder) begin() {
	if e.comma {
		e.buf = append(e.buf, ',')
	}
	e.comma = true
}

// Field begins a field of an object, whose value must follow. The name is written
// unchanged: it must not contain quotes, backslashes or control characters.
func (e *Encoder) Field(name string) {
	b := e.buf
	if e.comma {
		b = append(b, ',')
	}
	b = append(b, '"')
	b = append(b, name...)
	e.buf = append(b, '"', ':')
	e.comma = false
}

// Key is Field for any name.
func (e *Encoder) Key(name string) {
	e.string(name)
	e.buf = append(e.buf, ':')
	e.comma = false
}

// EndObject ends an object.
func (e *Encoder) EndObject() {
	e.buf = append(e.buf, '}')
	e.comma = true
	e.depth--
}

// Null writes null.
func (e *Encoder) Null() { e.word("null") }

// word writes a literal that needs no quotes.
func (e *Encoder) word(text string) {
	e.begin()
	e.buf = append(e.buf, text...)
}

// string writes a string; what is not UTF-8 in it becomes U+FFFD.
func (e *Encoder) string(v string) {
	b := e.buf
	if e.comma {
		b = append(b, ',')
	}
	e.comma = true
	if special(unsafe.Slice(unsafe.StringData(v), len(v))) == len(v) {
		b = append(b, '"')
		b = append(b, v...)
		e.buf = append(b, '"')
		return
	}
	e.buf = b
	if !utf8.ValidString(v) {
		v = strings.ToValidUTF8(v, "\ufffd")
	}
	e.escape(v)
}

// escape writes a string that may need escapes.
func (e *Encoder) escape(v string) {
	const hex = "0123456789abcdef"
	e.buf = append(e.buf, '"')
	start := 0
	for i := range len(v) {
		c := v[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		e.buf = append(e.buf, v[start:i]...)
		start = i + 1
		switch c {
		case '"', '\\':
			e.buf = append(e.buf, '\\', c)
		case '\n':
			e.buf = append(e.buf, '\\', 'n')
		case '\r':
			e.buf = append(e.buf, '\\', 'r')
		case '\t':
			e.buf = append(e.buf, '\\', 't')
		default:
			e.buf = append(e.buf, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
	}
	e.buf = append(e.buf, v[start:]...)
	e.buf = append(e.buf, '"')
}
