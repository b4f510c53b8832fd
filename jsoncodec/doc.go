// Package jsoncodec encodes and decodes JSON without reflection. It is what the
// generated models call; a model is two functions over an [Encoder] and a
// [Decoder]:
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
//		for o := d.Object(); o.Next(); {
//			switch string(o.Key()) {
//			case "x":
//				jsoncodec.DecodeInt64(&m.X, d)
//			default:
//				d.Skip()
//			}
//		}
//	}
//
// Both keep the first error, so that nothing has to be checked between the
// calls: [Encoder.Finish] and [Decoder.Finish] return it. Errors of a Decoder
// name the place ("functions[3].min_scale") and never quote a value, which may
// be a secret.
//
// A Decoder takes what encoding/json takes, with these differences: names of
// fields are matched exactly; null makes every value zero, and so does a field
// that is missing; the last of several fields with one name wins as a whole;
// 64-bit integers may be strings; values nested deeper than [MaxDepth] are
// refused, so that everything that was decoded can be encoded again.
package jsoncodec

// MaxDepth limits how deep objects and lists may be nested, in both directions.
// It is beyond everything that is not a value that contains itself.
const MaxDepth = 1000
