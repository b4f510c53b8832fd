package jsoncodec

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNullable(t *testing.T) {
	type request struct {
		Size Nullable[int32] `json:"size,omitzero"`
	}
	for text, n := range map[string]Nullable[int32]{`{}`: {}, `{"size":null}`: Null[int32](), `{"size":0}`: Value(int32(0)), `{"size":7}`: Value(int32(7))} {
		data, err := json.Marshal(request{n})
		require.NoError(t, err)
		assert.Equal(t, text, string(data))
		var back request
		require.NoError(t, json.Unmarshal(data, &back))
		assert.Equal(t, n, back.Size)

		got := encoded(t, func(e *Encoder) {
			e.BeginObject()
			if !n.IsZero() {
				e.Field("size")
				EncodeNullable(&n, e, EncodeInt32)
			}
			e.EndObject()
		})
		assert.Equal(t, text, got)

		var decoded Nullable[int32]
		d := NewDecoder(data)
		o := d.Object()
		for o.Next() {
			DecodeNullable(&decoded, d, DecodeInt32)
		}
		require.NoError(t, d.Finish())
		assert.Equal(t, n, decoded)
	}
}

func TestNullableStates(t *testing.T) {
	var zero Nullable[string]
	assert.True(t, zero.IsZero())
	assert.False(t, zero.IsNull())
	assert.False(t, Null[string]().IsZero())
	assert.True(t, Null[string]().IsNull())
	v, ok := Value("").Get()
	assert.True(t, ok)
	assert.Empty(t, v)
	_, ok = Null[string]().Get()
	assert.False(t, ok)
	assert.Error(t, new(Nullable[int]).UnmarshalJSON([]byte(`"x"`)))
}

// TestNullableDuration checks that a duration is the same text with encoding/json as in
// a model.
func TestNullableDuration(t *testing.T) {
	data, err := json.Marshal(Value(90 * time.Second))
	require.NoError(t, err)
	assert.Equal(t, `"90s"`, string(data))
	var back Nullable[time.Duration]
	require.NoError(t, json.Unmarshal([]byte(`"1.5s"`), &back))
	assert.Equal(t, Value(1500*time.Millisecond), back)
	require.NoError(t, json.Unmarshal([]byte(`null`), &back))
	assert.True(t, back.IsNull())
	require.Error(t, json.Unmarshal([]byte(`"soon"`), &back))
}
