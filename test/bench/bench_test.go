package bench

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"

	"github.com/antihax/optional"

	"github.com/rumpl/gosc"
)

// BenchmarkCall is named <scenario>/<network>/client=<client>: benchstat -col /client
// puts the clients side by side.
func BenchmarkCall(b *testing.B) {
	srv := httptest.NewServer(http.HandlerFunc(Serve))
	b.Cleanup(srv.Close)
	for _, scenario := range Scenarios {
		b.Run(scenario, func(b *testing.B) {
			b.Run("inprocess", func(b *testing.B) { compare(b, scenario, basePath, &http.Client{Transport: Instant{}}) })
			b.Run("loopback", func(b *testing.B) { compare(b, scenario, srv.URL, HTTPClient()) })
		})
	}
}

func compare(b *testing.B, scenario, base string, client *http.Client) {
	for _, c := range Clients {
		call := c.New(base, client)[scenario]
		b.Run("client="+c.Name, func(b *testing.B) { repeat(b, call) })
	}
	client.CloseIdleConnections()
}

func repeat(b *testing.B, call func(context.Context) error) {
	b.ReportAllocs()
	runtime.GC() // do not charge this client for the garbage of the one before
	start := cpuTime()
	for b.Loop() {
		if err := call(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	if used := cpuTime() - start; used > 0 {
		b.ReportMetric(float64(used)/float64(b.N), "cpu-ns/op")
	}
}

// BenchmarkGoroutines has 16 goroutines on one client, and one for comparison. Both
// are measured by the clock.
func BenchmarkGoroutines(b *testing.B) {
	one := newGosc(basePath, &http.Client{Transport: Instant{}})["GetFunction"]
	b.Run("gosc-alone", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := one(context.Background()); err != nil {
				b.Fatal(err)
			}
		}
	})
	for _, c := range Clients {
		call := c.New(basePath, &http.Client{Transport: Instant{}})["GetFunction"]
		b.Run(c.Name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetParallelism(max(1, 16/runtime.GOMAXPROCS(0)))
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if err := call(context.Background()); err != nil {
						b.Error(err)
						return
					}
				}
			})
		})
	}
}

// BenchmarkIterate reads 10,000 logs in 100 pages.
func BenchmarkIterate(b *testing.B) {
	transport := &http.Client{Transport: Instant{}}
	floor := newFloor(basePath, transport)["ListLogs"]
	b.Run("floor", func(b *testing.B) {
		repeat(b, func(ctx context.Context) error {
			for range 100 {
				if err := floor(ctx); err != nil {
					return err
				}
			}
			return nil
		})
	})
	c := newClient(basePath, &http.Client{Transport: pages{}})
	b.Run("gosc", func(b *testing.B) {
		repeat(b, func(ctx context.Context) error {
			n := 0
			for _, err := range c.LogsApi.ListLogsAll(ctx, region, &gosc.ListLogsOpts{ApplicationID: optional.NewString(functionID), PageSize: optional.NewUint32(100)}) {
				if err != nil {
					return err
				}
				n++
			}
			if n != 10_000 {
				b.Fatalf("%d logs", n)
			}
			return nil
		})
	})
}

// BenchmarkPageSize decodes ten pages of 100 functions and one of 1,000.
func BenchmarkPageSize(b *testing.B) {
	small := mustJSON(gosc.ListFunctionsResponse{Functions: functions(100), TotalCount: 100})
	large := mustJSON(gosc.ListFunctionsResponse{Functions: functions(1000), TotalCount: 1000})
	decode := func(data []byte, times int) func(context.Context) error {
		return func(context.Context) error {
			for range times {
				var out gosc.ListFunctionsResponse
				if err := out.UnmarshalJSON(data); err != nil {
					return err
				}
			}
			return nil
		}
	}
	b.Run("tenOf100", func(b *testing.B) { repeat(b, decode(small, 10)) })
	b.Run("oneOf1000", func(b *testing.B) { repeat(b, decode(large, 1)) })
}

// BenchmarkEncode encodes a CreateFunctionRequest.
func BenchmarkEncode(b *testing.B) {
	b.Run("encodingJSON", func(b *testing.B) {
		repeat(b, func(context.Context) error { _, err := json.Marshal((*requestTwin)(&request)); return err })
	})
	b.Run("gosc", func(b *testing.B) {
		repeat(b, func(context.Context) error { _, err := request.MarshalJSON(); return err })
	})
}
