package jsoncodec

import (
	"cmp"
	"errors"
	"slices"
	"unsafe"
)

// This file handles values that are one of several objects. They are read twice:
// first to find out which object it is, then to decode it. Unions may be nested a
// thousand levels deep. So the first reading records where the nested objects and
// lists end, and later ones jump over them: the total time stays linear.

// StringMember returns a string member of the next value, an object, or "" if there is
// none. It does not consume the value.
func StringMember(d *Decoder, name string) string {
	value := ""
	whole := d.peek(func(o *Object) {
		if string(o.Key()) != name {
			return
		}
		if value = ""; d.isString() {
			value = string(d.quoted())
		}
	})
	if !whole {
		return ""
	}
	return value
}

// HasMembers reports whether the next value, an object, has all of these members,
// or any of them. A member that is null counts as missing. It does not consume the
// value.
func HasMembers(d *Decoder, all bool, names ...string) bool {
	found := make([]bool, len(names))
	whole := d.peek(func(o *Object) {
		if at := slices.Index(names, string(o.Key())); at >= 0 {
			found[at] = d.next() != 'n'
		}
	})
	if !whole {
		return false
	}
	for _, f := range found {
		if f != all {
			return !all
		}
	}
	return all
}

// DecodeVariant reads the next value as a T. It returns nil if that fails.
func DecodeVariant[T any](d *Decoder, decode func(*T, *Decoder)) *T {
	v := new(T)
	if d.take(int(unsafe.Sizeof(*v))) {
		decode(v, d)
	}
	if d.err != nil {
		return nil
	}
	return v
}

// peek visits the members of the next value without consuming it. visit may read the
// value of a member. It reports whether the value is an object and valid JSON; an
// error is discarded, because decoding the value finds it again.
func (d *Decoder) peek(visit func(*Object)) bool {
	if d.err != nil || !d.isObject() {
		return false
	}
	pos, depth, path, hidden := d.pos, d.depth, d.path, d.hidden
	o := d.Object()
	for o.Next() {
		d.next() // skips white space
		start := d.pos
		if visit(&o); d.pos == start {
			d.skipOnce()
		}
	}
	whole := d.err == nil
	if !errors.Is(d.err, ErrTooLarge) {
		d.err = nil
	}
	d.pos, d.depth, d.path, d.hidden = pos, depth, path, hidden
	return whole
}

// span is the position of an object or a list in the JSON.
type span struct{ start, end int }

const spanSize = 2 * int(unsafe.Sizeof(int(0)))

// skipOnce skips a value. It records the spans of the objects and lists in it, and uses
// those that were recorded before.
func (d *Decoder) skipOnce() {
	if c := d.next(); c != '{' && c != '[' {
		d.skip(0)
		return
	}
	i, found := slices.BinarySearchFunc(d.spans, d.pos, func(s span, pos int) int { return cmp.Compare(s.start, pos) })
	if found {
		d.pos = d.spans[i].end
		return
	}
	d.noting = true
	d.skip(0)
	d.noting = false
}

// note begins a span at the current bracket and returns its index. The JSON is read
// from left to right, so that the spans are sorted.
func (d *Decoder) note() int {
	if !d.take(spanSize) {
		return -1
	}
	d.spans = append(d.spans, span{d.pos, len(d.data)})
	return len(d.spans) - 1
}

func (d *Decoder) isObject() bool { return d.next() == '{' }
func (d *Decoder) isString() bool { return d.next() == '"' }
