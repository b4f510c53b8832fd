package jsoncodec

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"sync"
)

// ErrTooLarge is the error of a Decoder whose value needs more memory than
// [Decoder.LimitMemory] allows.
var ErrTooLarge = errors.New("takes more memory than allowed")

// Errors of values. They don't quote the value.
var (
	errTooDeep  = errors.New("is nested too deeply")
	errTrailing = errors.New("there is more data after the value")
)

// Decoder reads one JSON value. It keeps the first error; what is read after
// that is undefined. Make one with NewDecoder.
type Decoder struct {
	data   []byte
	pos    int
	depth  int
	memory int64 // bytes that the value may still allocate
	kept   arena
	counts counts

	scratch []byte // of a string with escapes
	changed bool   // the last string is not as it is in the data

	spans  []span // of the objects and lists inside of unions
	noting bool   // what is skipped adds to spans

	err    error
	path   string // the place of err: "functions[3].min_scale"
	hidden bool   // the field of err must not be named
}

var decoders = sync.Pool{New: func() any { return new(Decoder) }}

// NewDecoder returns a Decoder of data, which must not change before Finish.
// Nothing that is decoded refers to data afterwards.
func NewDecoder(data []byte) *Decoder {
	d := decoders.Get().(*Decoder)
	d.data = data
	d.memory = math.MaxInt64
	d.kept.start(len(data))
	return d
}

// LimitMemory sets how many bytes of Go memory the value may take, approximately:
// lists, maps, strings and pointers count as what Go allocates for them. By default
// there is no limit. A few bytes of JSON can become hundreds of bytes of Go, so a
// limit on the length of the JSON is not enough.
func (d *Decoder) LimitMemory(bytes int64) { d.memory = bytes }

// Finish returns the first error, if any; anything after the value is an error, too.
// The Decoder must not be used afterwards.
func (d *Decoder) Finish() error {
	if d.err == nil {
		if d.next(); d.pos < len(d.data) {
			d.err = errTrailing
		}
	}
	err := d.err
	if err != nil && d.path != "" {
		err = &PathError{Path: d.path, Err: err}
	}
	scratch := d.scratch
	if cap(scratch) > maxPooled {
		scratch = nil
	}
	spans := d.spans[:0]
	if cap(spans)*spanSize > maxPooled {
		spans = nil
	}
	*d = Decoder{kept: d.kept.emptied(), scratch: scratch, spans: spans}
	decoders.Put(d)
	if err != nil {
		return fmt.Errorf("json: %w", err)
	}
	return nil
}

// Fail makes err the error of the value that is being read.
func (d *Decoder) Fail(err error) {
	if d.err == nil {
		d.err = err
	}
}

// Skip skips the value of a field that the model does not have. An error in it does
// not name the field: the name comes from the server, and may be a secret.
func (d *Decoder) Skip() {
	if d.skip(0); d.err != nil {
		d.path, d.hidden = "unknown field", true
	}
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

// take counts bytes that the value takes, and reports whether they are allowed.
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
	d          *Decoder // nil if there are no fields
	begun      bool     // a field was read
	start, end int      // of its name in the data
	changed    []byte   // the name, if it is not as it is in the data
}

// Object begins an object. Null is an object without fields.
func (d *Decoder) Object() Object {
	if d.Null() || !d.begin('{', "object") {
		return Object{}
	}
	return Object{d: d}
}

// begin skips the bracket that begins an object or a list.
func (d *Decoder) begin(bracket byte, wanted string) bool {
	if d.next() != bracket {
		d.wrongType(wanted)
		return false
	}
	d.pos++
	return d.enter()
}

// Next advances to the next field, whose value must then be read or skipped. It
// returns false at the end of the object and on an error.
func (o *Object) Next() bool {
	d := o.d
	if d == nil {
		return false
	}
	if d.err != nil {
		if o.begun {
			d.at(string(o.Key()))
		}
		return false
	}
	if !d.more('}', o.begun) {
		return false
	}
	o.begun = false // so that an error in the name is not attributed to the field before
	name := d.quoted()
	o.start, o.end = d.pos-1-len(name), d.pos-1 // a slice would be one more pointer for the garbage collector to note
	switch {
	case d.changed:
		o.changed = append([]byte{}, name...)
	case o.changed != nil:
		o.changed = nil
	}
	if d.err == nil {
		d.colon()
	}
	if d.err != nil {
		return false
	}
	o.begun = true
	return true
}

// more advances to the next field or element. It returns false at the end and on an
// error.
func (d *Decoder) more(end byte, begun bool) bool {
	c := d.next()
	switch {
	case c == end:
		d.pos++
		d.depth--
		return false
	case !begun:
		return true
	case c == ',':
		d.pos++
		return true
	}
	d.syntax()
	return false
}

// Key returns the name of the field. It is valid until the next call of Next.
func (o *Object) Key() []byte {
	if o.changed != nil || o.d == nil {
		return o.changed
	}
	return o.d.data[o.start:o.end]
}

// List is an iterator over the elements of a list.
type List struct {
	d     *Decoder // nil if there are no elements
	index int
}

// List begins a list. Null is a list without elements.
func (d *Decoder) List() List {
	if d.Null() || !d.begin('[', "list") {
		return List{}
	}
	return List{d: d, index: -1}
}

// Next advances to the next element, which must then be read or skipped. It returns
// false at the end of the list and on an error.
func (l *List) Next() bool {
	d := l.d
	if d == nil {
		return false
	}
	if d.err != nil {
		if l.index >= 0 {
			d.at("[" + strconv.Itoa(l.index) + "]")
		}
		return false
	}
	if !d.more(']', l.index >= 0) {
		return false
	}
	l.index++
	return true
}
