package jsoncodec

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func encoded(t *testing.T, write func(*Encoder)) string {
	t.Helper()
	e := NewEncoder()
	write(e)
	data, err := e.Finish()
	require.NoError(t, err)
	require.True(t, json.Valid(data), "%s", data)
	return string(data)
}

func TestEncode(t *testing.T) {
	for want, write := range map[string]func(*Encoder){
		`"a"`:                              func(e *Encoder) { EncodeString(new("a"), e) },
		"\"\\\"\\\\\\n\u2028é\\u0000<&>\"": func(e *Encoder) { EncodeString(new("\"\\\n\u2028é\x00<&>"), e) },
		"\"a\ufffdb\"":                     func(e *Encoder) { EncodeString(new("a\xff\xffb"), e) },
		`true`:                             func(e *Encoder) { EncodeBool(new(true), e) },
		`-2147483648`:                      func(e *Encoder) { EncodeInt32(new(int32(math.MinInt32)), e) },
		`4294967295`:                       func(e *Encoder) { EncodeUint32(new(uint32(math.MaxUint32)), e) },
		`-9223372036854775808`:             func(e *Encoder) { EncodeInt64(new(int64(math.MinInt64)), e) },
		`18446744073709551615`:             func(e *Encoder) { EncodeUint64(new(uint64(math.MaxUint64)), e) },
		`0.5`:                              func(e *Encoder) { EncodeFloat64(new(0.5), e) },
		`"2020-06-20T15:40:53.000412+02:00"`: func(e *Encoder) {
			EncodeTime(new(time.Date(2020, 6, 20, 15, 40, 53, 412000, time.FixedZone("", 7200))), e)
		},
		`"1.5s"`:       func(e *Encoder) { EncodeDuration(new(1500*time.Millisecond), e) },
		`"AAEC"`:       func(e *Encoder) { EncodeBytes(&[]byte{0, 1, 2}, e) },
		`""`:           func(e *Encoder) { EncodeBytes(new([]byte), e) },
		`[1,{"a": 2}]`: func(e *Encoder) { EncodeRaw(new(json.RawMessage(`[1,{"a": 2}]`)), e) },
		`null`:         func(e *Encoder) { EncodeRaw(new(json.RawMessage), e) },
		`[]`:           func(e *Encoder) { EncodeSlice(nil, e, EncodeString[string]) },
		`{}`:           func(e *Encoder) { EncodeMap(nil, e, EncodeString[string]) },
		`["a",null]`:   func(e *Encoder) { EncodeSlice([]*string{new("a"), nil}, e, PointerEncoder[string](EncodeString)) },
		`{"a":{"x":"1","y":"2"},"b":{}}`: func(e *Encoder) {
			EncodeMap(map[string]map[string]string{"b": nil, "a": {"y": "2", "x": "1"}}, e, func(v *map[string]string, e *Encoder) { EncodeMap(*v, e, EncodeString) })
		},
		`{"f":0.5,"i":1,"l":[true,2],"m":{"k":"v"},"n":null,"s":["a"],"t":12,"u":null,"v":null}`: func(e *Encoder) {
			EncodeObject(&map[string]any{"i": 1, "f": 0.5, "n": nil, "l": []any{true, int64(2)}, "m": map[string]string{"k": "v"}, "s": []string{"a"},
				"t": json.Number("12"), "u": map[string]any(nil), "v": []any(nil)}, e)
		},
	} {
		assert.Equal(t, want, encoded(t, write))
	}
}

func TestEncodeRefuses(t *testing.T) {
	self := map[string]any{}
	self["self"] = self
	loop := []any{nil}
	loop[0] = loop
	cycle := &everything{}
	cycle.Self = cycle
	for name, write := range map[string]func(*Encoder){
		"NaN":            func(e *Encoder) { EncodeFloat64(new(math.NaN()), e) },
		"infinite":       func(e *Encoder) { EncodeAny(new(any(math.Inf(-1))), e) },
		"function":       func(e *Encoder) { EncodeAny(new(any(func() {})), e) },
		"itself":         func(e *Encoder) { EncodeObject(&self, e) },
		"list of itself": func(e *Encoder) { EncodeAny(new(any(loop)), e) },
		"model cycle":    cycle.encode,
		"year 10000":     func(e *Encoder) { EncodeTime(new(time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)), e) },
		"raw":            func(e *Encoder) { EncodeRaw(new(json.RawMessage(`{`)), e) },
	} {
		t.Run(name, func(t *testing.T) {
			e := NewEncoder()
			write(e)
			data, err := e.Finish()
			assert.Error(t, err)
			assert.Nil(t, data)
			assert.Equal(t, `"a"`, encoded(t, func(e *Encoder) { EncodeString(new("a"), e) }), "the next Encoder is fresh")
		})
	}
}

func TestKey(t *testing.T) {
	key := Key(EncodeString[string])
	assert.Equal(t, key(new("a")), key(new("a")))
	assert.NotEqual(t, key(new("a")), key(new("b")))
}
