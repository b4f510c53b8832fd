package apps

import (
	"net/http/httptest"
	"testing"
)

// Whatever a handler returns, the reply is an error or one that can be sent.
func FuzzParseReply(f *testing.F) {
	for _, seed := range []string{
		``, `null`, `"text"`, `42`, `[1]`, `{}`, `{"body":{"a":1}}`, `{"statusCode":"418","body":"x","headers":{"A":["b",1,null]}}`,
		`{"statusCode":1e2}`, `{"statusCode":1e400}`, `{"body":"AP8=","isBase64Encoded":true}`, `{"headers":{"":"x"},"body":""}`, `{"statusCode":204,"body":"x"}`,
	} {
		f.Add([]byte(seed), true)
		f.Add([]byte(seed), false)
	}
	f.Fuzz(func(t *testing.T, value []byte, beta bool) {
		rules := V1alpha2
		if beta {
			rules = V1beta1
		}
		r, err := parseReply(value, rules)
		if err != nil {
			return
		}
		w := httptest.NewRecorder()
		r.write(w, "GET")
		if w.Code < 200 || w.Code > 999 {
			t.Fatalf("status %d", w.Code)
		}
	})
}
