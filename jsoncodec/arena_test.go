package jsoncodec

import (
	"encoding/json"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A string that is kept keeps alive the block that it is in, and nothing else of the
// reply: neither the other blocks nor the JSON.
func TestKeptStringPinsAtMostOneBlock(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"list":[`)
	for i := range 5000 {
		fmt.Fprintf(&b, `"%d: a line of a reply, different from all others",`, i)
	}
	b.WriteString(`"last"]}`)
	data := []byte(b.String())
	require.Greater(t, len(data), 10*maxPinned)

	const replies = 50
	kept := make([]string, replies)
	before := liveHeap()
	for i := range kept {
		var m everything
		require.NoError(t, m.UnmarshalJSON(data))
		kept[i] = m.List[i*90]
	}
	each := int(liveHeap()-before) / replies
	assert.LessOrEqual(t, each, maxPinned+1<<10)
	runtime.KeepAlive(kept)
}

func liveHeap() int64 {
	runtime.GC()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}

func TestEqualStringsShareTheirBytes(t *testing.T) {
	var m everything
	require.NoError(t, m.UnmarshalJSON([]byte(`{"list":["fr-par","node10","fr-par"]}`)))
	assert.True(t, unsafe.StringData(m.List[0]) == unsafe.StringData(m.List[2]))

	var next everything
	require.NoError(t, next.UnmarshalJSON([]byte(`{"string":"fr-par"}`)))
	assert.False(t, unsafe.StringData(m.List[0]) == unsafe.StringData(next.String), "one reply does not keep another one's block alive")
}

// The blocks of one value are never written to again by the next one.
func TestStringsDoNotChange(t *testing.T) {
	var list []everything
	for i := range 200 {
		var m everything
		require.NoError(t, m.UnmarshalJSON(fmt.Appendf(nil, `{"string":"value %d","pointer":"a\nb %d","map":{"k%d":"v%d"}}`, i, i, i, i)))
		list = append(list, m)
	}
	for i, m := range list {
		assert.Equal(t, fmt.Sprintf("value %d", i), m.String)
		assert.Equal(t, fmt.Sprintf("a\nb %d", i), *m.Pointer)
		assert.Equal(t, map[string]string{fmt.Sprintf("k%d", i): fmt.Sprintf("v%d", i)}, m.Map)
	}
}

// Strings that repeat are found in their block only: one of the same hash, or at the
// same place of an earlier block, is another string.
func TestRepeatedStringsInManyBlocks(t *testing.T) {
	var want []string
	for i := range 20_000 {
		switch i % 4 {
		case 0:
			want = append(want, fmt.Sprintf("2c1d7a40-8f5b-4f6e-b9a3-51d0c2a9e%03d", i%300))
		case 1:
			want = append(want, strings.Repeat("x", i%(internable+3)))
		case 2:
			want = append(want, string([]byte{'a' + byte(i%7), 'a' + byte(i%11), 'a' + byte(i%13)}[:1+i%3]))
		case 3:
			want = append(want, strings.Repeat(string(rune('a'+i%26)), i%5000))
		}
	}
	data, err := json.Marshal(map[string][]string{"list": want})
	require.NoError(t, err)
	var m everything
	for range 2 { // the second time with the table of the first
		require.NoError(t, m.UnmarshalJSON(data))
		require.Equal(t, len(want), len(m.List))
		for i := range want {
			require.Equal(t, want[i], m.List[i])
		}
	}
}
