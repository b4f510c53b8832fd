package dialect

import "github.com/rumpl/gosc/gen/internal/model"

// Scalar returns the Go type of a JSON type with a format, also of the habit of
// writing "type: number, format: uint32". Unknown formats say nothing about the
// encoding. No format makes a float32: that corrupts sizes.
func Scalar(jsonType, format string) (model.Kind, bool) { return model.ScalarOf(jsonType, format) }
