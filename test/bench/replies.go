package bench

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/rumpl/gosc"
)

// Replies like those of the API: ids and names differ, the rest repeats.

const (
	secretKey   = "11111111-1111-4111-8111-111111111111"
	region      = "fr-par"
	functionID  = "2c1d7a40-8f5b-4f6e-b9a3-51d0c2a9e7f4"
	namespaceID = "6f1e3c1a-52c4-4a0e-9d0b-0c6f5b0f7a11"
	basePath    = "https://api.scaleway.com"
)

// Reply is a canned reply.
type Reply struct {
	Status int
	Body   []byte
}

// replies are the replies by method and the last part of the path.
var replies = map[string]Reply{
	"GET " + functionID: {200, mustJSON(function(7))},
	"GET functions":     {200, mustJSON(gosc.ListFunctionsResponse{Functions: functions(100), TotalCount: 100})},
	"POST functions":    {200, mustJSON(function(7))},
	"GET logs":          {200, mustJSON(gosc.ListLogsResponse{Logs: logs(100), TotalCount: 10_000})},
}

// environment is what a service has: a function with one or two variables is an
// example of a tutorial.
var environment = map[string]string{
	"LEVEL": "debug", "STAGE": "dev", "REGION": "fr-par", "DATABASE_URL": "postgres://db.internal:5432/shop",
	"QUEUE": "orders", "SENTRY_ENVIRONMENT": "production", "CACHE_SECONDS": "300",
}

func function(i int) gosc.Function {
	return gosc.Function{
		ID: fmt.Sprintf("2c1d7a40-8f5b-4f6e-b9a3-51d0c2a9e%03d", i), Name: fmt.Sprintf("function-%d", i), NamespaceID: namespaceID,
		Status: gosc.FunctionStatusReady, EnvironmentVariables: environment,
		MaxScale: 20, Runtime: gosc.FunctionRuntimeNode10, MemoryLimit: 128, CPULimit: 70,
		Endpoint: fmt.Sprintf("https://shop9x2k-function-%d.functions.fnc.fr-par.scw.cloud", i), Timeout: 300_000, Handler: "handler.handle",
		Privacy: gosc.FunctionPrivacyPublic, Region: region, Description: new(fmt.Sprintf("Greets visitor %d", i)),
	}
}

func functions(n int) (out []gosc.Function) {
	for i := range n {
		out = append(out, function(i))
	}
	return out
}

func logs(n int) (out []gosc.Log) {
	start := time.Date(2026, 6, 20, 15, 40, 53, 412_000, time.UTC)
	for i := range n {
		out = append(out, gosc.Log{
			Message:   fmt.Sprintf("GET /orders/%d 200 in %d ms, 3 rows, cache miss", 1000+i, i%90),
			Timestamp: start.Add(time.Duration(i) * 1_234_567 * time.Nanosecond),
			ID:        fmt.Sprintf("7d1d7a40-8f5b-4f6e-b9a3-51d0c2a9e%03d", i),
		})
	}
	return out
}

// request is the request of CreateFunction.
var request = gosc.CreateFunctionRequest{
	NamespaceID: namespaceID, Name: "function-7", EnvironmentVariables: environment,
	MinScale: new(uint32(0)), MaxScale: new(uint32(20)), Runtime: gosc.FunctionRuntimeNode10, MemoryLimit: new(uint32(128)),
	Timeout: new(uint32(300_000)), Handler: new("handler.handle"), Privacy: gosc.FunctionPrivacyPublic, Description: new("Greets visitors"),
}

func mustJSON(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return data
}
