package jsoncodec

import "unsafe"

// maxPinned is the largest block that strings share. It is therefore also the most
// memory that one string keeps alive besides its own.
const maxPinned = 16 << 10

// internable is the length up to which equal strings of one value share their
// bytes.
const internable = 48

// arena puts the strings of one value into few blocks, one allocation each,
// instead of an allocation for each string.
type arena struct {
	block []byte // never moved once it holds strings
	left  int    // bytes of JSON for which no block was allocated yet
	seen  *[internSlots]string
	used  bool // seen is not empty
}

const internSlots = 128

// start prepares for the strings of JSON of this length.
func (a *arena) start(length int) { a.left = length }

// emptied returns an arena without strings: those of the last value now belong to
// that value.
func (a *arena) emptied() arena {
	if a.used {
		clear(a.seen[:])
	}
	return arena{seen: a.seen}
}

// add returns a string with a copy of b, or an equal one that was added before: a
// page repeats the same region, runtime and namespace.
func (a *arena) add(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	if len(b) > internable {
		return a.copied(b)
	}
	if a.seen == nil {
		a.seen = new([internSlots]string)
	}
	a.used = true
	slot := &a.seen[hash(b)%internSlots]
	if *slot != string(b) {
		*slot = a.copied(b)
	}
	return *slot
}

// hash mixes the length, the first and the last bytes, where ids differ.
func hash(b []byte) uint32 {
	n := len(b)
	h := uint32(n)
	for _, c := range b[:min(4, n)] {
		h = h*31 + uint32(c)
	}
	for _, c := range b[max(0, n-4):] {
		h = h*31 + uint32(c)
	}
	return h ^ h>>7
}

func (a *arena) copied(b []byte) string {
	if len(b) > cap(a.block)-len(a.block) {
		if len(b) > maxPinned/4 {
			return string(b)
		}
		// About half of a JSON text is string values.
		size := min(max(a.left/2, len(b), 64), maxPinned)
		a.left -= size
		a.block = make([]byte, 0, size)
	}
	start := len(a.block)
	a.block = append(a.block, b...)
	return unsafe.String(&a.block[start], len(b))
}
