package jsoncodec

import "unsafe"

// maxPinned is the largest block that strings share. So it is also the most that
// one kept string keeps alive beside itself.
const maxPinned = 8 << 10

// arena puts the strings of one value into few blocks, one allocation each,
// instead of an allocation for each string.
type arena struct {
	block []byte // never moved once it has strings
	left  int    // bytes of JSON that were not counted yet
}

// start prepares for the strings of JSON of this length.
func (a *arena) start(length int) { a.left = length }

// end forgets the blocks: they belong to the strings now.
func (a *arena) end() { *a = arena{} }

// add returns a string with a copy of b.
func (a *arena) add(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	if len(b) > cap(a.block)-len(a.block) {
		if len(b) > maxPinned/4 {
			return string(b)
		}
		// About half of a JSON text is values of strings.
		size := min(max(a.left/2, len(b), 64), maxPinned)
		a.left -= size
		a.block = make([]byte, 0, size)
	}
	start := len(a.block)
	a.block = append(a.block, b...)
	return unsafe.String(&a.block[start], len(b))
}
