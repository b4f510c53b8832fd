package dialect

import "github.com/rumpl/gosc/gen/internal/model"

// Scalar returns the Go type of a JSON type with a format, including Scaleway's
// "type: number, format: uint32". Unknown formats do not affect the encoding. No
// format becomes a float32, which would corrupt sizes.
func Scalar(jsonType, format string) (model.Kind, bool) { return model.ScalarOf(jsonType, format) }
