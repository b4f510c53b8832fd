package jsoncodec

import (
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"sync"

	"github.com/go-faster/jx"
)

// ErrTooLarge is the error of a Decoder whose value needs more memory than
// [Decoder.LimitMemory] allows.
var ErrTooLarge = errors.New("takes more memory than allowed")

// Errors of values. They don't quote the value.
var (
	errTooDeep  = fmt.Errorf("is nested more than %d levels deep", MaxDepth)
	errTrailing = errors.New("there is more after the value")
)

// Decoder reads one JSON value. It keeps the first error; what is read after
// that is undefined. Make one with NewDecoder.
type Decoder struct {
	jx     jx.Decoder
	err    error
	path   string // where err is: "functions[3].min_scale"
	hidden bool   // the field where err is must not be named
	depth  int
	memory int64 // bytes that the value may still take
	kept   arena
}

var decoders = sync.Pool{New: func() any { return new(Decoder) }}

// NewDecoder returns a Decoder of data, which must not change before Finish.
// Nothing that is decoded refers to data afterwards.
func NewDecoder(data []byte) *Decoder {
	d := decoders.Get().(*Decoder)
	d.jx.ResetBytes(data)
	d.memory = math.MaxInt64
	d.kept.start(len(data))
	return d
}

// LimitMemory sets how many bytes of Go memory the value may take, about: lists,
// maps, strings and pointers count as what Go allocates for them. Without it
// there is no limit. A few bytes of JSON can become hundreds of bytes of Go, so
// that a limit on the length of the JSON is not enough.
func (d *Decoder) LimitMemory(bytes int64) { d.memory = bytes }

// Finish returns the first error, if any, also when there is something after
// the value. The Decoder must not be used any more.
func (d *Decoder) Finish() error {
	if d.err == nil && d.jx.Skip() != io.EOF {
		d.err = errTrailing
	}
	err := d.err
	if err != nil && d.path != "" {
		err = &PathError{Path: d.path, Err: err}
	}
	d.jx.ResetBytes(nil)
	d.kept.end()
	d.err, d.path, d.hidden, d.depth = nil, "", false, 0
	decoders.Put(d)
	if err != nil {
		return fmt.Errorf("json: %w", err)
	}
	return nil
}

// Fail makes err the error of the value that is being read.
func (d *Decoder) Fail(err error) {
	if d.err == nil && err != nil {
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		d.err = err
	}
}

// Skip passes over a value of a field that the model does not have. An error in
// it does not name the field: the name is the server's, and may be a secret.
func (d *Decoder) Skip() {
	if err := d.jx.Skip(); err != nil {
		d.Fail(err)
		d.path, d.hidden = "unknown field", true
	}
}

// Null reports whether the next value is null, and then passes over it.
func (d *Decoder) Null() bool {
	if d.jx.Next() != jx.Null {
		return false
	}
	d.Fail(d.jx.Null())
	return true
}

// PathError is an error at a place in a value.
type PathError struct {
	Path string // "functions[3].min_scale"
	Err  error
}

func (e *PathError) Error() string { return e.Path + ": " + e.Err.Error() }
func (e *PathError) Unwrap() error { return e.Err }

// at adds a step to the path of the error, from the inside out.
func (d *Decoder) at(step string) {
	switch {
	case d.hidden:
		d.hidden = false
	case d.path == "":
		d.path = step
	case d.path[0] == '[':
		d.path = step + d.path
	default:
		d.path = step + "." + d.path
	}
}

func (d *Decoder) enter() bool {
	d.depth++
	if d.depth > MaxDepth {
		d.Fail(errTooDeep)
		return false
	}
	return true
}

// take counts bytes that the value takes. It reports whether they are allowed.
func (d *Decoder) take(bytes int) bool {
	d.memory -= int64(bytes)
	if d.memory < 0 {
		d.Fail(ErrTooLarge)
		return false
	}
	return true
}

// Object is an iterator over the fields of an object.
type Object struct {
	d      *Decoder
	fields jx.ObjIter
	inside bool // a field was begun
	closed bool
}

// Object begins an object. Null is an object without fields.
func (d *Decoder) Object() Object {
	if d.Null() || !d.enter() {
		return Object{d: d, closed: true}
	}
	fields, err := d.jx.ObjIter()
	if err != nil {
		d.Fail(err)
		return Object{d: d, closed: true}
	}
	return Object{d: d, fields: fields}
}

// Next goes to the next field, whose value has to be read or skipped then. It
// returns false at the end of the object and on an error.
func (o *Object) Next() bool {
	if o.closed {
		return false
	}
	if o.d.err != nil {
		o.closed = true
		if o.inside {
			o.d.at(string(o.fields.Key()))
		}
		return false
	}
	if o.fields.Next() {
		o.inside = true
		return true
	}
	o.closed = true
	o.d.depth--
	o.d.Fail(o.fields.Err())
	return false
}

// Key is the name of the field. It is valid until the next call of Next.
func (o *Object) Key() []byte { return o.fields.Key() }

// List is an iterator over the elements of a list.
type List struct {
	d      *Decoder
	items  jx.ArrIter
	index  int
	closed bool
}

// List begins a list. Null is a list without elements.
func (d *Decoder) List() List {
	if d.Null() || !d.enter() {
		return List{d: d, closed: true}
	}
	items, err := d.jx.ArrIter()
	if err != nil {
		d.Fail(err)
		return List{d: d, closed: true}
	}
	return List{d: d, items: items, index: -1}
}

// Next goes to the next element, which has to be read or skipped then. It
// returns false at the end of the list and on an error.
func (l *List) Next() bool {
	if l.closed {
		return false
	}
	if l.d.err != nil {
		l.closed = true
		if l.index >= 0 {
			l.d.at("[" + strconv.Itoa(l.index) + "]")
		}
		return false
	}
	if l.items.Next() {
		l.index++
		return true
	}
	l.closed = true
	l.d.depth--
	l.d.Fail(l.items.Err())
	return false
}
