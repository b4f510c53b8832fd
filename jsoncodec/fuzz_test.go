package jsoncodec

import (
	"encoding/json"
	"testing"
)

// FuzzEverything looks for panics, for values that cannot be encoded again, and
// for encodings that do not decode to the same.
func FuzzEverything(f *testing.F) {
	f.Add([]byte(`{"string":"a","time":"2020-06-20T15:40:53Z","duration":"1.5s","bytes":"AAEC","raw":[1],"holes":[null,"x"],"self":{"selves":[{}]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var m everything
		if m.UnmarshalJSON(data) != nil {
			return
		}
		if !json.Valid(data) {
			t.Fatalf("took %q, which is not valid JSON", data)
		}
		first, err := json.Marshal(m)
		if err != nil {
			t.Fatalf("%q: decoded, but cannot be encoded: %v", data, err)
		}
		var n everything
		if err := n.UnmarshalJSON(first); err != nil {
			t.Fatalf("%q: %v", first, err)
		}
		if second, err := json.Marshal(n); err != nil || string(first) != string(second) {
			t.Fatalf("%q became %q: %v", first, second, err)
		}
	})
}
