package jsoncodec

// This file handles values that are one of several objects. They are read twice:
// first to find out which object it is, then to decode it.

// StringMember returns a member of an object that is a string, "" if there is none.
func StringMember(object []byte, name string) string {
	d := NewDecoder(object)
	value := ""
	if d.isObject() {
		for o := d.Object(); o.Next(); {
			if string(o.Key()) == name {
				value = ""
				if d.isString() {
					DecodeString(&value, d)
					continue
				}
			}
			d.Skip()
		}
	}
	if d.Finish() != nil {
		return ""
	}
	return value
}

// HasMembers reports whether an object has all of these members, or any of them. A
// member that is null counts as missing.
func HasMembers(object []byte, all bool, names ...string) bool {
	d := NewDecoder(object)
	found := make([]bool, len(names))
	if d.isObject() {
		for o := d.Object(); o.Next(); {
			at := -1
			for i, name := range names {
				if string(o.Key()) == name {
					at = i
				}
			}
			null := d.Null()
			if at >= 0 {
				found[at] = !null
			}
			if !null {
				d.Skip()
			}
		}
	}
	if d.Finish() != nil {
		return false
	}
	for _, f := range found {
		if f != all {
			return !all
		}
	}
	return all
}

// DecodeVariant decodes JSON that DecodeRaw has read before into a T. Its error is
// that of the value that d is reading.
func DecodeVariant[T any](raw []byte, d *Decoder, decode func(*T, *Decoder)) *T {
	inner := NewDecoder(raw)
	inner.memory, inner.depth = d.memory, d.depth
	v := new(T)
	decode(v, inner)
	d.memory = inner.memory
	if inner.err != nil {
		d.Fail(inner.err)
		d.path, d.hidden = inner.path, inner.hidden
		v = nil
	}
	_ = inner.Finish() // its error is that of d already
	return v
}

func (d *Decoder) isObject() bool { return d.next() == '{' }
func (d *Decoder) isString() bool { return d.next() == '"' }
