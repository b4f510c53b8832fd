package jsoncodec

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDecode(t *testing.T) {
	for name, tc := range map[string]struct {
		json string
		want everything
	}{
		"null":                {`null`, everything{}},
		"null fields":         {`{"string":null,"bool":null,"int32":null,"uint32":null,"int64":null,"uint64":null,"float64":null,"time":null,"duration":null,"bytes":null,"raw":null,"any":null,"object":null,"pointer":null,"list":null,"map":null,"lists":null,"holes":null,"self":null,"selves":null}`, everything{}},
		"unknown fields":      {`{"x":{"y":[1,{"z":null}]},"string":"s","w":1e999}`, everything{String: "s"}},
		"last one wins":       {`{"string":"a","map":{"A":"1"},"string":"b","map":{"B":"2"}}`, everything{String: "b", Map: map[string]string{"B": "2"}}},
		"last one is null":    {`{"string":"a","pointer":"x","string":null,"pointer":null}`, everything{}},
		"keys after others":   {"{\"\\u006dap\":{\"a\\n\":\"1\",\"b\":\"2\",\"\xff\":\"3\",\"c\":\"4\"},\"\xff\":1,\"string\":\"s\"}", everything{String: "s", Map: map[string]string{"a\n": "1", "b": "2", "\ufffd": "3", "c": "4"}}},
		"escaped key":         {`{"str\u0069ng":"s"}`, everything{String: "s"}},
		"other case":          {`{"String":"s"}`, everything{}},
		"bounds":              {`{"int32":-2147483648,"uint32":4294967295,"int64":-9223372036854775808,"uint64":18446744073709551615}`, everything{Int32: math.MinInt32, Uint32: math.MaxUint32, Int64: math.MinInt64, Uint64: math.MaxUint64}},
		"quoted integers":     {`{"int64":"-5","uint64":"18446744073709551615"}`, everything{Int64: -5, Uint64: math.MaxUint64}},
		"escapes":             {`{"string":"\u00e9\n\ud83d\ude00\ud800\"\/"}`, everything{String: "é\n😀\ufffd\"/"}},
		"invalid UTF-8":       {"{\"string\":\"a\xff\xfeb\",\"map\":{\"\xff\":\"\"}}", everything{String: "a\ufffd\ufffdb", Map: map[string]string{"\ufffd": ""}}},
		"time":                {`{"time":"2020-06-20T15:40:53.000412Z"}`, everything{Time: time.Date(2020, 6, 20, 15, 40, 53, 412000, time.UTC)}},
		"duration":            {`{"duration":"10.000000000s"}`, everything{Duration: 10 * time.Second}},
		"bytes":               {`{"bytes":"AAEC"}`, everything{Bytes: []byte{0, 1, 2}}},
		"empty bytes":         {`{"bytes":""}`, everything{Bytes: []byte{}}},
		"raw":                 {`{"raw":{"a": [1 ]}}`, everything{Raw: json.RawMessage(`{"a": [1 ]}`)}},
		"empty list and map":  {`{"list":[],"map":{}}`, everything{List: []string{}, Map: map[string]string{}}},
		"null in list or map": {`{"list":[null,"a"],"map":{"k":null},"lists":{"k":null}}`, everything{List: []string{"", "a"}, Map: map[string]string{"k": ""}, Lists: map[string][]string{"k": nil}}},
		"holes":               {`{"holes":[null,"a",""]}`, everything{Holes: []*string{nil, new("a"), new("")}}},
		"nested":              {`{"self":{"selves":[{"string":"s"},null]}}`, everything{Self: &everything{Selves: []everything{{String: "s"}, {}}}}},
		"free": {`{"object":{"n":1,"f":1.5,"big":1e300,"s":"x","b":true,"z":null,"l":[1,"a",{}],"o":{"p":{"q":[]}}}}`, everything{Object: map[string]any{
			"n": 1.0, "f": 1.5, "big": 1e300, "s": "x", "b": true, "z": nil, "l": []any{1.0, "a", map[string]any{}}, "o": map[string]any{"p": map[string]any{"q": []any{}}}}}},
	} {
		t.Run(name, func(t *testing.T) {
			got := everything{String: "from before", Pointer: new("old")}
			require.NoError(t, got.UnmarshalJSON([]byte(tc.json)))
			assert.Equal(t, tc.want, got)
		})
	}
}

// secret is input that no error may quote.
const secret = "7e4ad512"

func TestDecodeRefuses(t *testing.T) {
	for name, tc := range map[string]struct{ json, want string }{
		"too large":         {`{"selves":[{},{"uint32":4294967296}]}`, "selves[1].uint32: "},
		"negative":          {`{"self":{"uint32":-1}}`, "self.uint32: "},
		"fraction":          {`{"int32":1.5}`, "int32: "},
		"exponent":          {`{"int64":1e3}`, "int64: "},
		"quoted 32 bits":    {`{"uint32":"1"}`, "uint32: "},
		"quoted word":       {`{"int64":"` + secret + `x"}`, "int64: is not a 64-bit integer"},
		"quoted negative":   {`{"uint64":"-1"}`, "uint64: is not an unsigned 64-bit integer"},
		"leading zero":      {`{"uint32":01}`, ""},
		"beyond float64":    {`{"any":1e999}`, "any: "},
		"string for object": {`{"self":"` + secret + `"}`, "self: "},
		"object for list":   {`{"list":{"` + secret + `":1}}`, "list: "},
		"number for string": {`{"lists":{"k":["a",1]}}`, "lists.k[1]: "},
		"not a time":        {`{"time":"` + secret + `"}`, "time: is not an RFC 3339 time"},
		"lenient time":      {`{"time":"2020-06-20T15:40:53+02:0e0"}`, "time: is not an RFC 3339 time"},
		"not a duration":    {`{"duration":"` + secret + `"}`, "duration: is not a duration"},
		"not base64":        {`{"bytes":"` + secret + `!"}`, "bytes: is not valid base64"},
		"array":             {`[]`, ""},
		"truncated":         {`{"string":"` + secret, "unexpected EOF"},
		"trailing value":    {`{} {}`, "more data after"},
		"trailing bracket":  {`{"list":[]}]`, "more data after"},
		"nothing":           {``, ""},
		"escaped name":      {`{"str\u0069ng":1}`, "string: "},
		"after an escaped":  {`{"str\u0069ng":"","string":1}`, "string: "},
		"bad escape":        {`{"string":"\q"}`, "string: "},
		"control":           {"{\"string\":\"\x01\"}", "string: "},
		"unknown field":     {`{"` + secret + `":tru}`, "unknown field: "},
		"deep unknown":      {`{"x":` + strings.Repeat("[", 100000), "unknown field: "},
		"deep":              {`{"any":` + strings.Repeat("[", MaxDepth) + strings.Repeat("]", MaxDepth) + `}`, "is nested too deeply"},
		"deep raw":          {`{"raw":` + strings.Repeat("[", MaxDepth) + strings.Repeat("]", MaxDepth) + `}`, "raw: is nested too deeply"},
		"deep model":        {strings.Repeat(`{"self":`, MaxDepth) + `{}` + strings.Repeat(`}`, MaxDepth), "is nested too deeply"},
	} {
		t.Run(name, func(t *testing.T) {
			var got everything
			err := got.UnmarshalJSON([]byte(tc.json))
			require.Error(t, err)
			assert.ErrorContains(t, err, tc.want)
			assert.NotContains(t, err.Error(), secret)
		})
	}
}
