package jsoncodec

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
