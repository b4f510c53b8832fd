// Package jsoncodec encodes and decodes JSON without reflection. Generated models
// call it; a model has two functions, which use an [Encoder] and a [Decoder]:
//
//	func (m *Point) encode(e *jsoncodec.Encoder) {
//		e.BeginObject()
//		e.Field("x")
//		jsoncodec.EncodeInt64(&m.X, e)
//		e.EndObject()
//	}
//
//	func (m *Point) decode(d *jsoncodec.Decoder) {
//		*m = Point{}
//		o := d.Object()
//		for o.Next() {
//			switch string(o.Key()) {
//			case "x":
//				jsoncodec.DecodeInt64(&m.X, d)
//			default:
//				d.Skip()
//			}
//		}
//	}
//
// The iterator o is declared before the loop and not in its for clause, where Go would
// copy it for each field.
//
// Both keep the first error, so nothing has to be checked between the calls:
// [Encoder.Finish] and [Decoder.Finish] return it. Errors of a Decoder name the
// place ("functions[3].min_scale") and never quote a value, which may be a secret.
//
// A Decoder accepts what encoding/json accepts, with these differences: names of
// fields are matched exactly; null sets every value to zero, and so does a missing
// field; of several fields with one name the last replaces the others; 64-bit
// integers may be strings; values nested deeper than [MaxDepth] are refused, so that
// everything that was decoded can be encoded again.
package jsoncodec

// MaxDepth limits how deep objects and lists may be nested, when encoding and when
// decoding. Only values that contain themselves come near it.
const MaxDepth = 1000
