package jsoncodec

import (
	"encoding/binary"
	"unsafe"
)

// maxPinned is the largest block that strings share. It is therefore also the most
// memory that one string keeps alive besides its own.
const maxPinned = 16 << 10

// internable is the length up to which equal strings of one block share their
// bytes.
const internable = 48

// arena puts the strings of one value into few blocks, one allocation each,
// instead of an allocation for each string.
type arena struct {
	block []byte // never moved once it holds strings
	left  int    // bytes of JSON for which no block was allocated yet
	seen  *places
}

// places are where short strings are in the block, by their hash. There are no
// pointers in it: the garbage collector need not read it, and clearing it is cheap.
type places [1 << hashBits]place

const hashBits = 7

// place is where a string is in the block; its length is 0 if there is none.
type place struct{ start, length uint16 }

// start prepares for the strings of JSON of this length.
func (a *arena) start(length int) { a.left = length }

// emptied returns an arena without strings: those of the last value now belong to
// that value.
func (a *arena) emptied() arena {
	if a.block != nil && a.seen != nil {
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
		a.seen = new(places)
	}
	known := &a.seen[hash(b)]
	if int(known.length) == len(b) {
		if text := a.block[known.start:][:len(b)]; string(text) == string(b) {
			return unsafe.String(&text[0], len(text))
		}
	}
	text := a.copied(b) // may begin a block and clear what was seen
	*known = place{uint16(len(a.block) - len(b)), uint16(len(b))}
	return text
}

// hash mixes the length, the first and the last bytes of b, where ids differ. It
// must not be empty.
func hash(b []byte) uint64 {
	const odd1, odd2 = 0x9e3779b97f4a7c15, 0xc2b2ae3d27d4eb4f // any with about as many ones as zeros
	n := len(b)
	var first, last uint64
	switch {
	case n >= 8:
		first, last = binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[n-8:])
	case n >= 4:
		first, last = uint64(binary.LittleEndian.Uint32(b)), uint64(binary.LittleEndian.Uint32(b[n-4:]))
	default:
		first, last = uint64(b[0])<<8|uint64(b[n/2]), uint64(b[n-1])
	}
	mixed := (first ^ uint64(n)) * odd1
	mixed += last * odd2
	return mixed >> (64 - hashBits) // the high bits of a product depend on all bits
}

func (a *arena) copied(b []byte) string {
	if len(b) > cap(a.block)-len(a.block) {
		if len(b) > maxPinned/4 {
			return string(b)
		}
		a.begin(len(b))
	}
	start := len(a.block)
	a.block = a.block[:start+len(b)] // unlike append, this does not store the pointer again, which the collector would note
	copy(a.block[start:], b)
	return unsafe.String(&a.block[start], len(b))
}

// begin begins a block that has room for at least so many bytes.
func (a *arena) begin(atLeast int) {
	// About half of a JSON text is string values.
	size := min(max(a.left/2, atLeast, 64), maxPinned)
	a.left -= size
	a.block = make([]byte, 0, size)
	if a.seen != nil {
		clear(a.seen[:])
	}
}
