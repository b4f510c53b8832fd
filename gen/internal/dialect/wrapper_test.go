package dialect

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWrapper(t *testing.T) {
	for name, want := range map[string]string{
		"google.protobuf.StringValue": "string", "google.protobuf.BoolValue": "bool", "google.protobuf.UInt32Value": "uint32",
		"google.protobuf.Int32Value": "int32", "google.protobuf.UInt64Value": "uint64", "google.protobuf.Int64Value": "int64",
		"google.protobuf.FloatValue": "float64", "google.protobuf.DoubleValue": "float64", "google.protobuf.Timestamp": "time.Time",
		"google.protobuf.Duration": "time.Duration", "google.protobuf.Struct": "map[string]any", "google.protobuf.Value": "any",
		"google.protobuf.ListValue": "[]any", "google.protobuf.BytesValue": "[]byte",
		"scaleway.std.StringsValue": "[]string", "scaleway.std.MapStringStringValue": "map[string]string",
	} {
		got, ok := Wrapper(name)
		if assert.True(t, ok, name) {
			assert.Equal(t, want, got.Go(), name)
			assert.True(t, got.Nullable, name)
		}
	}
	_, ok := Wrapper("scaleway.std.File")
	assert.False(t, ok, "a real type")

	first, _ := Wrapper("google.protobuf.StringValue")
	first.Nullable = false
	second, _ := Wrapper("google.protobuf.StringValue")
	assert.True(t, second.Nullable, "each gets a copy of its own")
}
