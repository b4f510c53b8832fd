package jsoncodec

import (
	"encoding/json"
	"testing"
)

// FuzzAny compares the decoder of any value, which every other decoder is like,
// with encoding/json: the same value, or an error from both. The one difference
// is the depth.
func FuzzAny(f *testing.F) {
	for _, seed := range []string{
		`{"a":[1,-0.5e10,true,false,null,"\u00e9\ud83d\ude00\ud800\n"],"b":{}}`, ` [ ] `, `"a` + "\xff" + `b"`, `1e999`, `01`, `-`, `{"a":1,"a":2}`,
		`"\ud800\u0041"`, `"\ud800\n"`, `123456789012345678901234567890.5`, `0.1e-400`, `tru`, `nul`, `[1,]`, `{"a"}`, `{,}`, "\ufeff1",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var want any
		wantErr := json.Unmarshal(data, &want)
		var got any
		d := NewDecoder(data)
		DecodeAny(&got, d)
		gotErr := d.Finish()
		if depthOf(data) > MaxDepth {
			return
		}
		if (wantErr == nil) != (gotErr == nil) {
			t.Fatalf("%q: encoding/json: %v, here: %v", data, wantErr, gotErr)
		}
		if wantErr != nil {
			return
		}
		a, _ := json.Marshal(want)
		b, _ := json.Marshal(got)
		if string(a) != string(b) {
			t.Fatalf("%q: encoding/json has %s, here is %s", data, a, b)
		}
		e := NewEncoder()
		EncodeAny(&got, e)
		if _, err := e.Finish(); err != nil {
			t.Fatalf("%q: decoded, but cannot be encoded: %v", data, err)
		}
	})
}
