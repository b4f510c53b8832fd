package jsoncodec

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A value at the maximum depth that can be decoded can also be encoded, even by
// encoding/json around it.
func TestDecodeAsDeepAsEncode(t *testing.T) {
	deep := MaxDepth - 1
	for name, text := range map[string]string{
		"any":   `{"any":` + strings.Repeat("[", deep) + strings.Repeat("]", deep) + `}`,
		"raw":   `{"raw":` + strings.Repeat(`["]",`, deep) + `"["` + strings.Repeat("]", deep) + `}`,
		"model": strings.Repeat(`{"self":`, MaxDepth-2) + `{}` + strings.Repeat(`}`, MaxDepth-2), // its empty lists are a level more
	} {
		t.Run(name, func(t *testing.T) {
			var m everything
			require.NoError(t, m.UnmarshalJSON([]byte(text)))
			_, err := json.Marshal(map[string]any{"m": m})
			require.NoError(t, err)
		})
	}
}

func TestDecodeKeepsNothingOfTheInput(t *testing.T) {
	text := `{"string":"abc","bytes":"AAEC","raw":{"k":"v"},"object":{"key":["value"]},"pointer":"p","list":["l"],"map":{"k":"v"}}`
	data := []byte(text)
	var got, want everything
	require.NoError(t, want.UnmarshalJSON([]byte(text)))
	require.NoError(t, got.UnmarshalJSON(data))
	for i := range data {
		data[i] = 'X'
	}
	assert.Equal(t, want, got)
}

func TestLimitMemory(t *testing.T) {
	const limit = 1 << 20
	for name, text := range map[string]string{
		"empty objects":    `{"selves":[` + strings.Repeat(`{},`, 100_000) + `{}]}`,
		"empty strings":    `{"list":[` + strings.Repeat(`"",`, 100_000) + `""]}`,
		"nulls":            `{"holes":[` + strings.Repeat(`null,`, 200_000) + `null]}`,
		"any":              `{"any":[` + strings.Repeat(`{},`, 100_000) + `{}]}`,
		"a long string":    `{"string":"` + strings.Repeat("x", limit+1) + `"}`,
		"a long raw value": `{"raw":"` + strings.Repeat("x", limit+1) + `"}`,
		"long bytes":       `{"bytes":"` + strings.Repeat("x", 2*limit) + `"}`,
		"a map":            `{"map":{` + keys(50_000) + `}}`,
		"pointers":         strings.Repeat(`{"self":{},"selves":[{},{},{}],"self":`, 900) + `null` + strings.Repeat(`}`, 900),
		"again and again":  `{` + strings.Repeat(`"list":["","","","","","","",""],`, 20_000) + `"list":[]}`,
	} {
		t.Run(name, func(t *testing.T) {
			decode := func(bytes int64) error {
				d := NewDecoder([]byte(text))
				d.LimitMemory(bytes)
				var m everything
				m.decode(d)
				return d.Finish()
			}
			require.ErrorIs(t, decode(limit), ErrTooLarge)
			require.NoError(t, decode(1<<30))
		})
	}
	var m everything
	require.NoError(t, m.UnmarshalJSON([]byte(`{"list":[""]}`)), "the limit does not outlive its Decoder")
}

// A value takes not much more memory than the limit counts for it.
func TestLimitMemoryIsHonest(t *testing.T) {
	for name, text := range map[string]string{
		"models":  `{"selves":[` + strings.Repeat(`{},`, 10_000) + `{}]}`,
		"any":     `{"any":[` + strings.Repeat(`{"a":{}},`, 10_000) + `{}]}`,
		"map":     `{"map":{` + keys(10_000) + `}}`,
		"strings": `{"list":[` + strings.Repeat(`"0123456789",`, 10_000) + `""]}`,
	} {
		t.Run(name, func(t *testing.T) {
			data := []byte(text)
			var counted int64
			result := testing.Benchmark(func(b *testing.B) {
				for b.Loop() {
					d := NewDecoder(data)
					d.LimitMemory(1 << 30)
					var m everything
					m.decode(d)
					counted = 1<<30 - d.memory
					require.NoError(b, d.Finish())
				}
			})
			taken := result.AllocedBytesPerOp()
			assert.LessOrEqual(t, taken, 3*counted, "counted %d", counted)
		})
	}
}

func keys(n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(`"` + strings.Repeat("k", 1+i/1000) + string(rune('a'+i%26)) + FormatDuration(time.Duration(i)) + `":""`)
	}
	return b.String()
}
