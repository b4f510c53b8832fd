package jsoncodec

import (
	"errors"
	"fmt"
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

type hiding struct{ secret string }

func (h hiding) Format(f fmt.State, verb rune) {
	FormatPrintable(f, verb, `shown "x"`)
}

func TestFormatPrintableWithEveryVerb(t *testing.T) {
	for format, want := range map[string]string{
		"%v": `shown "x"`, "%+v": `shown "x"`, "%#v": `shown "x"`, "%s": `shown "x"`, "%q": `"shown \"x\""`, "%12v|": `   shown "x"|`,
		"%x": fmt.Sprintf("%x", `shown "x"`), "%d": `shown "x"`, "%t": `shown "x"`, "%c": `shown "x"`, "%z": `shown "x"`,
	} {
		assert.Equal(t, want, fmt.Sprintf(format, hiding{"hunter2"}), format)
	}
}
