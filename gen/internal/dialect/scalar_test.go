package dialect

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/rumpl/gosc/gen/internal/model"
)

func TestScalar(t *testing.T) {
	for _, tc := range []struct {
		jsonType, format string
		want             model.Kind
	}{
		{"boolean", "", model.Bool},
		{"string", "", model.String}, {"string", "uuid", model.String}, {"string", "uint64", model.String},
		{"string", "date-time", model.Time}, {"string", "byte", model.Bytes}, {"string", "date", model.String},
		{"string", "google-duration", model.Duration},
		{"integer", "", model.Int64}, {"integer", "int32", model.Int32}, {"integer", "int64", model.Int64},
		{"integer", "uint32", model.Uint32}, {"integer", "uint64", model.Uint64}, {"integer", "strange", model.Int64},
		{"number", "", model.Float64}, {"number", "float", model.Float64}, {"number", "double", model.Float64},
		{"number", "uint32", model.Uint32}, {"number", "int64", model.Int64},
	} {
		got, ok := Scalar(tc.jsonType, tc.format)
		assert.True(t, ok)
		assert.Equal(t, tc.want, got, "%s %s", tc.jsonType, tc.format)
	}
	for _, jsonType := range []string{"", "object", "array", "file"} {
		_, ok := Scalar(jsonType, "")
		assert.False(t, ok, jsonType)
	}
}
