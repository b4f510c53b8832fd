package jsoncodec

import (
	"encoding/binary"
	"errors"
	"io"
	"math/bits"
	"unicode/utf16"
	"unicode/utf8"
)

// This file reads the grammar of JSON, and accepts exactly what encoding/json
// accepts.

// maxSkipDepth limits how deep an unknown field may be nested, as encoding/json
// limits everything.
const maxSkipDepth = 10000

var errSyntax = errors.New("is not valid JSON")

// syntax fails at the Decoder's current place.
func (d *Decoder) syntax() {
	if d.pos >= len(d.data) {
		d.Fail(io.ErrUnexpectedEOF)
	} else {
		d.Fail(errSyntax)
	}
}

// next skips white space and returns the first byte after it, 0 at the end.
func (d *Decoder) next() byte {
	for d.pos < len(d.data) {
		c := d.data[d.pos]
		if c > ' ' || c != ' ' && c != '\n' && c != '\t' && c != '\r' {
			return c
		}
		d.pos++
	}
	return 0
}

// Constants for testing eight bytes at once.
const (
	lowBits  = 0x0101010101010101
	highBits = 0x8080808080808080
)

// special returns the index of the first byte of b that ends a string or needs
// special treatment: a quote, a backslash, a control character, or one that is not
// ASCII. It returns len(b) if there is none.
func special(b []byte) int {
	i := 0
	for ; i+8 <= len(b); i += 8 {
		v := binary.LittleEndian.Uint64(b[i:])
		// A subtraction sets the high bit of each byte that is less than what is
		// subtracted. It may also set those of later bytes, but the first one is right.
		found := ((v ^ '"'*lowBits) - lowBits) | ((v ^ '\\'*lowBits) - lowBits) | (v - ' '*lowBits) | v
		if found &= highBits; found != 0 {
			return i + bits.TrailingZeros64(found)/8
		}
	}
	for ; i < len(b); i++ {
		if c := b[i]; c == '"' || c == '\\' || c < ' ' || c >= utf8.RuneSelf {
			return i
		}
	}
	return i
}

// quoted reads a string. The result is valid until the next value is read; it is a
// part of the input if nothing in it had to be changed.
func (d *Decoder) quoted() []byte {
	if d.next() != '"' {
		d.wrongType("string")
		return nil
	}
	d.changed = false
	start := d.pos + 1
	end := start + special(d.data[start:])
	if end < len(d.data) && d.data[end] == '"' {
		d.pos = end + 1
		return d.data[start:end:end]
	}
	return d.unusual(start, end)
}

// unusual reads the rest of a string that begins at start and is ASCII up to i, where
// something other than a quote is.
func (d *Decoder) unusual(start, i int) []byte {
	for i < len(d.data) {
		switch c := d.data[i]; {
		case c == '"':
			d.pos = i + 1
			if text := d.data[start:i:i]; utf8.Valid(text) {
				return text
			}
			d.changed = true
			return replaceInvalid(d.data[start:i])
		case c == '\\':
			return d.escaped(start, i)
		case c < ' ':
			d.pos = i
			d.syntax()
			return nil
		}
		i++
		i += special(d.data[i:])
	}
	d.pos = i
	d.syntax()
	return nil
}

// escaped reads the rest of a string whose first backslash is at i.
func (d *Decoder) escaped(start, i int) []byte {
	out := append(d.scratch[:0], d.data[start:i]...)
	for i < len(d.data) {
		n := special(d.data[i:])
		out = append(out, d.data[i:i+n]...)
		i += n
		d.pos = i
		if i >= len(d.data) {
			break
		}
		switch c := d.data[i]; {
		case c == '"':
			d.pos = i + 1
			d.scratch, d.changed = out, true
			if !utf8.Valid(out) {
				return replaceInvalid(out)
			}
			return out
		case c >= utf8.RuneSelf:
			out = append(out, c)
			i++
		case c == '\\':
			var size int
			if out, size = d.escape(out, d.data[i:]); size == 0 {
				d.Fail(errSyntax)
				return nil
			}
			i += size
		default:
			d.syntax()
			return nil
		}
	}
	d.syntax()
	return nil
}

// escape appends the character of an escape and returns the escape's length, 0 if it
// is not valid.
func (d *Decoder) escape(out, b []byte) ([]byte, int) {
	if len(b) < 2 {
		return out, 0
	}
	switch b[1] {
	case '"', '\\', '/':
		return append(out, b[1]), 2
	case 'b':
		return append(out, '\b'), 2
	case 'f':
		return append(out, '\f'), 2
	case 'n':
		return append(out, '\n'), 2
	case 'r':
		return append(out, '\r'), 2
	case 't':
		return append(out, '\t'), 2
	case 'u':
		r := hexRune(b)
		if r < 0 {
			return out, 0
		}
		if utf16.IsSurrogate(r) {
			if pair := utf16.DecodeRune(r, hexRune(b[6:])); pair != utf8.RuneError {
				return utf8.AppendRune(out, pair), 12
			}
			r = utf8.RuneError
		}
		return utf8.AppendRune(out, r), 6
	}
	return out, 0
}

// hexRune returns the number in an escape like \u00e9, -1 if there is none.
func hexRune(b []byte) rune {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return -1
	}
	var r rune
	for _, c := range b[2:6] {
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c && c <= 'f':
			c -= 'a' - 10
		case 'A' <= c && c <= 'F':
			c -= 'A' - 10
		default:
			return -1
		}
		r = r<<4 | rune(c)
	}
	return r
}

// replaceInvalid replaces each byte that is not UTF-8 by U+FFFD, as encoding/json
// does.
func replaceInvalid(b []byte) []byte {
	var out []byte
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		out, b = utf8.AppendRune(out, r), b[n:]
	}
	return out
}

// number reads a number and returns its text.
func (d *Decoder) number() []byte {
	c := d.next()
	if c != '-' && (c < '0' || c > '9') {
		d.wrongType("number")
		return nil
	}
	start := d.pos
	if c == '-' {
		d.pos++
	}
	if d.pos < len(d.data) && d.data[d.pos] == '0' {
		if d.pos++; d.pos < len(d.data) && d.data[d.pos]-'0' <= 9 {
			d.syntax()
			return nil
		}
	} else if !d.digits() {
		return nil
	}
	if d.pos < len(d.data) && d.data[d.pos] == '.' {
		d.pos++
		if !d.digits() {
			return nil
		}
	}
	if d.pos < len(d.data) && d.data[d.pos]|0x20 == 'e' {
		d.pos++
		if d.pos < len(d.data) && (d.data[d.pos] == '+' || d.data[d.pos] == '-') {
			d.pos++
		}
		if !d.digits() {
			return nil
		}
	}
	return d.data[start:d.pos]
}

// digits skips one or more digits.
func (d *Decoder) digits() bool {
	start := d.pos
	for d.pos < len(d.data) && d.data[d.pos]-'0' <= 9 {
		d.pos++
	}
	if d.pos == start {
		d.syntax()
	}
	return d.pos > start
}

// word skips true, false or null.
func (d *Decoder) word(w string) bool {
	if len(d.data)-d.pos < len(w) || string(d.data[d.pos:d.pos+len(w)]) != w {
		d.Fail(errSyntax)
		return false
	}
	d.pos += len(w)
	return true
}

// Null reports whether the next value is null, and skips it if so.
func (d *Decoder) Null() bool {
	if d.next() != 'n' {
		return false
	}
	d.word("null")
	return true
}

// skip skips a value of any type.
func (d *Decoder) skip(depth int) {
	switch c := d.next(); c {
	case '"':
		d.quoted()
	case 't':
		d.word("true")
	case 'f':
		d.word("false")
	case 'n':
		d.word("null")
	case '{', '[':
		if depth >= maxSkipDepth {
			d.Fail(errTooDeep)
			return
		}
		at := -1
		if d.noting {
			at = d.note()
		}
		d.pos++
		if d.skipInside(c+2, depth+1); at >= 0 {
			d.spans[at].end = d.pos
		}
	default:
		d.number()
	}
}

// skipInside skips the rest of an object or a list, which ends with end.
func (d *Decoder) skipInside(end byte, depth int) {
	if d.next() == end {
		d.pos++
		return
	}
	for d.err == nil {
		if end == '}' {
			d.quoted()
			d.colon()
		}
		if d.err == nil {
			d.skip(depth)
		}
		if d.err != nil {
			return
		}
		switch d.next() {
		case end:
			d.pos++
			return
		case ',':
			d.pos++
		default:
			d.syntax()
		}
	}
}

func (d *Decoder) colon() {
	if d.next() != ':' {
		d.syntax()
		return
	}
	d.pos++
}

// wrongType fails because the next value does not have the wanted type.
func (d *Decoder) wrongType(wanted string) {
	got := ""
	switch c := d.next(); {
	case c == '{':
		got = "an object"
	case c == '[':
		got = "a list"
	case c == '"':
		got = "a string"
	case c == '-' || '0' <= c && c <= '9':
		got = "a number"
	case c == 't' || c == 'f':
		got = "a boolean"
	case c == 'n':
		got = "null"
	default:
		d.syntax()
		return
	}
	d.Fail(errors.New("is " + got + ", not a " + wanted))
}
