package jsoncodec

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSecretsAreEncodedButNotPrinted(t *testing.T) {
	secret, empty := "hunter2", ""
	encode := func(e *Encoder) {
		if e.BeginObject() {
			e.Field("key")
			EncodeString(&secret, e)
			e.Field("value")
			EncodeSecret(&secret, e)
			e.Field("none")
			EncodeSecret(&empty, e)
			e.Field("pointer")
			EncodePointer(&secret, e, EncodeSecret[string])
			e.EndObject()
		}
	}
	assert.Equal(t, `{"key":"hunter2","value":"REDACTED","none":"","pointer":"REDACTED"}`, Printable(encode))
	e := NewEncoder()
	encode(e)
	data, err := e.Finish()
	require.NoError(t, err)
	assert.Equal(t, `{"key":"hunter2","value":"hunter2","none":"","pointer":"hunter2"}`, string(data))
	assert.Equal(t, "(cannot)", Printable(func(e *Encoder) { e.Fail(errors.New("cannot")) }))
}
