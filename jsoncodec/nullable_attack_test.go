package jsoncodec

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestNullableReadsLikeEncodingJSON, whatever a server sends: the codec and
// encoding/json must agree on what is an error, what is null and what the value is.
func TestNullableReadsLikeEncodingJSON(t *testing.T) {
	for _, text := range []string{
		`null`, ` null `, `"null"`, `""`, `"a"`, `"\u0000"`, `"\ud800"`, "\"\xff\"", `"a`, `nul`, `nulll`, `Null`, `NULL`, `1`, `true`, `{}`, `[]`,
		`null null`, `"a" null`, `null,`, ``, ` `, "\x00", "\ufeffnull", `'a'`, `[null]`, "\t\r\nnull\n",
	} {
		var want, got Nullable[string]
		wantErr := json.Unmarshal([]byte(text), &want)
		d := NewDecoder([]byte(text))
		DecodeNullable(&got, d, DecodeString)
		err := d.Finish()
		assert.Equal(t, wantErr != nil, err != nil, "%q: %v, and encoding/json %v", text, err, wantErr)
		if err == nil {
			assert.Equal(t, want, got, "%q", text)
			assert.False(t, got.IsZero(), "%q", text)
		}
	}
}

// TestNullableForgetsWhatItWas: a value is not left behind a null, nor a null behind a
// failure.
func TestNullableForgetsWhatItWas(t *testing.T) {
	n := Value("secret")
	d := NewDecoder([]byte("null"))
	DecodeNullable(&n, d, DecodeString)
	require.NoError(t, d.Finish())
	assert.Equal(t, Null[string](), n)

	n = Value("secret")
	require.NoError(t, json.Unmarshal([]byte("null"), &n))
	assert.Equal(t, Null[string](), n)

	n = Value("kept")
	require.Error(t, json.Unmarshal([]byte("7"), &n))
	assert.Equal(t, Value("kept"), n, "encoding/json leaves a string as it was, too")

	nested := Value(Value("x"))
	data, err := json.Marshal(nested)
	require.NoError(t, err)
	assert.Equal(t, `"x"`, string(data))
	copied := n // a copy shares nothing that Unmarshal changes
	require.NoError(t, json.Unmarshal([]byte(`"new"`), &n))
	assert.Equal(t, Value("kept"), copied)
}
