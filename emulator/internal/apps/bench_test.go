package apps

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// BenchmarkWarmCall compares a call of a warm function through the emulator with
// one of its process: the difference is what the emulator adds.
func BenchmarkWarmCall(b *testing.B) {
	specs := []struct {
		name string
		make func(*testing.B) Spec
	}{
		{"node", func(b *testing.B) Spec {
			return nodeSpec(b, `exports.handle = (event) => ({ statusCode: 200, body: event.body })`)
		}},
		{"python3", func(b *testing.B) Spec {
			return pythonSpec(b, `def handle(event, context): return {"statusCode": 200, "body": event["body"]}`)
		}},
		{"golang", func(b *testing.B) Spec {
			needs(b, "golang")
			return Spec{Runtime: "golang", Archive: zipOf(b, map[string]string{"handler.go": goHello})}
		}},
		{"container", func(*testing.B) Spec { return containerSpec() }},
	}
	for _, s := range specs {
		b.Run(s.name, func(b *testing.B) {
			a, _ := deployed(b, Options{}, s.make(b))
			inst := a.current.Load().pool.slots[0].worker.(*instance)
			b.Run("process", func(b *testing.B) { benchmarkProcess(b, inst) })
			b.Run("handler", func(b *testing.B) { benchmarkHandler(b, a) })
			b.Run("listener", func(b *testing.B) { benchmarkListener(b, a) })
			require.NoError(b, a.Close())
		})
	}
}

const benchmarkBody = `{"key":"value"}`

func benchmarkProcess(b *testing.B, inst *instance) {
	call, err := payload((&revision{}).newCall(httptest.NewRequest(http.MethodPost, "/", nil), []byte(benchmarkBody)))
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		req, err := http.NewRequest(http.MethodPost, "http://"+inst.address()+"/", bytes.NewReader(call))
		require.NoError(b, err)
		req.Header[keyHeader] = []string{inst.key}
		roundTrip(b, inst.transport, req)
	}
}

func benchmarkHandler(b *testing.B, a *App) {
	b.ReportAllocs()
	for b.Loop() {
		w := httptest.NewRecorder()
		a.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/", strings.NewReader(benchmarkBody)))
		if w.Code >= 300 {
			b.Fatal(w.Code, w.Body.String())
		}
	}
}

func benchmarkListener(b *testing.B, a *App) {
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	b.ReportAllocs()
	for b.Loop() {
		req, err := http.NewRequest(http.MethodPost, a.URL(), strings.NewReader(benchmarkBody))
		require.NoError(b, err)
		roundTrip(b, transport, req)
	}
}

func roundTrip(b *testing.B, transport *http.Transport, req *http.Request) {
	res, err := transport.RoundTrip(req)
	require.NoError(b, err)
	_, err = io.Copy(io.Discard, res.Body)
	require.NoError(b, err)
	require.NoError(b, res.Body.Close())
	if res.StatusCode >= 300 {
		b.Fatal(res.Status)
	}
}
