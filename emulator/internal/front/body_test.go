package front

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator/internal/platform"
)

func TestBodyMembers(t *testing.T) {
	body := ParseBody([]byte(`{"s":"x","n":4294967295,"b":false,"m":{"A":"1","B":""},
		"o":{"deep":[1,{"x":null}]},"null":null,"unknown":{}}`))
	assert.Equal(t, "x", *body.String("s"))
	assert.Equal(t, uint32(4294967295), *body.Uint32("n"))
	assert.False(t, *body.Bool("b"))
	assert.Equal(t, map[string]string{"A": "1", "B": ""}, body.StringMap("m"))
	assert.Equal(t, map[string]any{"deep": []any{1.0, map[string]any{"x": nil}}}, body.Object("o"))
	require.NoError(t, body.Err())
}

func TestBodyNullAndAbsentAreNotSet(t *testing.T) {
	for _, data := range []string{`{"x":null}`, `{}`, ``, ` `, `null`, `{"X":"names are case-sensitive"}`} {
		body := ParseBody([]byte(data))
		assert.Nil(t, body.String("x"), data)
		assert.Nil(t, body.Uint32("x"), data)
		assert.Nil(t, body.Bool("x"), data)
		assert.Nil(t, body.StringMap("x"), data)
		assert.Nil(t, body.Object("x"), data)
		require.NoError(t, body.Err(), data)
	}
}

func TestBodyRejects(t *testing.T) {
	tests := []struct {
		data, name string
		read       func(*Body)
	}{
		{`[]`, "body", func(*Body) {}},
		{`"text"`, "body", func(*Body) {}},
		{`{"x":1`, "body", func(*Body) {}},
		{`{} {}`, "body", func(*Body) {}},
		{`{"x":1}`, "x", func(b *Body) { b.String("x") }},
		{`{"x":-1}`, "x", func(b *Body) { b.Uint32("x") }},
		{`{"x":1.5}`, "x", func(b *Body) { b.Uint32("x") }},
		{`{"x":4294967296}`, "x", func(b *Body) { b.Uint32("x") }},
		{`{"x":"1"}`, "x", func(b *Body) { b.Uint32("x") }},
		{`{"x":"true"}`, "x", func(b *Body) { b.Bool("x") }},
		{`{"x":{"A":1}}`, "x", func(b *Body) { b.StringMap("x") }},
		{`{"x":{"A":null}}`, "x", func(b *Body) { b.StringMap("x") }},
		{`{"x":["A"]}`, "x", func(b *Body) { b.StringMap("x") }},
		{`{"x":[1]}`, "x", func(b *Body) { b.Object("x") }},
		{`{"x":{"":"1"}}`, "x", func(b *Body) { b.Variables("x") }},
		{`{"x":{"A=B":"1"}}`, "x", func(b *Body) { b.Variables("x") }},
		{`{"x":{"A":"\u0000"}}`, "x", func(b *Body) { b.Variables("x") }},
		{`{"x":{"A":1}}`, "x", func(b *Body) { b.Variables("x") }},
		{`[]`, "body", func(b *Body) { b.RequiredString("x") }},
		{`{"y":1`, "body", func(b *Body) { b.RequiredString("x"); b.Uint32("y") }},
	}
	for _, test := range tests {
		body := ParseBody([]byte(test.data))
		test.read(body)
		err, ok := body.Err().(*InvalidError)
		require.True(t, ok, test.data)
		require.Len(t, err.Arguments, 1, test.data)
		assert.Equal(t, test.name, err.Arguments[0].Argument, test.data)
		assert.Equal(t, platform.ReasonFormat, err.Arguments[0].Reason, test.data)
		assert.NotEmpty(t, err.Arguments[0].Help, test.data)
	}
}

func TestBodyRequiredString(t *testing.T) {
	for _, data := range []string{`{}`, `{"x":null}`, `{"x":""}`} {
		body := ParseBody([]byte(data))
		body.RequiredString("x")
		assert.Equal(t, &InvalidError{[]platform.ArgumentError{{Argument: "x", Reason: platform.ReasonRequired, Help: "x is required"}}}, body.Err(), data)
	}
	body := ParseBody([]byte(`{"x":7}`))
	body.RequiredString("x")
	assert.Equal(t, &InvalidError{[]platform.ArgumentError{{Argument: "x", Reason: platform.ReasonFormat, Help: "must be a string"}}}, body.Err(),
		"one argument is complained about once")
}
