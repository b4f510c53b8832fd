package v1beta1

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc"
)

// exchange is one operation on the wire, as testdata/*.txt has it.
type exchange struct{ operation, method, uri, body, reply string }

func readExchanges(t *testing.T, file string) []exchange {
	t.Helper()
	text, err := os.ReadFile("testdata/" + file)
	require.NoError(t, err)
	var out []exchange
	for _, part := range strings.Split(string(text), "\n# ")[1:] {
		lines := strings.Split(strings.TrimSpace(part), "\n")
		e := exchange{operation: lines[0]}
		e.method, e.uri, _ = strings.Cut(lines[1], " ")
		for _, line := range lines[2:] {
			if body, ok := strings.CutPrefix(line, "> "); ok {
				e.body = body
			}
			if reply, ok := strings.CutPrefix(line, "< "); ok {
				e.reply = reply
			}
		}
		out = append(out, e)
	}
	return out
}

// model is what every operation returns.
type model interface{ MarshalJSON() ([]byte, error) }

// result makes any operation's results those of one type.
func result[T model](got T, _ *http.Response, err error) (model, error) { return got, err }

// testExchanges makes each call against a server that knows only its exchange. The
// request must equal the recorded one byte for byte, and the decoded reply must encode
// to the bytes that were sent.
func testExchanges(t *testing.T, file string, calls map[string]func(context.Context, *gosc.Caller) (model, error)) {
	exchanges := readExchanges(t, file)
	assert.Len(t, calls, len(exchanges))
	for _, e := range exchanges {
		t.Run(e.operation, func(t *testing.T) {
			require.Contains(t, calls, e.operation)
			var uri, method, body, contentType string
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				data, _ := io.ReadAll(r.Body)
				method, uri, body, contentType = r.Method, r.RequestURI, string(data), r.Header.Get("Content-Type")
				w.Header().Set("Content-Type", "application/json")
				_, _ = io.WriteString(w, e.reply)
			}))
			t.Cleanup(srv.Close)
			cfg := gosc.NewConfiguration()
			cfg.BasePath, cfg.Region = srv.URL, "fr-par"
			got, err := calls[e.operation](t.Context(), gosc.NewCaller(cfg))
			require.NoError(t, err)
			assert.Equal(t, e.method+" "+e.uri, method+" "+uri)
			assert.Equal(t, e.body, body)
			if e.body != "" {
				assert.Equal(t, "application/json", contentType)
			}
			encoded, err := got.MarshalJSON()
			require.NoError(t, err)
			assert.Equal(t, e.reply, string(bytes.TrimSpace(encoded)))
		})
	}
}
