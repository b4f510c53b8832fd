package jsoncodec

import (
	"fmt"
	"io"
)

// hidden replaces a secret.
const hidden = "REDACTED"

// EncodeSecret writes a string that is a secret: unchanged, unless the Encoder is
// that of Printable.
func EncodeSecret[T ~string](v *T, e *Encoder) {
	if e.hide && *v != "" {
		e.string(hidden)
		return
	}
	e.string(string(*v))
}

// Printable returns what encode writes, with a mark in place of each secret. The
// result is for people: for a value that cannot be encoded, it is the reason.
func Printable(encode func(*Encoder)) string {
	e := NewEncoder()
	e.hide = true
	encode(e)
	data, err := e.Finish()
	if err != nil {
		return "(" + err.Error() + ")"
	}
	return string(data)
}

// FormatPrintable implements [fmt.Formatter] for a value with secrets in it, given
// its printable text. A String method alone is not enough: fmt goes around it for
// verbs that are not for strings, and shows all fields.
func FormatPrintable(f fmt.State, verb rune, printable string) {
	switch {
	case verb == 'q', verb == 'x', verb == 'X', verb == 's', verb == 'v' && !f.Flag('#'):
		fmt.Fprintf(f, fmt.FormatString(f, verb), printable)
	default:
		_, _ = io.WriteString(f, printable)
	}
}
